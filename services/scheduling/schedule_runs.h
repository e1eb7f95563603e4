// Runs: begun, worked on by the steps of an operation, put in place.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/schedule_service.pb.h"
#include "platform/operations/operations.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

class ScheduleRuns {
 public:
  // Registers the kind of operation. `operations` outlives it.
  explicit ScheduleRuns(operations::Operations& operations);

  absl::StatusOr<operations::v1::Operation> Start(rpc::Call& call, const v1::StartScheduleRunRequest& request) const;
  absl::StatusOr<v1::ScheduleRun> Get(rpc::Call& call, const v1::GetScheduleRunRequest& request) const;
  absl::StatusOr<v1::ListScheduleRunsResponse> List(rpc::Call& call, const v1::ListScheduleRunsRequest& request) const;
  absl::StatusOr<v1::ScheduleProof> GetProof(rpc::Call& call, const v1::GetScheduleProofRequest& request) const;
  absl::StatusOr<v1::ScheduleRun> Apply(rpc::Call& call, const v1::ApplyScheduleRunRequest& request) const;
  absl::StatusOr<v1::ExplainPlacementResponse> Explain(rpc::Call& call,
                                                       const v1::ExplainPlacementRequest& request) const;
  // A run by the policy that looks for a schedule; empty: none does, and none begins until the commit.
  absl::StatusOr<std::string> UnderWayBy(rpc::Call& call, const std::string& policy) const;

 private:
  absl::StatusOr<bool> Step(rpc::Call& call, operations::Step& step) const;
  // Ends a run that was cancelled with the best that it has.
  absl::StatusOr<bool> Stop(rpc::Call& call, operations::Step& step) const;
  // Stages what the run found.
  absl::Status PlaceAll(rpc::Call& call, const v1::ScheduleRun& run) const;
  // What the run was given, as it is now.
  absl::StatusOr<v1::ScheduleProblem> ProblemNow(rpc::Call& call, const v1::ScheduleRun& run) const;

  operations::Operations& operations_;
  const rpc::Repository<v1::ScheduleRun> runs_{"scheduling.scheduleRuns.read"};
  const rpc::Repository<v1::ScheduleProof> proofs_{rpc::kUnlisted};
};

}  // namespace congress::scheduling
