// Allocation plans as an RPC service.
#pragma once

#include <memory>

#include "congress/allocation/v1/allocation_service.grpc.pb.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/stored.pb.h"
#include "grpcpp/channel.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/allocation/conveners.h"
#include "services/allocation/number_register.h"
#include "services/allocation/plan_issue.h"

namespace congress::allocation {

class AllocationService final : public v1::AllocationService::Service {
 public:
  // `drafting`: the channel to the service that keeps the number register.
  AllocationService(rpc::Gate& gate, const std::shared_ptr<grpc::Channel>& drafting)
      : gate_(gate), register_(drafting), issue_(gate, register_, plans_) {}

  grpc::Status CreateAllocationPlan(grpc::ServerContext* context, const v1::CreateAllocationPlanRequest* request,
                                    v1::AllocationPlan* response) override;
  grpc::Status GetAllocationPlan(grpc::ServerContext* context, const v1::GetAllocationPlanRequest* request,
                                 v1::AllocationPlan* response) override;
  grpc::Status ListAllocationPlans(grpc::ServerContext* context, const v1::ListAllocationPlansRequest* request,
                                   v1::ListAllocationPlansResponse* response) override;
  grpc::Status RecomputeAllocationPlan(grpc::ServerContext* context, const v1::RecomputeAllocationPlanRequest* request,
                                       v1::AllocationPlan* response) override;
  grpc::Status SubmitAllocationPlan(grpc::ServerContext* context, const v1::SubmitAllocationPlanRequest* request,
                                    v1::AllocationPlan* response) override;
  grpc::Status ApproveAllocationPlan(grpc::ServerContext* context, const v1::ApproveAllocationPlanRequest* request,
                                     v1::AllocationPlan* response) override;
  grpc::Status IssueAllocationPlan(grpc::ServerContext* context, const v1::IssueAllocationPlanRequest* request,
                                   v1::AllocationPlan* response) override;
  grpc::Status SupersedeAllocationPlan(grpc::ServerContext* context, const v1::SupersedeAllocationPlanRequest* request,
                                       v1::AllocationPlan* response) override;
  grpc::Status ExplainUnit(grpc::ServerContext* context, const v1::ExplainUnitRequest* request,
                           v1::ExplainUnitResponse* response) override;
  grpc::Status GetFairness(grpc::ServerContext* context, const v1::GetFairnessRequest* request,
                           v1::GetFairnessResponse* response) override;
  grpc::Status CompareAllocationPlans(grpc::ServerContext* context, const v1::CompareAllocationPlansRequest* request,
                                      v1::CompareAllocationPlansResponse* response) override;
  grpc::Status ExportAllocationPlan(grpc::ServerContext* context, const v1::ExportAllocationPlanRequest* request,
                                    v1::ExportAllocationPlanResponse* response) override;
  grpc::Status GetAllocationReadiness(grpc::ServerContext* context, const v1::GetAllocationReadinessRequest* request,
                                      v1::GetAllocationReadinessResponse* response) override;

 private:
  // The organisations as they are, for a change that holds only as long as they stay so.
  absl::StatusOr<std::vector<v1::Organisation>> LoadTree(rpc::Call& call) const;
  // The lots that were drawn for plans of its congress so far.
  absl::StatusOr<v1::DrawnLots> LoadLots(rpc::Call& call, const v1::AllocationPlan& plan) const;
  // Computes the plan by its rule set.
  absl::StatusOr<v1::AllocationPlan> Compute(rpc::Call& call, v1::AllocationPlan plan,
                                             const std::vector<v1::Organisation>& tree,
                                             const v1::DrawnLots& drawn) const;
  // Decides the plan's ties by lot, and keeps the lot.
  absl::StatusOr<v1::AllocationPlan> DrawLot(rpc::Call& call, v1::AllocationPlan plan, v1::DrawnLots drawn,
                                             const std::string& seed) const;

  rpc::Gate& gate_;
  NumberRegister register_;
  rpc::Repository<v1::AllocationPlan> plans_{"allocation.plans.read"};
  rpc::Repository<v1::RuleSet> rule_sets_{"allocation.rulesets.read"};
  rpc::Repository<v1::Organisation> organisations_{"allocation.organisations.read"};
  rpc::Repository<v1::OrganisationTree> trees_{rpc::kUnlisted};
  rpc::Repository<v1::Delegate> delegates_{"allocation.delegates.read"};
  rpc::Repository<v1::Lot> lots_{"allocation.lots.read"};
  rpc::Repository<v1::DrawnLots> drawn_lots_{rpc::kUnlisted};
  PlanIssue issue_;
  Conveners conveners_;
};

}  // namespace congress::allocation
