#include "services/dossiers/places.h"

#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"
#include "services/dossiers/domain/position.h"
#include "services/dossiers/domain/tenure.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/review_blocks.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

// `DOSSIER_NOT_ACCEPTED` unless the person has an accepted dossier of the congress for what the position asks for.
absl::Status RequireDossier(rpc::Call& call, const v1::PositionSlot& slot, const Names& person) {
  ASSIGN_OR_RETURN(const std::optional<v1::Dossier> dossier, DossierFor(call, slot, person));
  if (dossier.has_value() && dossier->state() == v1::Dossier::ACCEPTED) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::DOSSIER_NOT_ACCEPTED,
      {{"name", slot.name()}, {"person", person.standing}, {"purpose", slot.dossier_purpose()}});
}

// The tenure of who holds the position now; `POSITION_PERSON_ABSENT`.
absl::StatusOr<v1::Tenure> TenureAt(rpc::Call& call, const v1::PositionSlot& slot, const Names& person) {
  ASSIGN_OR_RETURN(const std::vector<v1::Tenure> tenures, TenuresOf(call, person));
  for (const v1::Tenure& tenure : tenures) {
    if (tenure.name().starts_with(slot.name() + "/") && !tenure.has_until_date()) return tenure;
  }
  // Who was recorded before tenures were: nothing is known of the beginning.
  v1::Tenure unknown;
  unknown.set_name(StrCat(slot.name(), "/tenures/", RandomId(kIdBelowParent)));
  unknown.set_organisation(slot.organisation());
  unknown.set_person(person.standing);
  unknown.set_prior(true);
  *unknown.mutable_create_time() = civil::ToTimestamp(call.now());
  return unknown;
}

}  // namespace

std::string PositionOf(const v1::Tenure& tenure) { return tenure.name().substr(0, tenure.name().find("/tenures/")); }

PersonnelAct Appointment(const v1::PositionSlot& slot, const v1::Tenure& tenure) {
  const absl::CivilDay begins = civil::FromDate(tenure.from_date());
  return {.act = v1::FreezePeriod::APPOINTMENT,
          .person = tenure.person(),
          .position = slot.name(),
          .position_kind = slot.position_kind(),
          .decided = DecidedOn(tenure.basis(), begins),
          .begins = begins};
}

absl::StatusOr<std::optional<v1::Dossier>> DossierFor(rpc::Call& call, const v1::PositionSlot& slot,
                                                      const Names& person) {
  std::optional<v1::Dossier> found;
  if (slot.dossier_purpose().empty()) return found;
  // What was accepted before a merge names the alias.
  for (const std::string& name : person.all) {
    v1::PersonDossiers none;
    none.set_name(PersonDossiersName(name, slot.name(), slot.dossier_purpose()));
    ASSIGN_OR_RETURN(const v1::PersonDossiers theirs, kPersonDossiers.LoadOr(call, std::move(none)));
    if (theirs.claimed_by().empty()) continue;
    ASSIGN_OR_RETURN(found, kDossiers.Load(call, theirs.claimed_by()));
    if (found->state() == v1::Dossier::ACCEPTED) break;
  }
  return found;
}

absl::Status RequireOneSeat(rpc::Call& call, const v1::Tenure& tenure, const Names& person) {
  ASSIGN_OR_RETURN(const std::vector<v1::Tenure> others, TenuresOf(call, person));
  for (const v1::Tenure& other : others) {
    if (!Overlaps(other, tenure)) continue;
    status::Metadata metadata = {{"name", tenure.name()}, {"person", tenure.person()}};
    ASSIGN_OR_RETURN(const v1::PositionSlot slot, kPositionSlots.Load(call, PositionOf(other)));
    const bool told = call.Holds(kPositionSlots.read_permission(), slot.organisation());
    metadata.emplace_back("cause", told ? "told" : "hidden");
    if (told) metadata.emplace_back("position", slot.display_name());
    return status::FailedPrecondition(v1::POSITION_HELD_ELSEWHERE, metadata);
  }
  return absl::OkStatus();
}

absl::Status RequireNoFreeze(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                             const v1::PositionSlot& slot, const v1::Tenure& tenure, const std::string& exception) {
  return RequireNotFrozen(call, freezes, slot.organisation(), Appointment(slot, tenure), exception, tenure.name());
}

absl::StatusOr<v1::Tenure> FillPlace(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                                     v1::PositionSlot slot, const v1::FillPositionSlotRequest& request, bool unproposed,
                                     const Actor& actor) {
  RETURN_IF_ERROR(CollideOnPerson(call, request.person()));
  ASSIGN_OR_RETURN(const Names person, NamesOf(call, request.person()));
  person.Unify(slot.mutable_candidates());
  const std::string name = person.In(slot.holders(), person.standing);
  ASSIGN_OR_RETURN(slot, Fill(std::move(slot), name, unproposed, actor));
  ASSIGN_OR_RETURN(v1::Tenure tenure, BeginTenure(slot, RandomId(kIdBelowParent), request, actor));
  tenure.set_person(person.standing);
  if (!request.prior()) {
    RETURN_IF_ERROR(RequireDossier(call, slot, person));
    RETURN_IF_ERROR(RequireSettledPerson(call, slot.name(), person.standing));
  }
  // Whoever says that somebody sat there before says when, and a freeze held for them too.
  RETURN_IF_ERROR(RequireNoFreeze(call, freezes, slot, tenure, request.exception()));
  if (request.concurrent_reason().empty()) RETURN_IF_ERROR(RequireOneSeat(call, tenure, person));
  RETURN_IF_ERROR(KeepPosition(call, std::move(slot)).status());
  return KeepTenure(call, std::move(tenure));
}

absl::StatusOr<v1::Tenure> VacatePlace(rpc::Call& call, v1::PositionSlot slot,
                                       const v1::VacatePositionSlotRequest& request, const Actor& actor) {
  RETURN_IF_ERROR(CollideOnPerson(call, request.person()));
  ASSIGN_OR_RETURN(const Names person, NamesOf(call, request.person()));
  const std::string name = person.In(slot.holders(), request.person());
  ASSIGN_OR_RETURN(slot, Vacate(std::move(slot), name, actor));
  ASSIGN_OR_RETURN(v1::Tenure tenure, TenureAt(call, slot, person));
  ASSIGN_OR_RETURN(tenure, EndTenure(std::move(tenure), request, actor));
  RETURN_IF_ERROR(KeepPosition(call, std::move(slot)).status());
  return KeepTenure(call, std::move(tenure));
}

}  // namespace congress::dossiers
