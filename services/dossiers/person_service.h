// Adapter of congress.dossiers.v1.PersonService.
#pragma once

#include <string_view>

#include "congress/dossiers/v1/person_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class PersonService {
 public:
  absl::StatusOr<v1::Person> CreatePerson(rpc::Call& call, const v1::CreatePersonRequest& request) const;
  absl::StatusOr<v1::BatchCreatePersonsResponse> BatchCreatePersons(rpc::Call& call,
                                                                    const v1::BatchCreatePersonsRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportPersons(rpc::Call& call,
                                                         const v1::ImportPersonsRequest& request) const;
  absl::StatusOr<v1::Person> GetPerson(rpc::Call& call, const v1::GetPersonRequest& request) const;
  absl::StatusOr<v1::ListPersonsResponse> ListPersons(rpc::Call& call, const v1::ListPersonsRequest& request) const;
  absl::StatusOr<v1::Person> UpdatePerson(rpc::Call& call, const v1::UpdatePersonRequest& request) const;
  absl::StatusOr<v1::ListPersonChangesResponse> ListPersonChanges(rpc::Call& call,
                                                                  const v1::ListPersonChangesRequest& request) const;

 private:
  // Stages a new person.
  absl::StatusOr<v1::Person> Create(rpc::Call& call, std::string_view id, const v1::Person& person,
                                    std::string_view path) const;
  // Stages what a patch makes of a person.
  absl::StatusOr<v1::Person> Patch(rpc::Call& call, const v1::Person& before, const v1::Person& patch,
                                   const google::protobuf::FieldMask& mask) const;
  // Stages a changed person and the history of the change.
  absl::StatusOr<v1::Person> Change(rpc::Call& call, const v1::Person& before, const v1::Person& after) const;
};

}  // namespace congress::dossiers
