#include "services/dossiers/position_service.h"

#include <string_view>
#include <utility>

#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/position.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {

using Slot = absl::StatusOr<v1::PositionSlot>;

absl::StatusOr<v1::PositionSlot> PositionService::CreatePositionSlot(
    rpc::Call& call, const v1::CreatePositionSlotRequest& request) const {
  ASSIGN_OR_RETURN(v1::PositionSlot slot,
                   Establish(request.parent(), request.position_slot_id(), request.position_slot(), ActorOf(call)));
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

absl::StatusOr<v1::PositionSlot> PositionService::FillPositionSlot(rpc::Call& call,
                                                                   const v1::FillPositionSlotRequest& request) const {
  return kPositionSlots.Mutate(call, request.name(), request.etag(), [&](v1::PositionSlot slot) -> Slot {
    RETURN_IF_ERROR(RequireOther(call, request.person()));
    return Fill(std::move(slot), request.person(), ActorOf(call));
  });
}

absl::StatusOr<v1::PositionSlot> PositionService::VacatePositionSlot(
    rpc::Call& call, const v1::VacatePositionSlotRequest& request) const {
  return kPositionSlots.Mutate(call, request.name(), request.etag(), [&](v1::PositionSlot slot) -> Slot {
    RETURN_IF_ERROR(RequireOther(call, request.person()));
    return Vacate(std::move(slot), request.person(), ActorOf(call));
  });
}

}  // namespace congress::dossiers
