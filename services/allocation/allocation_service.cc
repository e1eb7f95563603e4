#include "services/allocation/allocation_service.h"

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/readiness.h"
#include "services/allocation/domain/export/export_plan.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/plan/compare.h"
#include "services/allocation/domain/plan/explain.h"
#include "services/allocation/domain/plan/fairness.h"
#include "services/allocation/domain/plan/lifecycle.h"
#include "services/allocation/domain/plan/plan_lot.h"
#include "services/allocation/lots.h"
#include "services/allocation/tree_record.h"

namespace congress::allocation {
namespace {

std::string PlanPrefix(std::string_view congress) { return StrCat(congress, "/allocationPlans/"); }

// A dry run with a seed would show who wins by it, so that a seed could be chosen.
absl::Status RefuseTrialOfLot(const v1::RecomputeAllocationPlanRequest& request) {
  status::Violations faults;
  if (request.validate_only() && !request.lot_seed().empty()) {
    faults.Add("lot_seed", "goes with no `validate_only`: a lot is not tried, but drawn");
  }
  return faults.ToStatus();
}

// Lays over the plan what the request gives anew.
void Amend(const v1::RecomputeAllocationPlanRequest& request, v1::AllocationPlan* plan) {
  if (!request.rule_set().empty()) plan->set_rule_set(request.rule_set());
  if (request.has_as_of()) *plan->mutable_as_of() = request.as_of();
  if (request.has_delegate_cap()) plan->set_delegate_cap(request.delegate_cap());
  if (request.has_hand_seats()) *plan->mutable_hand_seats() = request.hand_seats().hand_seats();
  if (request.has_targets()) *plan->mutable_targets() = request.targets().targets();
}

// Leaves what the caller may see: their own organisations and, of the whole, whether there is a plan.
v1::GetAllocationReadinessResponse Visible(const rpc::Call& call, v1::GetAllocationReadinessResponse all,
                                           const std::string& congress) {
  v1::GetAllocationReadinessResponse visible;
  for (auto& unit : *all.mutable_organisations()) {
    if (call.Holds(call.permission(), unit.organisation())) *visible.add_organisations() = std::move(unit);
  }
  for (auto& blocker : *all.mutable_blockers()) {
    if (blocker.resource() == congress || call.Holds(call.permission(), kRoot)) {
      *visible.add_blockers() = std::move(blocker);
    }
  }
  return visible;
}

}  // namespace

absl::StatusOr<std::vector<v1::Organisation>> AllocationService::LoadTree(rpc::Call& call) const {
  // An import between here and the commit moves this record, and the call is done again.
  RETURN_IF_ERROR(trees_.Exists(call, kTreeRecord).status());
  return organisations_.LoadAll(call, "organisations/");
}

absl::StatusOr<v1::DrawnLots> AllocationService::LoadLots(rpc::Call& call, const v1::AllocationPlan& plan) const {
  v1::DrawnLots none;
  none.set_name(StrCat(CongressOf(plan.name()), "/drawnLots"));
  none.set_organisation(plan.organisation());
  return drawn_lots_.LoadOr(call, std::move(none));
}

absl::StatusOr<v1::AllocationPlan> AllocationService::Compute(rpc::Call& call, v1::AllocationPlan plan,
                                                              const std::vector<v1::Organisation>& tree,
                                                              const v1::DrawnLots& drawn) const {
  ASSIGN_OR_RETURN(const v1::RuleSet rule, rule_sets_.ReadShared(call, plan.rule_set()));
  *plan.mutable_update_time() = civil::ToTimestamp(call.now());
  return ComputePlan(std::move(plan), rule, tree, drawn);
}

absl::StatusOr<v1::AllocationPlan> AllocationService::DrawLot(rpc::Call& call, v1::AllocationPlan plan,
                                                              v1::DrawnLots drawn, const std::string& seed) const {
  ASSIGN_OR_RETURN(plan, DecideByLot(std::move(plan), seed, DrawingBy(call, plan.organisation())));
  ASSIGN_OR_RETURN(*plan.mutable_lot(), lots_.Create(call, plan.lot()));
  *drawn.add_lots() = plan.lot();
  drawn_lots_.Put(call, std::move(drawn));
  return plan;
}

grpc::Status AllocationService::CreateAllocationPlan(grpc::ServerContext* context,
                                                     const v1::CreateAllocationPlanRequest* request,
                                                     v1::AllocationPlan* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::CreateAllocationPlanRequest& checked) -> absl::StatusOr<v1::AllocationPlan> {
        v1::AllocationPlan plan = checked.allocation_plan();
        plan.set_name(StrCat(PlanPrefix(checked.parent()), checked.allocation_plan_id()));
        if (plan.organisation().empty()) plan.set_organisation(std::string(kRoot));
        *plan.mutable_create_time() = civil::ToTimestamp(call.now());
        RETURN_IF_ERROR(call.Require(plan.organisation()));
        ASSIGN_OR_RETURN(const v1::DrawnLots drawn, LoadLots(call, plan));
        ASSIGN_OR_RETURN(const auto tree, LoadTree(call));
        ASSIGN_OR_RETURN(plan, Compute(call, std::move(plan), tree, drawn));
        return plans_.Create(call, std::move(plan));
      });
}

