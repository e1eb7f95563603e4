// Adapter of congress.dossiers.v1.PersonService.
#pragma once

#include <string_view>

#include "congress/dossiers/v1/person_service.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/person_facts.h"

namespace congress::dossiers {

class PersonService {
 public:
  // The layout of papers outlives the service.
  explicit PersonService(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::Person> CreatePerson(rpc::Call& call, const v1::CreatePersonRequest& request) const;
  absl::StatusOr<v1::BatchCreatePersonsResponse> BatchCreatePersons(rpc::Call& call,
                                                                    const v1::BatchCreatePersonsRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportPersons(rpc::Call& call,
                                                         const v1::ImportPersonsRequest& request) const;
  absl::StatusOr<v1::Person> GetPerson(rpc::Call& call, const v1::GetPersonRequest& request) const;
  absl::StatusOr<v1::ListPersonsResponse> ListPersons(rpc::Call& call, const v1::ListPersonsRequest& request) const;
  absl::StatusOr<v1::ExportPersonsResponse> ExportPersons(rpc::Call& call,
                                                          const v1::ExportPersonsRequest& request) const;
  absl::StatusOr<v1::Person> UpdatePerson(rpc::Call& call, const v1::UpdatePersonRequest& request) const;
  absl::StatusOr<v1::PersonFact> RecordPersonFact(rpc::Call& call, const v1::RecordPersonFactRequest& request) const;
  absl::StatusOr<v1::PersonFact> CorrectPersonFact(rpc::Call& call, const v1::CorrectPersonFactRequest& request) const;
  absl::StatusOr<v1::ListPersonFactsResponse> ListPersonFacts(rpc::Call& call,
                                                              const v1::ListPersonFactsRequest& request) const;

 private:
  // Stages a new person; `id_path` and `path` are where the request holds the id and the person.
  absl::StatusOr<v1::Person> Create(rpc::Call& call, std::string_view id, const v1::Person& person,
                                    std::string_view id_path, std::string_view path) const;
  // Stages what a patch makes of a person.
  absl::StatusOr<v1::Person> Patch(rpc::Call& call, const v1::Person& before, const v1::Person& patch,
                                   const google::protobuf::FieldMask& mask, const Reasoned& reasoned) const;
  // Stages a changed person and the facts of the change.
  absl::StatusOr<v1::Person> Change(rpc::Call& call, const v1::Person& before, const v1::Person& after,
                                    const Reasoned& reasoned) const;

  const paper::Layout& layout_;
};

}  // namespace congress::dossiers
