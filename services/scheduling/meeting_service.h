// MeetingService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/meeting_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class MeetingService {
 public:
  // The Gate outlives this object.
  absl::StatusOr<v1::Meeting> CreateMeeting(rpc::Call& call, const v1::CreateMeetingRequest& request) const;
  absl::StatusOr<v1::BatchCreateMeetingsResponse> BatchCreateMeetings(
      rpc::Call& call, const v1::BatchCreateMeetingsRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportMeetings(rpc::Call& call,
                                                          const v1::ImportMeetingsRequest& request) const;
  absl::StatusOr<v1::Meeting> GetMeeting(rpc::Call& call, const v1::GetMeetingRequest& request) const;
  absl::StatusOr<v1::ListMeetingsResponse> ListMeetings(rpc::Call& call, const v1::ListMeetingsRequest& request) const;
  absl::StatusOr<v1::Meeting> UpdateMeeting(rpc::Call& call, const v1::UpdateMeetingRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteMeeting(rpc::Call& call, const v1::DeleteMeetingRequest& request) const;
  absl::StatusOr<v1::Meeting> ReplyMeeting(rpc::Call& call, const v1::ReplyMeetingRequest& request) const;
  absl::StatusOr<v1::Meeting> ReleaseMeeting(rpc::Call& call, const v1::ReleaseMeetingRequest& request) const;
  absl::StatusOr<v1::Meeting> CancelMeeting(rpc::Call& call, const v1::CancelMeetingRequest& request) const;
  absl::StatusOr<v1::Meeting> PostponeMeeting(rpc::Call& call, const v1::PostponeMeetingRequest& request) const;
  absl::StatusOr<v1::Meeting> HoldMeeting(rpc::Call& call, const v1::HoldMeetingRequest& request) const;
  absl::StatusOr<v1::BatchHoldMeetingsResponse> BatchHoldMeetings(rpc::Call& call,
                                                                  const v1::BatchHoldMeetingsRequest& request) const;
  absl::StatusOr<v1::Meeting> CorrectMeeting(rpc::Call& call, const v1::CorrectMeetingRequest& request) const;
  absl::StatusOr<v1::CreateMeetingSeriesResponse> CreateMeetingSeries(
      rpc::Call& call, const v1::CreateMeetingSeriesRequest& request) const;
  absl::StatusOr<v1::CancelMeetingSeriesResponse> CancelMeetingSeries(
      rpc::Call& call, const v1::CancelMeetingSeriesRequest& request) const;
};

}  // namespace congress::scheduling
