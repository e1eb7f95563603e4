// Allocation plans as an RPC service.
#pragma once

#include <memory>
#include <optional>

#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/peer.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/decision_issuer.h"
#include "services/allocation/plan_issue.h"

namespace congress::allocation {

class AllocationService {
 public:
  // `drafting`: the service that issues papers. The layout of papers outlives the service.
  AllocationService(rpc::Gate& gate, rpc::Peer& drafting, const paper::Layout& layout)
      : layout_(layout), issuer_(drafting), issue_(gate, issuer_, plans_) {}

  absl::StatusOr<v1::AllocationPlan> CreateAllocationPlan(rpc::Call& call,
                                                          const v1::CreateAllocationPlanRequest& request) const;
  absl::StatusOr<v1::AllocationPlan> GetAllocationPlan(rpc::Call& call,
                                                       const v1::GetAllocationPlanRequest& request) const;
  absl::StatusOr<v1::ListAllocationPlansResponse> ListAllocationPlans(
      rpc::Call& call, const v1::ListAllocationPlansRequest& request) const;
  absl::StatusOr<v1::AllocationPlan> RecomputeAllocationPlan(rpc::Call& call,
                                                             const v1::RecomputeAllocationPlanRequest& request) const;
  absl::StatusOr<v1::AllocationPlan> SubmitAllocationPlan(rpc::Call& call,
                                                          const v1::SubmitAllocationPlanRequest& request) const;
  absl::StatusOr<v1::AllocationPlan> ApproveAllocationPlan(rpc::Call& call,
                                                           const v1::ApproveAllocationPlanRequest& request) const;
  absl::StatusOr<v1::AllocationPlan> IssueAllocationPlan(rpc::Call& call,
                                                         const v1::IssueAllocationPlanRequest& request) const;
  absl::StatusOr<v1::AllocationPlan> SupersedeAllocationPlan(rpc::Call& call,
                                                             const v1::SupersedeAllocationPlanRequest& request) const;
  absl::StatusOr<v1::ExplainUnitResponse> ExplainUnit(rpc::Call& call, const v1::ExplainUnitRequest& request) const;
  absl::StatusOr<v1::GetFairnessResponse> GetFairness(rpc::Call& call, const v1::GetFairnessRequest& request) const;
  absl::StatusOr<v1::CompareAllocationPlansResponse> CompareAllocationPlans(
      rpc::Call& call, const v1::CompareAllocationPlansRequest& request) const;
  absl::StatusOr<v1::ExportAllocationPlanResponse> ExportAllocationPlan(
      rpc::Call& call, const v1::ExportAllocationPlanRequest& request) const;
  absl::StatusOr<v1::GetAllocationReadinessResponse> GetAllocationReadiness(
      rpc::Call& call, const v1::GetAllocationReadinessRequest& request) const;

 private:
  // The lots that were drawn for plans of its congress so far.
  absl::StatusOr<v1::DrawnLots> LoadLots(rpc::Call& call, const v1::AllocationPlan& plan) const;
  // The plan that this one replaces, none where it replaces none. Errors as `CheckReplaces`.
  absl::StatusOr<std::optional<v1::AllocationPlan>> LoadReplaced(rpc::Call& call, const v1::AllocationPlan& plan) const;
  // Computes the plan by its rule set.
  absl::StatusOr<v1::AllocationPlan> Compute(rpc::Call& call, v1::AllocationPlan plan,
                                             const std::vector<v1::Organisation>& tree,
                                             const v1::DrawnLots& drawn) const;
  // Decides the plan's ties by lot, and keeps the lot.
  absl::StatusOr<v1::AllocationPlan> DrawLot(rpc::Call& call, v1::AllocationPlan plan, v1::DrawnLots drawn,
                                             const std::string& seed) const;

  const paper::Layout& layout_;
  DecisionIssuer issuer_;
  rpc::Repository<v1::AllocationPlan> plans_{"allocation.plans.read"};
  rpc::Repository<v1::RuleSet> rule_sets_{"allocation.rulesets.read"};
  rpc::Repository<v1::Lot> lots_{"allocation.lots.read"};
  PlanIssue issue_;
  Conveners conveners_;
};

}  // namespace congress::allocation