grpc::Status AllocationService::GetAllocationPlan(grpc::ServerContext* context,
                                                  const v1::GetAllocationPlanRequest* request,
                                                  v1::AllocationPlan* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetAllocationPlanRequest& checked) {
    return plans_.Get(call, checked.name());
  });
}

grpc::Status AllocationService::ListAllocationPlans(grpc::ServerContext* context,
                                                    const v1::ListAllocationPlansRequest* request,
                                                    v1::ListAllocationPlansResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::ListAllocationPlansRequest& checked) -> absl::StatusOr<v1::ListAllocationPlansResponse> {
        const auto matches = [&](const v1::AllocationPlan& plan) {
          return checked.state() == v1::AllocationPlan::STATE_UNSPECIFIED || plan.state() == checked.state();
        };
        ASSIGN_OR_RETURN(auto page, plans_.List(call, PlanPrefix(checked.parent()), rpc::PageOf(checked), matches));
        v1::ListAllocationPlansResponse answer;
        for (auto& plan : page.items) {
          plan.clear_rule();
          plan.clear_lines();
          plan.clear_pools();
          plan.clear_target_spreads();
          plan.clear_changes();
          *answer.add_allocation_plans() = std::move(plan);
        }
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status AllocationService::RecomputeAllocationPlan(grpc::ServerContext* context,
                                                        const v1::RecomputeAllocationPlanRequest* request,
                                                        v1::AllocationPlan* response) {
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const v1::RecomputeAllocationPlanRequest& checked) {
        return plans_.Mutate(
            call, checked.name(), checked.etag(), [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
              RETURN_IF_ERROR(RefuseTrialOfLot(checked));
              RETURN_IF_ERROR(RequireDraft(plan));
              const v1::AllocationPlan before = plan;
              Amend(checked, &plan);
              ASSIGN_OR_RETURN(v1::DrawnLots drawn, LoadLots(call, plan));
              ASSIGN_OR_RETURN(const auto tree, LoadTree(call));
              ASSIGN_OR_RETURN(plan, Compute(call, std::move(plan), tree, drawn));
              if (!checked.lot_seed().empty()) {
                ASSIGN_OR_RETURN(plan, DrawLot(call, std::move(plan), std::move(drawn), checked.lot_seed()));
              }
              NoteChanges(before, tree, &plan);
              return plan;
            });
      });
}

grpc::Status AllocationService::SubmitAllocationPlan(grpc::ServerContext* context,
                                                     const v1::SubmitAllocationPlanRequest* request,
                                                     v1::AllocationPlan* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::SubmitAllocationPlanRequest& checked) {
    return plans_.Mutate(call, checked.name(), checked.etag(),
                         [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
                           ASSIGN_OR_RETURN(const auto organisations, LoadTree(call));
                           return Submit(std::move(plan), organisations, call.principal().Person(), call.now());
                         });
  });
}

grpc::Status AllocationService::ApproveAllocationPlan(grpc::ServerContext* context,
                                                      const v1::ApproveAllocationPlanRequest* request,
                                                      v1::AllocationPlan* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::ApproveAllocationPlanRequest& checked) {
    return plans_.Mutate(call, checked.name(), checked.etag(), [&](v1::AllocationPlan plan) {
      return Approve(std::move(plan), call.principal().Person(), checked.reason(), call.now());
    });
  });
}

