// ProgressService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/progress_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class ProgressService {
 public:
  absl::StatusOr<v1::ProgressReport> RecordPlanProgress(rpc::Call& call,
                                                        const v1::RecordPlanProgressRequest& request) const;
  absl::StatusOr<v1::ListProgressReportsResponse> ListProgressReports(
      rpc::Call& call, const v1::ListProgressReportsRequest& request) const;
  absl::StatusOr<v1::ComparePlanProgressResponse> ComparePlanProgress(
      rpc::Call& call, const v1::ComparePlanProgressRequest& request) const;
};

}  // namespace congress::scheduling
