#include "services/dossiers/position_service.h"

#include <string_view>
#include <utility>

#include "platform/rpc/field_mask.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/position.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {

using Slot = absl::StatusOr<v1::PositionSlot>;

grpc::Status PositionService::CreatePositionSlot(grpc::ServerContext* context,
                                                 const v1::CreatePositionSlotRequest* request,
                                                 v1::PositionSlot* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::CreatePositionSlotRequest& checked) -> Slot {
                      ASSIGN_OR_RETURN(v1::PositionSlot slot, Establish(checked.parent(), checked.position_slot_id(),
                                                                        checked.position_slot(), ActorOf(call)));
                      return slots_.Create(call, std::move(slot));
                    });
}

grpc::Status PositionService::BatchCreatePositionSlots(grpc::ServerContext* context,
                                                       const v1::BatchCreatePositionSlotsRequest* request,
                                                       v1::BatchCreatePositionSlotsResponse* response) {
  using Request = v1::BatchCreatePositionSlotsRequest;
  using Response = absl::StatusOr<v1::BatchCreatePositionSlotsResponse>;
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const Request& checked) -> Response {
    RETURN_IF_ERROR(
        RequireDistinct(checked.position_slots(), "position_slots", "position_slot_id",
                        [](const v1::NewPositionSlot& item) { return std::string_view(item.position_slot_id()); }));
    v1::BatchCreatePositionSlotsResponse created;
    for (int i = 0; i < checked.position_slots_size(); ++i) {
      const v1::NewPositionSlot& item = checked.position_slots(i);
      ASSIGN_OR_RETURN(v1::PositionSlot slot,
                       Establish(checked.parent(), item.position_slot_id(), item.position_slot(), ActorOf(call),
                                 StrCat("position_slots[", i, "].position_slot")));
      ASSIGN_OR_RETURN(*created.add_position_slots(), slots_.Create(call, std::move(slot)));
    }
    return created;
  });
}

grpc::Status PositionService::GetPositionSlot(grpc::ServerContext* context, const v1::GetPositionSlotRequest* request,
                                              v1::PositionSlot* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetPositionSlotRequest& checked) {
    return slots_.Get(call, checked.name());
  });
}

grpc::Status PositionService::ListPositionSlots(grpc::ServerContext* context,
                                                const v1::ListPositionSlotsRequest* request,
                                                v1::ListPositionSlotsResponse* response) {
  using Response = absl::StatusOr<v1::ListPositionSlotsResponse>;
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const v1::ListPositionSlotsRequest& checked) -> Response {
        const auto matches = [&](const v1::PositionSlot& slot) {
          return (checked.organisation().empty() || slot.organisation() == checked.organisation()) &&
                 (!checked.vacant_only() || slot.vacant_count() > 0);
        };
        ASSIGN_OR_RETURN(auto page,
                         slots_.List(call, StrCat(checked.parent(), "/positions/"), rpc::PageOf(checked), matches));
        v1::ListPositionSlotsResponse listed;
        listed.mutable_position_slots()->Assign(page.items.begin(), page.items.end());
        listed.set_next_page_token(std::move(page.next_page_token));
        return listed;
      });
}

grpc::Status PositionService::UpdatePositionSlot(grpc::ServerContext* context,
                                                 const v1::UpdatePositionSlotRequest* request,
                                                 v1::PositionSlot* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::UpdatePositionSlotRequest& checked) -> Slot {
                      const v1::PositionSlot& patch = checked.position_slot();
                      RETURN_IF_ERROR(RequireName("position_slot.name", patch.name()));
                      return slots_.Mutate(call, patch.name(), patch.etag(), [&](v1::PositionSlot slot) -> Slot {
                        RETURN_IF_ERROR(rpc::ApplyUpdate(call, checked.update_mask(), patch, &slot));
                        return Revise(std::move(slot), ActorOf(call));
                      });
                    });
}

grpc::Status PositionService::ProposePositionSlot(grpc::ServerContext* context,
                                                  const v1::ProposePositionSlotRequest* request,
                                                  v1::PositionSlot* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::ProposePositionSlotRequest& checked) -> Slot {
                      return slots_.Mutate(call, checked.name(), checked.etag(), [&](v1::PositionSlot slot) -> Slot {
                        RETURN_IF_ERROR(persons_.Read(call, checked.person()).status());
                        return Propose(std::move(slot), checked.person(), ActorOf(call));
                      });
                    });
}

grpc::Status PositionService::FillPositionSlot(grpc::ServerContext* context, const v1::FillPositionSlotRequest* request,
                                               v1::PositionSlot* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::FillPositionSlotRequest& checked) {
    return slots_.Mutate(call, checked.name(), checked.etag(),
                         [&](v1::PositionSlot slot) { return Fill(std::move(slot), checked.person(), ActorOf(call)); });
  });
}

grpc::Status PositionService::VacatePositionSlot(grpc::ServerContext* context,
                                                 const v1::VacatePositionSlotRequest* request,
                                                 v1::PositionSlot* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::VacatePositionSlotRequest& checked) {
    return slots_.Mutate(call, checked.name(), checked.etag(), [&](v1::PositionSlot slot) {
      return Vacate(std::move(slot), checked.person(), ActorOf(call));
    });
  });
}

}  // namespace congress::dossiers
