#include "services/allocation/domain/plan/lifecycle.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_join.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/organisation.h"

namespace congress::allocation {
namespace {

using Plan = v1::AllocationPlan;

absl::Status RequireState(const Plan& plan, Plan::State state, v1::Reason reason) {
  if (plan.state() == state) return absl::OkStatus();
  return status::FailedPrecondition(reason, {{"name", plan.name()}, {"state", Plan::State_Name(plan.state())}});
}

Plan Moved(Plan plan, Plan::State state, absl::Time now) {
  plan.set_state(state);
  *plan.mutable_update_time() = civil::ToTimestamp(now);
  return plan;
}

// A tie that nobody decided would be decided by whoever writes the list.
absl::Status RequireDecided(const Plan& plan) {
  constexpr int kMostNamed = 100;
  int64_t at_stake = 0;
  std::vector<std::string> organisations;
  for (const v1::Tie& tie : plan.ties()) {
    if (!tie.winners().empty()) continue;
    at_stake += tie.seats_at_stake();
    for (const std::string& organisation : tie.organisations()) {
      if (organisations.size() < kMostNamed) organisations.push_back(organisation);
    }
  }
  if (organisations.empty()) return absl::OkStatus();
  return status::FailedPrecondition(v1::TIE_UNDECIDED, {{"name", plan.name()},
                                                        {"seats_at_stake", StrCat(at_stake)},
                                                        {"organisations", absl::StrJoin(organisations, ",")}});
}

// Since it was computed an import may have been undone, or a duplicate been found.
absl::Status RequireUnitsInForce(const Plan& plan, const std::vector<v1::Organisation>& tree) {
  const absl::CivilDay day = civil::FromDate(plan.as_of());
  std::map<std::string_view, const v1::Organisation*> known;
  for (const v1::Organisation& organisation : tree) known.emplace(organisation.name(), &organisation);
  for (const v1::AllocationLine& line : plan.lines()) {
    const auto found = known.find(line.organisation());
    if (found != known.end() && ExistsOn(*found->second, day)) continue;
    const std::string state = found == known.end() ? "" : v1::Organisation::State_Name(found->second->state());
    return status::FailedPrecondition(
        v1::ORGANISATION_NOT_IN_FORCE,
        {{"organisation", line.organisation()}, {"state", state}, {"cause", "PLAN"}, {"as_of", civil::Format(day)}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RequireDraft(const Plan& plan) { return RequireState(plan, Plan::DRAFT, v1::PLAN_NOT_DRAFT); }
absl::Status RequireApproved(const Plan& plan) { return RequireState(plan, Plan::APPROVED, v1::PLAN_NOT_APPROVED); }
absl::Status RequireIssued(const Plan& plan) { return RequireState(plan, Plan::ISSUED, v1::PLAN_NOT_ISSUED); }

absl::StatusOr<Plan> Submit(Plan plan, const std::vector<v1::Organisation>& tree, const Submitter& who,
                            absl::Time now) {
  RETURN_IF_ERROR(RequireDraft(plan));
  RETURN_IF_ERROR(RequireUnitsInForce(plan, tree));
  RETURN_IF_ERROR(RequireDecided(plan));
  plan.set_submitted_by(who.account);
  plan.set_submitted_by_person(who.person);
  return Moved(std::move(plan), Plan::SUBMITTED, now);
}

absl::StatusOr<Plan> Approve(Plan plan, const std::string& who, const std::string& reason, absl::Time now) {
  RETURN_IF_ERROR(RequireState(plan, Plan::SUBMITTED, v1::PLAN_NOT_SUBMITTED));
  plan.set_approved_by(who);
  plan.set_approval_reason(reason);
  return Moved(std::move(plan), Plan::APPROVED, now);
}

absl::StatusOr<Plan> Issue(Plan plan, const Numbered& numbered, absl::Time now) {
  RETURN_IF_ERROR(RequireApproved(plan));
  plan.set_decision_number(numbered.number);
  plan.set_number_entry(numbered.entry);
  plan.set_issuer(numbered.issuer);
  plan.set_issued_paper(numbered.paper);
  *plan.mutable_decision_date() = numbered.date;
  return Moved(std::move(plan), Plan::ISSUED, now);
}

Plan Reopen(Plan plan) {
  v1::RecalledDecision& recalled = *plan.add_recalled_decisions();
  recalled.set_decision_number(plan.decision_number());
  recalled.set_number_entry(plan.number_entry());
  *recalled.mutable_decision_date() = plan.decision_date();
  recalled.set_issuer(plan.issuer());
  recalled.set_issued_paper(plan.issued_paper());
  plan.clear_decision_number();
  plan.clear_number_entry();
  plan.clear_decision_date();
  plan.clear_issuer();
  plan.clear_issued_paper();
  plan.set_state(Plan::APPROVED);
  return plan;
}

absl::Status CheckReplaces(const Plan& plan, const Plan& replaced) {
  if (replaced.name() == plan.name() || CongressOf(replaced.name()) != CongressOf(plan.name()) ||
      replaced.organisation() != plan.organisation()) {
    status::Metadata metadata = {{"successor", plan.name()}};
    if (replaced.name() == plan.name()) metadata.emplace_back("cause", "SAME");
    return status::InvalidArgument(v1::SUCCESSOR_INVALID, metadata);
  }
  return RequireIssued(replaced);
}

absl::StatusOr<Plan> Supersede(Plan plan, const Plan& successor, const std::string& reason, absl::Time now) {
  RETURN_IF_ERROR(CheckReplaces(successor, plan));
  RETURN_IF_ERROR(RequireIssued(successor));
  plan.set_superseded_by(successor.name());
  plan.set_supersede_reason(reason);
  return Moved(std::move(plan), Plan::SUPERSEDED, now);
}

}  // namespace congress::allocation
