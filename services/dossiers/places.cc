#include "services/dossiers/places.h"

#include <algorithm>
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
absl::Status RequireDossier(rpc::Call& call, const v1::PositionSlot& slot, const std::string& person) {
  ASSIGN_OR_RETURN(const std::optional<v1::Dossier> dossier, DossierFor(call, slot, person));
  if (dossier.has_value() && dossier->state() == v1::Dossier::ACCEPTED) return absl::OkStatus();
  return status::FailedPrecondition(v1::DOSSIER_NOT_ACCEPTED,
                                    {{"name", slot.name()}, {"person", person}, {"purpose", slot.dossier_purpose()}});
}

// All tenures of the person, of positions that the caller may not read as well.
absl::StatusOr<std::vector<v1::Tenure>> TenuresOf(rpc::Call& call, const std::string& person) {
  ASSIGN_OR_RETURN(const v1::PersonTenures known, kPersonTenures.LoadOr(call, NewPersonTenures(person)));
  std::vector<v1::Tenure> tenures;
  for (const std::string& name : known.tenures()) {
    ASSIGN_OR_RETURN(tenures.emplace_back(), kTenures.Load(call, name));
  }
  return tenures;
}

// The tenure of who holds the position now; `POSITION_PERSON_ABSENT`.
absl::StatusOr<v1::Tenure> TenureAt(rpc::Call& call, const v1::PositionSlot& slot, const std::string& person) {
  ASSIGN_OR_RETURN(const std::vector<v1::Tenure> tenures, TenuresOf(call, person));
  for (const v1::Tenure& tenure : tenures) {
    if (tenure.name().starts_with(slot.name() + "/") && !tenure.has_until_date()) return tenure;
  }
  // Who was recorded before tenures were: nothing is known of the beginning.
  v1::Tenure unknown;
  unknown.set_name(StrCat(slot.name(), "/tenures/", RandomId(kIdBelowParent)));
  unknown.set_organisation(slot.organisation());
  unknown.set_person(person);
  unknown.set_prior(true);
  *unknown.mutable_create_time() = civil::ToTimestamp(call.now());
  return unknown;
}

// Stages the tenure, and that it is one of its person's.
absl::StatusOr<v1::Tenure> Keep(rpc::Call& call, v1::Tenure tenure) {
  ASSIGN_OR_RETURN(v1::PersonTenures known, kPersonTenures.LoadOr(call, NewPersonTenures(tenure.person())));
  const auto& names = known.tenures();
  if (std::find(names.begin(), names.end(), tenure.name()) == names.end()) {
    known.add_tenures(tenure.name());
    kPersonTenures.Put(call, std::move(known));
  }
  return kTenures.Put(call, std::move(tenure));
}

}  // namespace

absl::StatusOr<std::optional<v1::Dossier>> DossierFor(rpc::Call& call, const v1::PositionSlot& slot,
                                                      const std::string& person) {
  if (slot.dossier_purpose().empty()) return std::nullopt;
  v1::PersonDossiers none;
  none.set_name(PersonDossiersName(person, slot.name(), slot.dossier_purpose()));
  ASSIGN_OR_RETURN(const v1::PersonDossiers theirs, kPersonDossiers.LoadOr(call, std::move(none)));
  if (theirs.claimed_by().empty()) return std::nullopt;
  return kDossiers.Load(call, theirs.claimed_by());
}

absl::Status RequireOneSeat(rpc::Call& call, const v1::Tenure& tenure) {
  ASSIGN_OR_RETURN(const std::vector<v1::Tenure> others, TenuresOf(call, tenure.person()));
  for (const v1::Tenure& other : others) {
    if (!Overlaps(other, tenure)) continue;
    status::Metadata metadata = {{"name", tenure.name()}, {"person", tenure.person()}};
    const std::string position = other.name().substr(0, other.name().find("/tenures/"));
    ASSIGN_OR_RETURN(const v1::PositionSlot slot, kPositionSlots.Load(call, position));
    const bool told = call.Holds(kPositionSlots.read_permission(), slot.organisation());
    metadata.emplace_back("cause", told ? "told" : "hidden");
    if (told) metadata.emplace_back("position", slot.display_name());
    return status::FailedPrecondition(v1::POSITION_HELD_ELSEWHERE, metadata);
  }
  return absl::OkStatus();
}

absl::Status RequireNoFreeze(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                             const v1::PositionSlot& slot, const v1::FillPositionSlotRequest& request,
                             const std::string& tenure) {
  const absl::CivilDay begins = civil::FromDate(request.from_date());
  return RequireNotFrozen(call, freezes, slot.organisation(),
                          {.act = v1::FreezePeriod::APPOINTMENT,
                           .person = request.person(),
                           .position = slot.name(),
                           .position_kind = slot.position_kind(),
                           .decided = DecidedOn(request.basis(), begins),
                           .begins = begins},
                          request.exception(), tenure);
}

absl::StatusOr<v1::Tenure> FillPlace(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                                     v1::PositionSlot slot, const v1::FillPositionSlotRequest& request, bool unproposed,
                                     const Actor& actor) {
  ASSIGN_OR_RETURN(slot, Fill(std::move(slot), request.person(), unproposed, actor));
  ASSIGN_OR_RETURN(v1::Tenure tenure, BeginTenure(slot, RandomId(kIdBelowParent), request, actor));
  if (!request.prior()) {
    RETURN_IF_ERROR(RequireDossier(call, slot, request.person()));
    RETURN_IF_ERROR(RequireSettledPerson(call, slot.name(), request.person()));
  }
  // Whoever says that somebody sat there before says when, and a freeze held for them too.
  RETURN_IF_ERROR(RequireNoFreeze(call, freezes, slot, request, tenure.name()));
  if (request.concurrent_reason().empty()) RETURN_IF_ERROR(RequireOneSeat(call, tenure));
  kPositionSlots.Put(call, std::move(slot));
  return Keep(call, std::move(tenure));
}

absl::StatusOr<v1::Tenure> VacatePlace(rpc::Call& call, v1::PositionSlot slot,
                                       const v1::VacatePositionSlotRequest& request, const Actor& actor) {
  ASSIGN_OR_RETURN(slot, Vacate(std::move(slot), request.person(), actor));
  ASSIGN_OR_RETURN(v1::Tenure tenure, TenureAt(call, slot, request.person()));
  ASSIGN_OR_RETURN(tenure, EndTenure(std::move(tenure), request, actor));
  kPositionSlots.Put(call, std::move(slot));
  return Keep(call, std::move(tenure));
}

}  // namespace congress::dossiers
