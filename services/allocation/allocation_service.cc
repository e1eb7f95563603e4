#include "services/allocation/allocation_service.h"

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/delegates.h"
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
    faults.Add("lot_seed", v1::TRIAL_OF_LOT);
  }
  return faults.ToStatus();
}

// Lays over the plan what the request gives anew.
void Amend(const v1::RecomputeAllocationPlanRequest& request, v1::AllocationPlan* plan) {
  if (!request.rule_set().empty()) plan->set_rule_set(request.rule_set());
  if (request.has_as_of()) *plan->mutable_as_of() = request.as_of();
  if (request.has_delegate_cap()) plan->set_delegate_cap(request.delegate_cap());
  if (request.has_hand_seats()) *plan->mutable_hand_seats() = request.hand_seats().hand_seats();
  if (request.has_replaces()) plan->set_replaces(request.replaces());
  if (request.has_targets()) *plan->mutable_targets() = request.targets().targets();
}

// The answer with what the plan says in words, which is not stored.
absl::StatusOr<v1::AllocationPlan> Told(const rpc::Call& call, absl::StatusOr<v1::AllocationPlan> plan) {
  if (plan.ok()) TellPlan(call.language(), &*plan);
  return plan;
}

// Changes the plan that the request names.
template <class Request, class Change>
absl::StatusOr<v1::AllocationPlan> Changed(rpc::Call& call, const rpc::Repository<v1::AllocationPlan>& plans,
                                           const Request& request, Change change) {
  return Told(call, plans.Mutate(call, request.name(), request.etag(), std::move(change)));
}

// Leaves what the caller may see: their own organisations and, of the whole, whether there is a plan.
v1::GetAllocationReadinessResponse Visible(const rpc::Call& call, v1::GetAllocationReadinessResponse all,
                                           const std::string& congress) {
  v1::GetAllocationReadinessResponse visible;
  for (auto& unit : *all.mutable_organisations()) {
    if (call.Holds(call.permission(), unit.organisation())) *visible.add_organisations() = std::move(unit);
  }
  for (auto& delegate : *all.mutable_delegates()) {
    if (call.Holds(call.permission(), delegate.organisation())) *visible.add_delegates() = std::move(delegate);
  }
  for (auto& blocker : *all.mutable_blockers()) {
    if (blocker.resource() == congress || call.Holds(call.permission(), kRoot)) {
      *visible.add_blockers() = std::move(blocker);
    }
  }
  return visible;
}

// Who reads a plan waits no longer for drafting to say whether its decision holds.
constexpr absl::Duration kReadPatience = absl::Seconds(1);

