// SchedulingService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"
#include "services/scheduling/schedule.h"

namespace congress::scheduling {

class SchedulingService {
 public:
  // The layout of papers outlives the service.
  explicit SchedulingService(const paper::Layout& layout) : schedule_(layout) {}

  // The Gate outlives this object.
  absl::StatusOr<v1::Window> CreateWindow(rpc::Call& call, const v1::CreateWindowRequest& request) const;
  absl::StatusOr<v1::Window> GetWindow(rpc::Call& call, const v1::GetWindowRequest& request) const;
  absl::StatusOr<v1::ListWindowsResponse> ListWindows(rpc::Call& call, const v1::ListWindowsRequest& request) const;
  absl::StatusOr<v1::UpdateWindowResponse> UpdateWindow(rpc::Call& call, const v1::UpdateWindowRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteWindow(rpc::Call& call, const v1::DeleteWindowRequest& request) const;
  absl::StatusOr<v1::ExportCalendarResponse> ExportCalendar(rpc::Call& call,
                                                            const v1::ExportCalendarRequest& request) const;
  absl::StatusOr<v1::GetSchedulingReadinessResponse> GetSchedulingReadiness(
      rpc::Call& call, const v1::GetSchedulingReadinessRequest& request) const;

 private:
  const Schedule schedule_;
};

}  // namespace congress::scheduling
