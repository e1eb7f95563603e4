#include "services/dossiers/person_identity_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/domain/person_facts.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

// `PERSON_HAS_TENURE` where the person holds a position of the organisation that keeps the record.
absl::Status RequireNoTenure(rpc::Call& call, const v1::Person& person) {
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, person.name()));
  std::string held;
  RETURN_IF_ERROR(kPositionSlots.Visit(call, "congresses/", [&](const v1::PositionSlot& slot) {
    const auto& holders = slot.holders();
    const bool holds =
        std::any_of(holders.begin(), holders.end(), [&](const std::string& holder) { return names.Has(holder); });
    if (holds && slot.organisation() == person.organisation()) held = slot.name();
  }));
  if (held.empty()) return absl::OkStatus();
  return status::FailedPrecondition(v1::PERSON_HAS_TENURE, {{"person", person.name()}, {"position", held}});
}

}  // namespace

absl::StatusOr<v1::Person> MovePerson(rpc::Call& call, const v1::Person& before, const std::string& organisation,
                                      const Reasoned& reasoned) {
  v1::Person after = before;
  after.set_organisation(organisation);
  *after.mutable_update_time() = civil::ToTimestamp(call.now());
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(call, before));
  RETURN_IF_ERROR(MoveFacts(call, after));
  std::vector<v1::PersonFact> written = FactsOfUpdate(before, after, facts, reasoned, ActorOf(call));
  for (v1::PersonFact& fact : written) fact.set_organisation(after.organisation());
  PutFacts(call, after, std::move(written));
  RETURN_IF_ERROR(FollowPerson(call, before, after));
  return kPersons.Put(call, std::move(after));
}

absl::StatusOr<v1::TransferPersonResponse> PersonIdentityService::TransferPerson(
    rpc::Call& call, const v1::TransferPersonRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person before, PersonAt(call, request.name()));
  RETURN_IF_ERROR(RequireOther(call, before.name()));
  RETURN_IF_ERROR(kPersons.CheckEtag(before, request.etag()));
  ASSIGN_OR_RETURN(const Reasoned reasoned, ReasonedBy(request, call.now()));
  if (request.organisation() == before.organisation()) {
    status::Violations violations;
    violations.Add("organisation", v1::SAME_ORGANISATION);
    return violations.ToStatus();
  }
  RETURN_IF_ERROR(call.Require(request.organisation()));
  if (!request.keep_tenures()) RETURN_IF_ERROR(RequireNoTenure(call, before));
  v1::TransferPersonResponse response;
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, before.name()));
  ASSIGN_OR_RETURN(const std::vector<v1::Dossier> dossiers, DossiersOf(call, names));
  for (const v1::Dossier& dossier : dossiers) {
    if (dossier.organisation() != before.organisation()) continue;
    v1::Touched& touched = *response.add_touched();
    touched.set_resource(dossier.name());
    touched.set_effect(IsUnderWay(dossier) ? v1::Touched::MOVED : v1::Touched::KEPT);
  }
  ASSIGN_OR_RETURN(*response.mutable_person(), MovePerson(call, before, request.organisation(), reasoned));
  return response;
}

}  // namespace congress::dossiers
