// The steps of replacing a delegate, the dossiers of both persons with them.
#pragma once

#include "absl/status/statusor.h"
#include "congress/preparation/v1/joint_work_service.pb.h"
#include "platform/rpc/call.h"
#include "services/preparation/joint_works.h"

namespace congress::preparation {

// What is to be done, as the caller sees it. Puts who follows and the checklist into the request, so that the steps do
// what was looked at. FAILED_PRECONDITION `REPLACEMENT_REFUSED` where allocation would not replace the delegate.
absl::StatusOr<JointPlan> PlanReplacement(rpc::Call& call, const Peers& peers,
                                          v1::StartDelegateReplacementRequest* request);
StepKinds ReplacementSteps();

}  // namespace congress::preparation
