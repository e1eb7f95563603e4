// Adapter of congress.dossiers.v1.PersonIdentityService: moves in person_identity_service.cc, one person with two
// records in person_merges.cc.
#pragma once

#include <string>

#include "congress/dossiers/v1/person_identity_service.pb.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/person_facts.h"

namespace congress::dossiers {

class PersonIdentityService {
 public:
  absl::StatusOr<v1::TransferPersonResponse> TransferPerson(rpc::Call& call,
                                                            const v1::TransferPersonRequest& request) const;
  absl::StatusOr<v1::Person> FindPersonByIdentifier(rpc::Call& call,
                                                    const v1::FindPersonByIdentifierRequest& request) const;
  absl::StatusOr<v1::MergePersonsResponse> MergePersons(rpc::Call& call, const v1::MergePersonsRequest& request) const;
  absl::StatusOr<v1::MergePersonsResponse> SeparatePersons(rpc::Call& call,
                                                           const v1::SeparatePersonsRequest& request) const;
  absl::StatusOr<v1::ListSuspectedDuplicatesResponse> ListSuspectedDuplicates(
      rpc::Call& call, const v1::ListSuspectedDuplicatesRequest& request) const;
  absl::StatusOr<v1::SuspectedDuplicate> DismissSuspectedDuplicate(
      rpc::Call& call, const v1::DismissSuspectedDuplicateRequest& request) const;
};

// Stages that another organisation keeps the person's record, with its facts and the dossiers that go along. The caller
// has made sure that this may be done.
absl::StatusOr<v1::Person> MovePerson(rpc::Call& call, const v1::Person& before, const std::string& organisation,
                                      const Reasoned& reasoned);

}  // namespace congress::dossiers
