#include "services/dossiers/position_service.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/basis.h"
#include "services/dossiers/domain/position.h"
#include "services/dossiers/domain/tenure.h"
#include "services/dossiers/places.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

using Slot = absl::StatusOr<v1::PositionSlot>;

std::string PositionOf(const v1::Tenure& tenure) { return tenure.name().substr(0, tenure.name().find("/tenures/")); }

// `NORM_OUTSIDE_RULE` where the rules in effect say another norm for its kind.
absl::Status RequireNorm(rpc::Call& call, const v1::PositionSlot& slot) {
  if (slot.position_kind().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto norms,
                   NormsOf(call, slot.organisation(), civil::Today(call.now()), slot.position_kind()));
  return CheckNorm(slot, norms);
}

// `NOT_ELECTED` unless the process is the concluded election of the position, and the person passed it.
absl::Status RequireElected(rpc::Call& call, const v1::FillPositionSlotRequest& request, const Names& person) {
  ASSIGN_OR_RETURN(const v1::PersonnelProcess process, kProcesses.Read(call, request.process()));
  const auto refuse = [&](std::string_view cause) {
    return status::FailedPrecondition(
        v1::NOT_ELECTED, {{"process", process.name()}, {"person", request.person()}, {"cause", std::string(cause)}});
  };
  if (process.kind() != v1::ELECTION || process.state() != v1::PersonnelProcess::CONCLUDED ||
      process.position() != request.name()) {
    return refuse("process");
  }
  const auto& candidates = process.candidates();
  const bool passed = std::any_of(candidates.begin(), candidates.end(), [&](const v1::ProcessCandidate& one) {
    return person.Has(one.person()) && one.state() == v1::ProcessCandidate::PASSED;
  });
  return passed ? absl::OkStatus() : refuse("person");
}

// The position with its candidates, for a change by the method's permission.
Slot ForChange(rpc::Call& call, const std::string& name, std::string_view etag) {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, kPositionSlots.Get(call, name));
  RETURN_IF_ERROR(kPositionSlots.CheckEtag(slot, etag));
  return WithCandidates(call, std::move(slot));
}

// Nobody is told that they are proposed.
Slot WithoutOwn(rpc::Call& call, v1::PositionSlot slot) {
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  auto& candidates = *slot.mutable_candidates();
  candidates.erase(
      std::remove_if(candidates.begin(), candidates.end(), [&](const std::string& name) { return own.Has(name); }),
      candidates.end());
  return slot;
}

// What the caller is shown; the Gate hides candidates from whoever lacks the clearance.
Slot Shown(rpc::Call& call, v1::PositionSlot slot) {
  if (call.principal().clearance < annotations::v1::CONFIDENTIAL) return slot;
  ASSIGN_OR_RETURN(slot, WithCandidates(call, std::move(slot)));
  return WithoutOwn(call, std::move(slot));
}

// `APPOINTMENT_FROZEN` where the correction moves the tenure into a freeze that did not stop it as it was.
absl::Status RequireNotMovedIntoFreeze(rpc::Call& call, const v1::Tenure& before, const v1::Tenure& after) {
  ASSIGN_OR_RETURN(const v1::PositionSlot slot, kPositionSlots.Load(call, PositionOf(after)));
  ASSIGN_OR_RETURN(std::vector<v1::FreezePeriod> freezes, AllFreezes(call));
  const PersonnelAct was = Appointment(slot, before);
  std::erase_if(freezes, [&](const v1::FreezePeriod& freeze) { return Stops(freeze, was); });
  return RequireNotFrozen(call, freezes, slot.organisation(), Appointment(slot, after), "", after.name());
}

}  // namespace

absl::StatusOr<v1::PositionSlot> PositionService::CreatePositionSlot(
    rpc::Call& call, const v1::CreatePositionSlotRequest& request) const {
  return Create(call, request.parent(), request.position_slot_id(), request.position_slot(), "");
}

