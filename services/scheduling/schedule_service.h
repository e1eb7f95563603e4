// Policies, runs and releases of schedules.
#pragma once

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/schedule_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "services/scheduling/schedule_releases.h"
#include "services/scheduling/schedule_runs.h"

namespace congress::scheduling {

class ScheduleService {
 public:
  // `operations` and the layout of papers outlive it.
  ScheduleService(operations::Operations& operations, const paper::Layout& layout)
      : runs_(operations), releases_(layout) {}

  absl::StatusOr<v1::SchedulePolicy> CreateSchedulePolicy(rpc::Call& call,
                                                          const v1::CreateSchedulePolicyRequest& request) const;
  absl::StatusOr<v1::SchedulePolicy> GetSchedulePolicy(rpc::Call& call,
                                                       const v1::GetSchedulePolicyRequest& request) const;
  absl::StatusOr<v1::ListSchedulePoliciesResponse> ListSchedulePolicies(
      rpc::Call& call, const v1::ListSchedulePoliciesRequest& request) const;
  absl::StatusOr<v1::SchedulePolicy> UpdateSchedulePolicy(rpc::Call& call,
                                                          const v1::UpdateSchedulePolicyRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteSchedulePolicy(rpc::Call& call,
                                                               const v1::DeleteSchedulePolicyRequest& request) const;

  absl::StatusOr<operations::v1::Operation> StartScheduleRun(rpc::Call& call,
                                                             const v1::StartScheduleRunRequest& request) const {
    return runs_.Start(call, request);
  }
  absl::StatusOr<v1::ScheduleRun> GetScheduleRun(rpc::Call& call, const v1::GetScheduleRunRequest& request) const {
    return runs_.Get(call, request);
  }
  absl::StatusOr<v1::ListScheduleRunsResponse> ListScheduleRuns(rpc::Call& call,
                                                                const v1::ListScheduleRunsRequest& request) const {
    return runs_.List(call, request);
  }
  absl::StatusOr<v1::ScheduleProof> GetScheduleProof(rpc::Call& call,
                                                     const v1::GetScheduleProofRequest& request) const {
    return runs_.GetProof(call, request);
  }
  absl::StatusOr<v1::ScheduleRun> ApplyScheduleRun(rpc::Call& call, const v1::ApplyScheduleRunRequest& request) const {
    return runs_.Apply(call, request);
  }
  absl::StatusOr<v1::ExplainPlacementResponse> ExplainPlacement(rpc::Call& call,
                                                                const v1::ExplainPlacementRequest& request) const {
    return runs_.Explain(call, request);
  }
  absl::StatusOr<v1::ScheduleRelease> ReleaseSchedule(rpc::Call& call,
                                                      const v1::ReleaseScheduleRequest& request) const {
    return releases_.Release(call, request);
  }
  absl::StatusOr<v1::ScheduleRelease> GetScheduleRelease(rpc::Call& call,
                                                         const v1::GetScheduleReleaseRequest& request) const {
    return releases_.Get(call, request);
  }
  absl::StatusOr<v1::ListScheduleReleasesResponse> ListScheduleReleases(
      rpc::Call& call, const v1::ListScheduleReleasesRequest& request) const {
    return releases_.List(call, request);
  }
  absl::StatusOr<v1::ExportScheduleReleaseResponse> ExportScheduleRelease(
      rpc::Call& call, const v1::ExportScheduleReleaseRequest& request) const {
    return releases_.Export(call, request);
  }

 private:
  const ScheduleRuns runs_;
  const ScheduleReleases releases_;
};

}  // namespace congress::scheduling