grpc::Status AllocationService::IssueAllocationPlan(grpc::ServerContext* context,
                                                    const v1::IssueAllocationPlanRequest* request,
                                                    v1::AllocationPlan* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::IssueAllocationPlanRequest& checked) {
    return plans_.Mutate(call, checked.name(), checked.etag(),
                         [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
                           RETURN_IF_ERROR(RequireApproved(plan));
                           ASSIGN_OR_RETURN(const Numbered numbered, issue_.ObtainNumber(call, plan, checked));
                           return Issue(std::move(plan), numbered, call.now());
                         });
  });
}

grpc::Status AllocationService::SupersedeAllocationPlan(grpc::ServerContext* context,
                                                        const v1::SupersedeAllocationPlanRequest* request,
                                                        v1::AllocationPlan* response) {
  return gate_.Pass(
      context, *request, response, [&](rpc::Call& call, const v1::SupersedeAllocationPlanRequest& checked) {
        return plans_.Mutate(
            call, checked.name(), checked.etag(), [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
              ASSIGN_OR_RETURN(const v1::AllocationPlan successor, plans_.Read(call, checked.successor()));
              return Supersede(std::move(plan), successor, checked.reason(), call.now());
            });
      });
}

grpc::Status AllocationService::ExplainUnit(grpc::ServerContext* context, const v1::ExplainUnitRequest* request,
                                            v1::ExplainUnitResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::ExplainUnitRequest& checked) -> absl::StatusOr<v1::ExplainUnitResponse> {
        ASSIGN_OR_RETURN(const v1::AllocationPlan plan, plans_.Get(call, checked.name()));
        return allocation::ExplainUnit(plan, checked.organisation());
      });
}

grpc::Status AllocationService::GetFairness(grpc::ServerContext* context, const v1::GetFairnessRequest* request,
                                            v1::GetFairnessResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::GetFairnessRequest& checked) -> absl::StatusOr<v1::GetFairnessResponse> {
        ASSIGN_OR_RETURN(const v1::AllocationPlan plan, plans_.Get(call, checked.name()));
        return MeasurePlan(plan);
      });
}

grpc::Status AllocationService::CompareAllocationPlans(grpc::ServerContext* context,
                                                       const v1::CompareAllocationPlansRequest* request,
                                                       v1::CompareAllocationPlansResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::CompareAllocationPlansRequest& checked) -> absl::StatusOr<v1::CompareAllocationPlansResponse> {
        ASSIGN_OR_RETURN(const v1::AllocationPlan plan, plans_.Get(call, checked.name()));
        ASSIGN_OR_RETURN(const v1::AllocationPlan other, plans_.Get(call, checked.other()));
        ASSIGN_OR_RETURN(const auto organisations, organisations_.LoadAll(call, "organisations/"));
        return Compare(plan, other, organisations);
      });
}

grpc::Status AllocationService::ExportAllocationPlan(grpc::ServerContext* context,
                                                     const v1::ExportAllocationPlanRequest* request,
                                                     v1::ExportAllocationPlanResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::ExportAllocationPlanRequest& checked) -> absl::StatusOr<v1::ExportAllocationPlanResponse> {
        ASSIGN_OR_RETURN(const v1::AllocationPlan plan, plans_.Get(call, checked.name()));
        return ExportPlan(plan, checked);
      });
}

grpc::Status AllocationService::GetAllocationReadiness(grpc::ServerContext* context,
                                                       const v1::GetAllocationReadinessRequest* request,
                                                       v1::GetAllocationReadinessResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call,
          const v1::GetAllocationReadinessRequest& checked) -> absl::StatusOr<v1::GetAllocationReadinessResponse> {
        call.Filtered();
        const absl::CivilDay day = checked.has_as_of() ? civil::FromDate(checked.as_of()) : civil::Today(call.now());
        ASSIGN_OR_RETURN(const auto plans, conveners_.PlansOf(call, checked.parent()));
        ASSIGN_OR_RETURN(auto delegates, delegates_.LoadAll(call, StrCat(checked.parent(), "/delegates/")));
        KeepThoseOf(plans, &delegates);
        return Visible(call, JudgeReadiness(checked.parent(), day, plans, delegates), checked.parent());
      });
}

}  // namespace congress::allocation
