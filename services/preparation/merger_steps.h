// The steps of a merger of units.
#pragma once

#include "congress/preparation/v1/joint_work_service.pb.h"
#include "platform/rpc/call.h"
#include "services/preparation/joint_works.h"

namespace congress::preparation {

// INVALID_ARGUMENT `MERGER_TABLE_REJECTED` where allocation would not take the table, UNAVAILABLE where it is silent.
absl::Status CheckTable(rpc::Call& call, const Peers& peers, const v1::StartMergerRequest& request);

JointPlan PlanMerger(const rpc::Call& call, const v1::StartMergerRequest& request);
StepKinds MergerSteps();

}  // namespace congress::preparation
