// Adapter of congress.dossiers.v1.PersonService.
#pragma once

#include <string_view>

#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::dossiers {

class PersonService final : public v1::PersonService::Service {
 public:
  explicit PersonService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreatePerson(grpc::ServerContext* context, const v1::CreatePersonRequest* request,
                            v1::Person* response) override;
  grpc::Status BatchCreatePersons(grpc::ServerContext* context, const v1::BatchCreatePersonsRequest* request,
                                  v1::BatchCreatePersonsResponse* response) override;
  grpc::Status GetPerson(grpc::ServerContext* context, const v1::GetPersonRequest* request,
                         v1::Person* response) override;
  grpc::Status ListPersons(grpc::ServerContext* context, const v1::ListPersonsRequest* request,
                           v1::ListPersonsResponse* response) override;
  grpc::Status UpdatePerson(grpc::ServerContext* context, const v1::UpdatePersonRequest* request,
                            v1::Person* response) override;
  grpc::Status ListPersonChanges(grpc::ServerContext* context, const v1::ListPersonChangesRequest* request,
                                 v1::ListPersonChangesResponse* response) override;

 private:
  // Stages a new person with the entry in the order of names.
  absl::StatusOr<v1::Person> Create(rpc::Call& call, std::string_view id, const v1::Person& person,
                                    std::string_view path) const;
  // Stages a changed person, the history of the change and the moved entry.
  absl::StatusOr<v1::Person> Change(rpc::Call& call, const v1::Person& before, const v1::Person& after) const;

  rpc::Gate& gate_;
  const rpc::Repository<v1::Person> persons_{"dossiers.persons.read"};
  const rpc::Repository<v1::PersonNameEntry> names_{rpc::kUnlisted, "dossiers.persons.read"};
  const rpc::Repository<v1::PersonChange> changes_{"dossiers.persons.read"};
};

}  // namespace congress::dossiers
