#include "services/allocation/plan_issue.h"

#include "congress/allocation/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"
#include "services/allocation/domain/export/decision_paper.h"
#include "services/allocation/domain/plan/explain.h"

namespace congress::allocation {
namespace {

using google::protobuf::util::MessageDifferencer;

// Symbol of a decision.
constexpr std::string_view kDecision = "QĐ";
constexpr std::string_view kMethod = "congress.allocation.v1.AllocationService/IssueAllocationPlan";

std::string IntentionName(const v1::AllocationPlan& plan) { return StrCat(plan.name(), "/issueIntention"); }

absl::Status UnderWay(const v1::IssueIntention& intention) {
  return status::FailedPrecondition(
      v1::ISSUE_UNDER_WAY,
      {{"series", intention.series()}, {"decision_date", civil::Format(civil::FromDate(intention.decision_date()))}});
}

// Takes over what the request wants, as far as an earlier attempt has not settled it.
absl::Status Intend(const v1::IssueAllocationPlanRequest& request, absl::Time now, v1::IssueIntention& intention) {
  if (intention.token().empty()) intention.set_token(uuid::Random());
  const bool begun = !intention.series().empty();
  if (begun && intention.series() != request.number_series()) return UnderWay(intention);
  if (!begun) {
    intention.set_series(request.number_series());
    *intention.mutable_decision_date() = civil::ToDate(civil::Today(now));
  }
  if (request.has_decision_date()) *intention.mutable_decision_date() = request.decision_date();
  return absl::OkStatus();
}

// What drafting is asked to issue.
drafting::v1::IssuePaperRequest DecisionOf(const v1::AllocationPlan& plan, const v1::AllocationPlan* replaced,
                                           const v1::DecisionForm& form, const v1::IssueIntention& intention) {
  drafting::v1::IssuePaperRequest decision;
  decision.set_parent(intention.series());
  decision.set_intention(StrCat(plan.name(), "/decisions/", intention.token()));
  decision.set_document_type(std::string(kDecision));
  *decision.mutable_document_date() = intention.decision_date();
  v1::AllocationPlan told = plan;
  told.set_issuer(intention.issuer());
  TellPlan(status::Language::kVietnamese, &told);
  *decision.mutable_paper() = DecisionToIssue({told, replaced, form}, intention.decision_date());
  if (replaced != nullptr) {
    const bool here = !replaced->issued_paper().empty();
    decision.add_supersedes(here ? replaced->issued_paper() : replaced->number_entry());
  }
  return decision;
}

}  // namespace

absl::StatusOr<v1::IssueIntention> PlanIssue::Record(
    rpc::Call& call, const v1::AllocationPlan& plan,
    absl::FunctionRef<absl::Status(v1::IssueIntention&)> change) const {
  v1::IssueIntention recorded;
  const auto work = [&](rpc::Call& own) -> absl::Status {
    RETURN_IF_ERROR(own.Require("allocation.plans.issue", plan.organisation()));
    // Loaded again, so that a plan which another caller issues meanwhile keeps no intention behind.
    ASSIGN_OR_RETURN(const v1::AllocationPlan current, plans_.Load(own, plan.name()));
    if (current.etag() != plan.etag()) RETURN_IF_ERROR(RequireApproved(current));
    auto known = intentions_.Load(own, IntentionName(plan));
    if (!known.ok() && !absl::IsNotFound(known.status())) return known.status();
    v1::IssueIntention intention = known.ok() ? *known : v1::IssueIntention();
    intention.set_name(IntentionName(plan));
    intention.set_organisation(plan.organisation());
    RETURN_IF_ERROR(change(intention));
    // Before any number is asked for: what is begun can be ended, whoever begins meanwhile.
    RETURN_IF_ERROR(conveners_.Take(own, plan));
    recorded = intention;
    if (!known.ok() || !MessageDifferencer::Equals(*known, intention)) intentions_.Put(own, std::move(intention));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(gate_.Perform(call.principal(), kMethod, work));
  return recorded;
}

absl::Status PlanIssue::GiveUp(rpc::Call& call, const v1::AllocationPlan& plan, const absl::Status& refusal) const {
  if (!absl::IsFailedPrecondition(refusal)) return refusal;
  const auto begin_anew = [](v1::IssueIntention& intention) {
    intention.clear_series();
    intention.clear_issuer();
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(Record(call, plan, begin_anew).status());
  return refusal;
}

absl::StatusOr<Numbered> PlanIssue::IssueDecision(rpc::Call& call, const v1::AllocationPlan& plan,
                                                  const v1::AllocationPlan* replaced,
                                                  const v1::IssueAllocationPlanRequest& request) const {
  ASSIGN_OR_RETURN(v1::IssueIntention intention,
                   Record(call, plan, [&](v1::IssueIntention& own) { return Intend(request, call.now(), own); }));
  if (intention.issuer().empty()) {
    const auto series = issuer_.GetSeries(call, intention.series());
    if (!series.ok()) return GiveUp(call, plan, series.status());
    ASSIGN_OR_RETURN(intention, Record(call, plan, [&](v1::IssueIntention& own) {
                       own.set_issuer(series->issuer());
                       return absl::OkStatus();
                     }));
  }
  const auto issued = issuer_.Issue(call, DecisionOf(plan, replaced, request.decision_form(), intention));
  if (!issued.ok()) return GiveUp(call, plan, issued.status());
  // It was issued before with another day, which the caller does not mean.
  if (request.has_decision_date() && !MessageDifferencer::Equals(request.decision_date(), issued->document_date())) {
    *intention.mutable_decision_date() = issued->document_date();
    return UnderWay(intention);
  }
  intentions_.Delete(call, intention.name());
  return Numbered{.number = StrCat("Số ", issued->printed()),
                  .entry = issued->entry(),
                  .date = issued->document_date(),
                  .issuer = issued->issuer(),
                  .paper = issued->name()};
}

}  // namespace congress::allocation
