#include "services/allocation/plan_issue.h"

#include "congress/allocation/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::allocation {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr std::string_view kMethod = "congress.allocation.v1.AllocationService/IssueAllocationPlan";

std::string IntentionName(const v1::AllocationPlan& plan) { return StrCat(plan.name(), "/issueIntention"); }

absl::Status UnderWay(const v1::IssueIntention& intention) {
  return status::FailedPrecondition(
      v1::ISSUE_UNDER_WAY,
      {{"series", intention.series()}, {"decision_date", civil::Format(civil::FromDate(intention.decision_date()))}});
}

// Takes over what the request wants, as far as an earlier attempt has not settled it.
absl::Status Intend(const v1::AllocationPlan& plan, const v1::IssueAllocationPlanRequest& request, absl::Time now,
                    v1::IssueIntention& intention) {
  const bool begun = !intention.series().empty();
  if (begun && intention.series() != request.number_series()) return UnderWay(intention);
  const bool other_day = begun && request.has_decision_date() &&
                         !MessageDifferencer::Equals(request.decision_date(), intention.decision_date());
  // The register learns the day only once the entry is known.
  if (other_day && !intention.entry().empty()) return UnderWay(intention);
  if (!begun) {
    intention.set_series(request.number_series());
    intention.set_title(StrCat("Quyết định phân bổ đại biểu: ", plan.display_name()));
    *intention.mutable_decision_date() = civil::ToDate(civil::Today(now));
  }
  if (request.has_decision_date()) *intention.mutable_decision_date() = request.decision_date();
  return absl::OkStatus();
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
    RETURN_IF_ERROR(RequireApproved(current));
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
    intention.clear_entry();
    intention.clear_number();
    intention.clear_issuer();
    intention.set_attempt(intention.attempt() + 1);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(Record(call, plan, begin_anew).status());
  return refusal;
}

absl::StatusOr<Numbered> PlanIssue::ObtainNumber(rpc::Call& call, const v1::AllocationPlan& plan,
                                                 const v1::IssueAllocationPlanRequest& request) const {
  const NumberRegister::Subject subject{plan.name(), plan.revision()};
  ASSIGN_OR_RETURN(v1::IssueIntention intention,
                   Record(call, plan, [&](v1::IssueIntention& own) { return Intend(plan, request, call.now(), own); }));
  if (intention.entry().empty()) {
    const auto entry = register_.Reserve(call, subject, intention);
    if (!entry.ok()) return GiveUp(call, plan, entry.status());
    ASSIGN_OR_RETURN(intention, Record(call, plan, [&](v1::IssueIntention& own) {
                       own.set_entry(entry->name());
                       own.set_number(entry->formatted());
                       own.set_issuer(entry->issuer());
                       return absl::OkStatus();
                     }));
  }
  if (const absl::Status assigned = register_.Assign(call, subject, intention); !assigned.ok()) {
    return GiveUp(call, plan, assigned);
  }
  intentions_.Delete(call, intention.name());
  return Numbered{intention.number(), intention.entry(), intention.decision_date(), intention.issuer()};
}

}  // namespace congress::allocation