absl::StatusOr<v1::BatchCreatePositionSlotsResponse> PositionService::BatchCreatePositionSlots(
    rpc::Call& call, const v1::BatchCreatePositionSlotsRequest& request) const {
  RETURN_IF_ERROR(
      RequireDistinct(request.position_slots(), "position_slots", "position_slot_id",
                      [](const v1::NewPositionSlot& item) { return std::string_view(item.position_slot_id()); }));
  v1::BatchCreatePositionSlotsResponse created;
  for (int i = 0; i < request.position_slots_size(); ++i) {
    const v1::NewPositionSlot& item = request.position_slots(i);
    ASSIGN_OR_RETURN(*created.add_position_slots(), Create(call, request.parent(), item.position_slot_id(),
                                                           item.position_slot(), StrCat("position_slots[", i, "].")));
  }
  return created;
}

absl::StatusOr<v1::PositionSlot> PositionService::GetPositionSlot(rpc::Call& call,
                                                                  const v1::GetPositionSlotRequest& request) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, kPositionSlots.Get(call, request.name()));
  return Shown(call, std::move(slot));
}

absl::StatusOr<v1::ListPositionSlotsResponse> PositionService::ListPositionSlots(
    rpc::Call& call, const v1::ListPositionSlotsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::PositionSlot> query, rpc::QueryOf<v1::PositionSlot>(request));
  query.Of(call, request.organisation());
  if (request.vacant_only()) query.matches = [](const v1::PositionSlot& slot) { return slot.vacant_count() > 0; };
  ASSIGN_OR_RETURN(auto page,
                   kPositionSlots.Find(call, StrCat(request.parent(), "/positions/"), rpc::PageOf(request), query));
  v1::ListPositionSlotsResponse listed;
  for (v1::PositionSlot& slot : page.items) {
    ASSIGN_OR_RETURN(*listed.add_position_slots(), Shown(call, std::move(slot)));
  }
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::PositionSlot> PositionService::UpdatePositionSlot(
    rpc::Call& call, const v1::UpdatePositionSlotRequest& request) const {
  const v1::PositionSlot& patch = request.position_slot();
  RETURN_IF_ERROR(RequireName("position_slot.name", patch.name()));
  const auto revise = [&](v1::PositionSlot slot) -> Slot {
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &slot));
    RETURN_IF_ERROR(RequireNorm(call, slot));
    return Revise(std::move(slot), ActorOf(call));
  };
  ASSIGN_OR_RETURN(v1::PositionSlot slot, kPositionSlots.Mutate(call, patch.name(), patch.etag(), revise));
  return Shown(call, std::move(slot));
}

absl::StatusOr<v1::PositionSlot> PositionService::ProposePositionSlot(
    rpc::Call& call, const v1::ProposePositionSlotRequest& request) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, ForChange(call, request.name(), request.etag()));
  RETURN_IF_ERROR(RequireOther(call, request.person()));
  ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(call, request.person()));
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, person.name()));
  names.Unify(slot.mutable_candidates());
  const std::string name = names.In(slot.holders(), names.standing);
  ASSIGN_OR_RETURN(slot, Propose(std::move(slot), name));
  ASSIGN_OR_RETURN(slot, KeepPosition(call, std::move(slot)));
  return WithoutOwn(call, std::move(slot));
}

absl::StatusOr<v1::PositionSlot> PositionService::WithdrawPositionSlot(
    rpc::Call& call, const v1::WithdrawPositionSlotRequest& request) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, ForChange(call, request.name(), request.etag()));
  RETURN_IF_ERROR(RequireOther(call, request.person()));
  ASSIGN_OR_RETURN(const Names names, NamesOf(call, request.person()));
  const std::string name = names.In(slot.candidates(), request.person());
  ASSIGN_OR_RETURN(slot, Withdraw(std::move(slot), name));
  ASSIGN_OR_RETURN(slot, KeepPosition(call, std::move(slot)));
  return WithoutOwn(call, std::move(slot));
}

absl::StatusOr<v1::Tenure> PositionService::FillPositionSlot(rpc::Call& call,
                                                             const v1::FillPositionSlotRequest& request) const {
  ASSIGN_OR_RETURN(const auto freezes, AllFreezes(call));
  return Fill(call, request, freezes);
}

