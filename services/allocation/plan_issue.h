// Issuing a plan, which spans two services: intention first, then the decision, then the plan.
#pragma once

#include <memory>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/decision_issuer.h"
#include "services/allocation/domain/plan/lifecycle.h"

namespace congress::allocation {

// Can be killed between any two steps: the intention, in commits of its own, says what was begun, and drafting issues
// one decision for a plan. Until the last commit the plan is approved to every reader.
class PlanIssue {
 public:
  PlanIssue(rpc::Gate& gate, const DecisionIssuer& issuer, const rpc::Repository<v1::AllocationPlan>& plans)
      : gate_(gate), issuer_(issuer), plans_(plans) {}

  // Has the decision on an approved plan issued that the caller may issue, and stages the end of the intention. The
  // plan itself is left to the caller. `replaced`: the plan that it replaces; null: none. Errors: those of
  // IssueAllocationPlan.
  absl::StatusOr<Numbered> IssueDecision(rpc::Call& call, const v1::AllocationPlan& plan,
                                         const v1::AllocationPlan* replaced,
                                         const v1::IssueAllocationPlanRequest& request) const;

 private:
  // Changes the intention in a commit of its own, while the plan is still approved.
  absl::StatusOr<v1::IssueIntention> Record(rpc::Call& call, const v1::AllocationPlan& plan,
                                            absl::FunctionRef<absl::Status(v1::IssueIntention&)> change) const;
  // Passes a refusal on after noting that nothing is under way any more.
  absl::Status GiveUp(rpc::Call& call, const v1::AllocationPlan& plan, const absl::Status& refusal) const;

  rpc::Gate& gate_;
  const DecisionIssuer& issuer_;
  const rpc::Repository<v1::AllocationPlan>& plans_;
  rpc::Repository<v1::IssueIntention> intentions_{rpc::kUnlisted};
  Conveners conveners_;
};

}  // namespace congress::allocation
