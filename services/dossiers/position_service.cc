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

// `NORM_OUTSIDE_RULE` where the rules in effect say another norm for its kind.
absl::Status RequireNorm(rpc::Call& call, const v1::PositionSlot& slot) {
  if (slot.position_kind().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto norms,
                   NormsOf(call, slot.organisation(), civil::Today(call.now()), slot.position_kind()));
  return CheckNorm(slot, norms);
}

// `NOT_ELECTED` unless the process is the concluded election of the position, and the person passed it.
absl::Status RequireElected(rpc::Call& call, const v1::FillPositionSlotRequest& request) {
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
    return one.person() == request.person() && one.state() == v1::ProcessCandidate::PASSED;
  });
  return passed ? absl::OkStatus() : refuse("person");
}

}  // namespace

absl::StatusOr<v1::PositionSlot> PositionService::CreatePositionSlot(
    rpc::Call& call, const v1::CreatePositionSlotRequest& request) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot,
                   Establish(request.parent(), request.position_slot_id(), request.position_slot(), ActorOf(call)));
  RETURN_IF_ERROR(RequireNorm(call, slot));
  return kPositionSlots.Create(call, std::move(slot));
}

absl::StatusOr<v1::BatchCreatePositionSlotsResponse> PositionService::BatchCreatePositionSlots(
    rpc::Call& call, const v1::BatchCreatePositionSlotsRequest& request) const {
  RETURN_IF_ERROR(
      RequireDistinct(request.position_slots(), "position_slots", "position_slot_id",
                      [](const v1::NewPositionSlot& item) { return std::string_view(item.position_slot_id()); }));
  v1::BatchCreatePositionSlotsResponse created;
  for (int i = 0; i < request.position_slots_size(); ++i) {
    const v1::NewPositionSlot& item = request.position_slots(i);
    ASSIGN_OR_RETURN(v1::PositionSlot slot, Establish(request.parent(), item.position_slot_id(), item.position_slot(),
                                                      ActorOf(call), StrCat("position_slots[", i, "].position_slot")));
    RETURN_IF_ERROR(RequireNorm(call, slot));
    ASSIGN_OR_RETURN(*created.add_position_slots(), kPositionSlots.Create(call, std::move(slot)));
  }
  return created;
}

absl::StatusOr<v1::PositionSlot> PositionService::GetPositionSlot(rpc::Call& call,
                                                                  const v1::GetPositionSlotRequest& request) const {
  return kPositionSlots.Get(call, request.name());
}

absl::StatusOr<v1::ListPositionSlotsResponse> PositionService::ListPositionSlots(
    rpc::Call& call, const v1::ListPositionSlotsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::PositionSlot> query, rpc::QueryOf<v1::PositionSlot>(request));
  query.Of(call, request.organisation());
  if (request.vacant_only()) query.matches = [](const v1::PositionSlot& slot) { return slot.vacant_count() > 0; };
  ASSIGN_OR_RETURN(auto page,
                   kPositionSlots.Find(call, StrCat(request.parent(), "/positions/"), rpc::PageOf(request), query));
  v1::ListPositionSlotsResponse listed;
  listed.mutable_position_slots()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::PositionSlot> PositionService::UpdatePositionSlot(
    rpc::Call& call, const v1::UpdatePositionSlotRequest& request) const {
  const v1::PositionSlot& patch = request.position_slot();
  RETURN_IF_ERROR(RequireName("position_slot.name", patch.name()));
  return kPositionSlots.Mutate(call, patch.name(), patch.etag(), [&](v1::PositionSlot slot) -> Slot {
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &slot));
    RETURN_IF_ERROR(RequireNorm(call, slot));
    return Revise(std::move(slot), ActorOf(call));
  });
}

absl::StatusOr<v1::PositionSlot> PositionService::ProposePositionSlot(
    rpc::Call& call, const v1::ProposePositionSlotRequest& request) const {
  return kPositionSlots.Mutate(call, request.name(), request.etag(), [&](v1::PositionSlot slot) -> Slot {
    RETURN_IF_ERROR(RequireOther(call, request.person()));
    RETURN_IF_ERROR(kPersons.Read(call, request.person()).status());
    return Propose(std::move(slot), request.person(), ActorOf(call));
  });
}

absl::StatusOr<v1::PositionSlot> PositionService::WithdrawPositionSlot(
    rpc::Call& call, const v1::WithdrawPositionSlotRequest& request) const {
  return kPositionSlots.Mutate(call, request.name(), request.etag(), [&](v1::PositionSlot slot) -> Slot {
    RETURN_IF_ERROR(RequireOther(call, request.person()));
    return Withdraw(std::move(slot), request.person(), ActorOf(call));
  });
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
  ASSIGN_OR_RETURN(v1::PositionSlot slot, kPositionSlots.Get(call, request.name()));
  RETURN_IF_ERROR(kPositionSlots.CheckEtag(slot, request.etag()));
  RETURN_IF_ERROR(RequireOther(call, request.person()));
  return VacatePlace(call, std::move(slot), request, ActorOf(call));
}

absl::StatusOr<v1::Tenure> PositionService::CorrectTenure(rpc::Call& call,
                                                          const v1::CorrectTenureRequest& request) const {
  return kTenures.Mutate(call, request.name(), request.etag(), [&](v1::Tenure tenure) -> absl::StatusOr<v1::Tenure> {
    RETURN_IF_ERROR(RequireOther(call, tenure.person()));
    return AmendTenure(std::move(tenure), request, ActorOf(call));
  });
}

absl::StatusOr<v1::Tenure> PositionService::GetTenure(rpc::Call& call, const v1::GetTenureRequest& request) const {
  return kTenures.Get(call, request.name());
}

absl::StatusOr<v1::ListTenuresResponse> PositionService::ListTenures(rpc::Call& call,
                                                                     const v1::ListTenuresRequest& request) const {
  rpc::Query<v1::Tenure> query;
  query.Of(call, request.organisation());
  if (!request.person().empty()) query.Only("person", request.person());
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

absl::StatusOr<v1::Tenure> PositionService::Fill(rpc::Call& call, const v1::FillPositionSlotRequest& request,
                                                 const std::vector<v1::FreezePeriod>& freezes) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, kPositionSlots.Get(call, request.name()));
  RETURN_IF_ERROR(kPositionSlots.CheckEtag(slot, request.etag()));
  RETURN_IF_ERROR(RequireOther(call, request.person()));
  if (!request.process().empty()) RETURN_IF_ERROR(RequireElected(call, request));
  if (request.prior()) RETURN_IF_ERROR(kPersons.Read(call, request.person()).status());
  const bool unproposed = request.prior() || !request.process().empty();
  return FillPlace(call, freezes, std::move(slot), request, unproposed, ActorOf(call));
}

}  // namespace congress::dossiers