// A decision is not dated before the one whose place it takes.
absl::Status CheckFollows(const v1::IssueAllocationPlanRequest& request, const v1::AllocationPlan& replaced) {
  status::Violations violations;
  const absl::CivilDay before = civil::FromDate(replaced.decision_date());
  if (request.has_decision_date() && civil::FromDate(request.decision_date()) < before) {
    violations.Add("decision_date", v1::BEFORE_REPLACED, {{"day", civil::Format(before)}});
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::DrawnLots> AllocationService::LoadLots(rpc::Call& call, const v1::AllocationPlan& plan) const {
  const v1::DrawnLots none = NoLots(CongressOf(plan.name()), plan.organisation());
  ASSIGN_OR_RETURN(v1::DrawnLots drawn, kDrawnLots.LoadOr(call, none));
  // So that it is known of each congress with a plan whether its lots wait.
  if (drawn.etag().empty()) kDrawnLots.Put(call, none);
  return drawn;
}

absl::StatusOr<std::optional<v1::AllocationPlan>> AllocationService::LoadReplaced(
    rpc::Call& call, const v1::AllocationPlan& plan) const {
  if (plan.replaces().empty()) return std::nullopt;
  ASSIGN_OR_RETURN(v1::AllocationPlan replaced, plans_.Read(call, plan.replaces()));
  // A plan that is issued anew has superseded it before.
  if (replaced.superseded_by() != plan.name()) RETURN_IF_ERROR(CheckReplaces(plan, replaced));
  return replaced;
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
  // One that was drawn in the lost time decides, whoever would like to draw again.
  if (drawn.epoch() != call.store().Epoch()) {
    return status::FailedPrecondition(v1::LOTS_WAIT, {{"congress", CongressOf(plan.name())}});
  }
  const auto drawer = LotDrawerOf(call, plan.organisation());
  ASSIGN_OR_RETURN(plan, DecideByLot(std::move(plan), seed, drawer));
  ASSIGN_OR_RETURN(*plan.mutable_lot(), lots_.Create(call, plan.lot()));
  *drawn.add_lots() = plan.lot();
  kDrawnLots.Put(call, std::move(drawn));
  return plan;
}

absl::StatusOr<v1::AllocationPlan> AllocationService::CreateAllocationPlan(
    rpc::Call& call, const v1::CreateAllocationPlanRequest& request) const {
  v1::AllocationPlan plan = request.allocation_plan();
  plan.set_name(StrCat(PlanPrefix(request.parent()), request.allocation_plan_id()));
  if (plan.organisation().empty()) plan.set_organisation(std::string(kRoot));
  *plan.mutable_create_time() = civil::ToTimestamp(call.now());
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  RETURN_IF_ERROR(LoadReplaced(call, plan).status());
  ASSIGN_OR_RETURN(const v1::DrawnLots drawn, LoadLots(call, plan));
  ASSIGN_OR_RETURN(const auto tree, LoadOrganisations(call));
  ASSIGN_OR_RETURN(plan, Compute(call, std::move(plan), tree, drawn));
  return Told(call, plans_.Create(call, std::move(plan)));
}

absl::StatusOr<v1::AllocationPlan> AllocationService::GetAllocationPlan(
    rpc::Call& call, const v1::GetAllocationPlanRequest& request) const {
  ASSIGN_OR_RETURN(v1::AllocationPlan plan, plans_.Get(call, request.name()));
  if (plan.state() == v1::AllocationPlan::ISSUED) {
    // The record learns of it when the plan is issued anew. While drafting does not answer it tells what is recorded.
    const auto recalled = issuer_.WasRecalled(call, plan.issued_paper(), kReadPatience);
    if (recalled.value_or(false)) plan = Reopen(std::move(plan));
  }
  return Told(call, std::move(plan));
}

absl::StatusOr<v1::ListAllocationPlansResponse> AllocationService::ListAllocationPlans(
    rpc::Call& call, const v1::ListAllocationPlansRequest& request) const {
  const auto matches = [&](const v1::AllocationPlan& plan) {
    return request.state() == v1::AllocationPlan::STATE_UNSPECIFIED || plan.state() == request.state();
  };
  ASSIGN_OR_RETURN(auto page, plans_.ListNaturally(call, PlanPrefix(request.parent()), rpc::PageOf(request), matches));
  v1::ListAllocationPlansResponse answer;
  for (auto& plan : page.items) {
    TellTies(call.language(), &plan);
    plan.clear_rule();
    plan.clear_lines();
    plan.clear_pools();
    plan.clear_target_spreads();
    plan.clear_changes();
    *answer.add_allocation_plans() = std::move(plan);
  }
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::AllocationPlan> AllocationService::RecomputeAllocationPlan(
    rpc::Call& call, const v1::RecomputeAllocationPlanRequest& request) const {
  return Changed(call, plans_, request, [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
    RETURN_IF_ERROR(RefuseTrialOfLot(request));
    RETURN_IF_ERROR(RequireDraft(plan));
    const v1::AllocationPlan before = plan;
    Amend(request, &plan);
    if (request.has_replaces()) RETURN_IF_ERROR(LoadReplaced(call, plan).status());
    ASSIGN_OR_RETURN(v1::DrawnLots drawn, LoadLots(call, plan));
    ASSIGN_OR_RETURN(const auto tree, LoadOrganisations(call));
    ASSIGN_OR_RETURN(plan, Compute(call, std::move(plan), tree, drawn));
    if (!request.lot_seed().empty()) {
      ASSIGN_OR_RETURN(plan, DrawLot(call, std::move(plan), std::move(drawn), request.lot_seed()));
    }
    NoteChanges(before, tree, &plan);
    return plan;
  });
}

absl::StatusOr<v1::AllocationPlan> AllocationService::SubmitAllocationPlan(
    rpc::Call& call, const v1::SubmitAllocationPlanRequest& request) const {
  return Changed(call, plans_, request, [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
    // Nobody took part yet; but who approves is compared with the person who submits, so that one must be known.
    RETURN_IF_ERROR(call.RequireOther({}));
    ASSIGN_OR_RETURN(const auto organisations, LoadOrganisations(call));
    return Submit(std::move(plan), organisations,
                  {.account = call.principal().Account(), .person = call.principal().person}, call.now());
  });
}

absl::StatusOr<v1::AllocationPlan> AllocationService::ApproveAllocationPlan(
    rpc::Call& call, const v1::ApproveAllocationPlanRequest& request) const {
  return Changed(call, plans_, request, [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
    RETURN_IF_ERROR(call.RequireOther(std::span(&plan.submitted_by_person(), 1)));
    RETURN_IF_ERROR(LoadReplaced(call, plan).status());
    return Approve(std::move(plan), call.principal().Account(), request.reason(), call.now());
  });
}

absl::StatusOr<v1::AllocationPlan> AllocationService::IssueAllocationPlan(
    rpc::Call& call, const v1::IssueAllocationPlanRequest& request) const {
  return Changed(call, plans_, request, [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
    if (plan.state() == v1::AllocationPlan::ISSUED) {
      ASSIGN_OR_RETURN(const bool recalled, issuer_.WasRecalled(call, plan.issued_paper()));
      if (recalled) plan = Reopen(std::move(plan));
    }
    RETURN_IF_ERROR(RequireApproved(plan));
    // Before a number is taken for what cannot be issued.
    ASSIGN_OR_RETURN(std::optional<v1::AllocationPlan> replaced, LoadReplaced(call, plan));
    if (replaced.has_value()) RETURN_IF_ERROR(CheckFollows(request, *replaced));
    ASSIGN_OR_RETURN(const Numbered numbered,
                     issue_.IssueDecision(call, plan, replaced.has_value() ? &*replaced : nullptr, request));
    ASSIGN_OR_RETURN(plan, Issue(std::move(plan), numbered, call.now()));
    if (replaced.has_value() && replaced->state() == v1::AllocationPlan::ISSUED) {
      // Who approved this plan approved that it takes the place of the other.
      ASSIGN_OR_RETURN(*replaced, Supersede(*std::move(replaced), plan, plan.approval_reason(), call.now()));
      plans_.Put(call, *std::move(replaced));
    }
    return plan;
  });
}

absl::StatusOr<v1::AllocationPlan> AllocationService::SupersedeAllocationPlan(
    rpc::Call& call, const v1::SupersedeAllocationPlanRequest& request) const {
  return Changed(call, plans_, request, [&](v1::AllocationPlan plan) -> absl::StatusOr<v1::AllocationPlan> {
    ASSIGN_OR_RETURN(const v1::AllocationPlan successor, plans_.Read(call, request.successor()));
    ASSIGN_OR_RETURN(plan, Supersede(std::move(plan), successor, request.reason(), call.now()));
    // Of plans that older versions issued drafting has the numbers alone.
    if (!plan.issued_paper().empty() && !successor.issued_paper().empty()) {
      RETURN_IF_ERROR(issuer_.Supersede(call, plan.number_entry(), successor.number_entry()));
    }
    return plan;
  });
}

absl::StatusOr<v1::ExplainUnitResponse> AllocationService::ExplainUnit(rpc::Call& call,
                                                                       const v1::ExplainUnitRequest& request) const {
  ASSIGN_OR_RETURN(const v1::AllocationPlan plan, plans_.Get(call, request.name()));
  return allocation::ExplainUnit(plan, request.organisation(), call.language(), call.wanted());
}

absl::StatusOr<v1::GetFairnessResponse> AllocationService::GetFairness(rpc::Call& call,
                                                                       const v1::GetFairnessRequest& request) const {
  ASSIGN_OR_RETURN(const v1::AllocationPlan plan, plans_.Get(call, request.name()));
  return MeasurePlan(plan, call.language());
}

absl::StatusOr<v1::CompareAllocationPlansResponse> AllocationService::CompareAllocationPlans(
    rpc::Call& call, const v1::CompareAllocationPlansRequest& request) const {
  ASSIGN_OR_RETURN(const v1::AllocationPlan plan, plans_.Get(call, request.name()));
  ASSIGN_OR_RETURN(const v1::AllocationPlan other, plans_.Get(call, request.other()));
  ASSIGN_OR_RETURN(const auto organisations, LoadOrganisations(call));
  return Compare(plan, other, organisations, call.language());
}

absl::StatusOr<v1::ExportAllocationPlanResponse> AllocationService::ExportAllocationPlan(
    rpc::Call& call, const v1::ExportAllocationPlanRequest& request) const {
  ASSIGN_OR_RETURN(v1::AllocationPlan plan, plans_.Get(call, request.name()));
  if (plan.replaces().empty()) return ExportPlan(std::move(plan), nullptr, request, layout_);
  // Of the same organisation, so that who reads the one reads the other.
  ASSIGN_OR_RETURN(const v1::AllocationPlan replaced, plans_.Load(call, plan.replaces()));
  return ExportPlan(std::move(plan), &replaced, request, layout_);
}

absl::StatusOr<v1::GetAllocationReadinessResponse> AllocationService::GetAllocationReadiness(
    rpc::Call& call, const v1::GetAllocationReadinessRequest& request) const {
  call.Filtered();
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  ASSIGN_OR_RETURN(const auto plans, conveners_.PlansOf(call, request.parent()));
  ASSIGN_OR_RETURN(auto delegates, kDelegates.LoadAll(call, StrCat(request.parent(), "/delegates/")));
  KeepThoseOf(plans, &delegates);
  return Visible(call, JudgeReadiness(request.parent(), day, plans, delegates, call.language()), request.parent());
}

}  // namespace congress::allocation
