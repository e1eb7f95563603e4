// RoomService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/room_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class RoomService {
 public:
  // The Gate outlives this object.
  absl::StatusOr<v1::Room> CreateRoom(rpc::Call& call, const v1::CreateRoomRequest& request) const;
  absl::StatusOr<v1::Room> GetRoom(rpc::Call& call, const v1::GetRoomRequest& request) const;
  absl::StatusOr<v1::ListRoomsResponse> ListRooms(rpc::Call& call, const v1::ListRoomsRequest& request) const;
  absl::StatusOr<v1::UpdateRoomResponse> UpdateRoom(rpc::Call& call, const v1::UpdateRoomRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteRoom(rpc::Call& call, const v1::DeleteRoomRequest& request) const;
};

}  // namespace congress::scheduling
