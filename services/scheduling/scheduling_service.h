// SchedulingService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/scheduling_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "services/scheduling/schedule.h"

namespace congress::scheduling {

class SchedulingService final : public v1::SchedulingService::Service {
 public:
  // The Gate outlives this object.
  explicit SchedulingService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateWindow(grpc::ServerContext* context, const v1::CreateWindowRequest* request,
                            v1::Window* response) override;
  grpc::Status GetWindow(grpc::ServerContext* context, const v1::GetWindowRequest* request,
                         v1::Window* response) override;
  grpc::Status ListWindows(grpc::ServerContext* context, const v1::ListWindowsRequest* request,
                           v1::ListWindowsResponse* response) override;
  grpc::Status PlaceMeetings(grpc::ServerContext* context, const v1::PlaceMeetingsRequest* request,
                             v1::PlaceMeetingsResponse* response) override;
  grpc::Status GetMeeting(grpc::ServerContext* context, const v1::GetMeetingRequest* request,
                          v1::Meeting* response) override;
  grpc::Status ListMeetings(grpc::ServerContext* context, const v1::ListMeetingsRequest* request,
                            v1::ListMeetingsResponse* response) override;
  grpc::Status UpdateMeeting(grpc::ServerContext* context, const v1::UpdateMeetingRequest* request,
                             v1::Meeting* response) override;
  grpc::Status ReplyMeeting(grpc::ServerContext* context, const v1::ReplyMeetingRequest* request,
                            v1::Meeting* response) override;
  grpc::Status AssignAttendance(grpc::ServerContext* context, const v1::AssignAttendanceRequest* request,
                                v1::AssignAttendanceResponse* response) override;
  grpc::Status ListAttendance(grpc::ServerContext* context, const v1::ListAttendanceRequest* request,
                              v1::ListAttendanceResponse* response) override;
  grpc::Status ExportCalendar(grpc::ServerContext* context, const v1::ExportCalendarRequest* request,
                              v1::ExportCalendarResponse* response) override;
  grpc::Status GetSchedulingReadiness(grpc::ServerContext* context, const v1::GetSchedulingReadinessRequest* request,
                                      v1::GetSchedulingReadinessResponse* response) override;

 private:
  rpc::Gate& gate_;
  const Schedule schedule_;
};

}  // namespace congress::scheduling
