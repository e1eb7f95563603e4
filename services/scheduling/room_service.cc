#include "services/scheduling/room_service.h"

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

absl::Status RoomInUse(const std::string& room, const Hits& hits) {
  return status::FailedPrecondition(v1::ROOM_IN_USE,
                                    {{"room", room}, {"count", StrCat(hits.count)}, {"meeting", hits.first}});
}

}  // namespace

absl::StatusOr<v1::Room> RoomService::CreateRoom(rpc::Call& call, const v1::CreateRoomRequest& request) const {
  v1::Room room = request.room();
  RETURN_IF_ERROR(call.Require(request.parent()));
  RETURN_IF_ERROR(CheckRoom(room));
  room.set_name(StrCat(request.parent(), "/rooms/", request.room_id()));
  room.set_organisation(request.parent());
  *room.mutable_create_time() = civil::ToTimestamp(call.now());
  *room.mutable_update_time() = room.create_time();
  return kRooms.Create(call, std::move(room));
}

absl::StatusOr<v1::Room> RoomService::GetRoom(rpc::Call& call, const v1::GetRoomRequest& request) const {
  return kRooms.Get(call, request.name());
}

absl::StatusOr<v1::ListRoomsResponse> RoomService::ListRooms(rpc::Call& call,
                                                             const v1::ListRoomsRequest& request) const {
  ASSIGN_OR_RETURN(auto page, kRooms.ListNaturally(call, request.parent() + "/rooms/", rpc::PageOf(request)));
  v1::ListRoomsResponse answer;
  for (v1::Room& room : page.items) *answer.add_rooms() = std::move(room);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::UpdateRoomResponse> RoomService::UpdateRoom(rpc::Call& call,
                                                               const v1::UpdateRoomRequest& request) const {
  const v1::Room& patch = request.room();
  RETURN_IF_ERROR(RequireName(patch.name(), "room.name"));
  Hits hits;
  v1::UpdateRoomResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_room(),
      kRooms.Mutate(call, patch.name(), EtagOf(request, patch), [&](v1::Room room) -> absl::StatusOr<v1::Room> {
        const v1::Room before = room;
        RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &room));
        RETURN_IF_ERROR(CheckRoom(room));
        ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
        for (const v1::Meeting& meeting : meetings) {
          if (meeting.room() != room.name()) continue;
          auto hit = HitByRoom(meeting, before, room, civil::Today(call.now()), call.language());
          if (hit.has_value()) AddHit(call, meeting, *std::move(hit), &hits);
        }
        *room.mutable_update_time() = civil::ToTimestamp(call.now());
        return room;
      }));
  if (hits.count > 0 && !request.allow_affected() && !request.validate_only()) return RoomInUse(patch.name(), hits);
  TellHits(hits, &response);
  return response;
}

absl::StatusOr<google::protobuf::Empty> RoomService::DeleteRoom(rpc::Call& call,
                                                                const v1::DeleteRoomRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Room room, kRooms.Get(call, request.name()));
  RETURN_IF_ERROR(kRooms.CheckEtag(room, request.etag()));
  ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
  Hits hits;
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.room() == room.name()) AddHit(call, meeting, {}, &hits);
  }
  if (hits.count > 0) return RoomInUse(room.name(), hits);
  kRooms.Delete(call, room.name());
  return google::protobuf::Empty();
}

}  // namespace congress::scheduling