absl::StatusOr<v1::BatchFillPositionSlotsResponse> PositionService::BatchFillPositionSlots(
    rpc::Call& call, const v1::BatchFillPositionSlotsRequest& request) const {
  status::Violations violations;
  for (int i = 0; i < request.requests_size(); ++i) {
    const std::string& name = request.requests(i).name();
    if (name.starts_with(request.parent() + "/")) continue;
    violations.Add(StrCat("requests[", i, "].name"), status::PlatformFault::NOT_A_NAME,
                   {{"form", StrCat(request.parent(), "/positions/*")}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(const auto freezes, AllFreezes(call));
  v1::BatchFillPositionSlotsResponse filled;
  for (const v1::FillPositionSlotRequest& one : request.requests()) {
    ASSIGN_OR_RETURN(*filled.add_tenures(), Fill(call, one, freezes));
  }
  return filled;
}

absl::StatusOr<v1::Tenure> PositionService::VacatePositionSlot(rpc::Call& call,
                                                               const v1::VacatePositionSlotRequest& request) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, ForChange(call, request.name(), request.etag()));
  RETURN_IF_ERROR(RequireOther(call, request.person()));
  RETURN_IF_ERROR(RequireTaken(request.end_basis(), call.now(), "end_basis"));
  return VacatePlace(call, std::move(slot), request, ActorOf(call));
}

absl::StatusOr<v1::Tenure> PositionService::CorrectTenure(rpc::Call& call,
                                                          const v1::CorrectTenureRequest& request) const {
  const auto amend = [&](const v1::Tenure& before) -> absl::StatusOr<v1::Tenure> {
    RETURN_IF_ERROR(RequireOther(call, before.person()));
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    ASSIGN_OR_RETURN(v1::Tenure after, AmendTenure(before, request, ActorOf(call)));
    RETURN_IF_ERROR(RequireNotMovedIntoFreeze(call, before, after));
    return after;
  };
  return kTenures.Mutate(call, request.name(), request.etag(), amend);
}

absl::StatusOr<v1::Tenure> PositionService::GetTenure(rpc::Call& call, const v1::GetTenureRequest& request) const {
  return kTenures.Get(call, request.name());
}

absl::StatusOr<v1::ListTenuresResponse> PositionService::ListTenures(rpc::Call& call,
                                                                     const v1::ListTenuresRequest& request) const {
  rpc::Query<v1::Tenure> query;
  query.Of(call, request.organisation());
  if (!request.person().empty()) {
    ASSIGN_OR_RETURN(Names person, NamesOf(call, request.person()));
    person.all.erase(person.all.begin());  // The standing name.
    query.filter.push_back({.field = "person", .value = person.standing, .or_else = std::move(person.all)});
  }
  if (request.has_as_of()) {
    query.matches = [day = civil::FromDate(request.as_of())](const v1::Tenure& tenure) {
      return GoesOnOn(tenure, day);
    };
  }
  ASSIGN_OR_RETURN(auto page, kTenures.Find(call, StrCat(request.parent(), "/tenures/"), rpc::PageOf(request), query));
  v1::ListTenuresResponse listed;
  listed.mutable_tenures()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::PositionSlot> PositionService::Create(rpc::Call& call, const std::string& parent,
                                                         std::string_view said, const v1::PositionSlot& wanted,
                                                         const std::string& path) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot,
                   Establish(parent, said, wanted, ActorOf(call), StrCat(path, "position_slot")));
  RETURN_IF_ERROR(call.Require(slot.organisation()));
  ASSIGN_OR_RETURN(const std::string id, IdFor(call, said, slot.organisation(), StrCat(path, "position_slot_id")));
  slot.set_name(StrCat(parent, "/positions/", id));
  RETURN_IF_ERROR(RequireNorm(call, slot));
  return kPositionSlots.Create(call, std::move(slot));
}

absl::StatusOr<v1::Tenure> PositionService::Fill(rpc::Call& call, const v1::FillPositionSlotRequest& request,
                                                 const std::vector<v1::FreezePeriod>& freezes) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, ForChange(call, request.name(), request.etag()));
  RETURN_IF_ERROR(RequireOther(call, request.person()));
  RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
  ASSIGN_OR_RETURN(const Names person, NamesOf(call, request.person()));
  if (request.prior() || person.standing != request.person()) {
    RETURN_IF_ERROR(ReadPerson(call, request.person()).status());
  }
  if (!request.process().empty()) RETURN_IF_ERROR(RequireElected(call, request, person));
  const bool unproposed = request.prior() || !request.process().empty();
  return FillPlace(call, freezes, std::move(slot), request, unproposed, ActorOf(call));
}

}  // namespace congress::dossiers
