#include "services/allocation/domain/allocate.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "absl/strings/str_join.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/apportion.h"
#include "services/allocation/domain/explain.h"
#include "services/allocation/domain/inputs.h"
#include "services/allocation/domain/organisation.h"
#include "services/allocation/domain/round_step.h"
#include "services/allocation/domain/rule_set.h"
#include "services/allocation/domain/spread_targets.h"

namespace congress::allocation {
namespace {

v1::AllocationLine LineOf(const v1::Organisation& organisation) {
  v1::AllocationLine line;
  line.set_organisation(organisation.name());
  line.set_code(organisation.code());
  line.set_display_name(organisation.display_name());
  line.set_kind(organisation.kind());
  line.set_members(organisation.members());
  line.set_members_basis(organisation.members_basis());
  if (organisation.has_members_as_of()) *line.mutable_members_as_of() = organisation.members_as_of();
  line.set_merged_units(std::max(1, organisation.merged_from_size()));
  return line;
}

absl::Status CheckCutoff(const v1::RuleSet& rule, const v1::AllocationLine& line) {
  if (!rule.has_members_cutoff() || !line.has_members_as_of()) return absl::OkStatus();
  const absl::CivilDay cutoff = civil::FromDate(rule.members_cutoff());
  const absl::CivilDay counted = civil::FromDate(line.members_as_of());
  if (counted <= cutoff) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::MEMBERS_COUNTED_LATE,
      StrCat("Members of ", line.display_name(), " were counted on ", civil::Format(counted),
             ", after the cut-off day ", civil::Format(cutoff), "; import the earlier count."),
      {{"organisation", line.organisation()},
       {"members_as_of", civil::Format(counted)},
       {"cutoff", civil::Format(cutoff)}});
}

// A seat for one who gets none would vanish without a word.
absl::Status CheckNamed(const v1::AllocationPlan& plan) {
  std::set<std::string> known;
  for (const auto& line : plan.lines()) known.insert(line.organisation());
  for (const std::string& name : NamedOrganisations(plan.rule())) {
    if (known.contains(name)) continue;
    return status::FailedPrecondition(
        v1::ORGANISATION_NOT_TAKING_PART,
        StrCat("The rule set names ", name, ", which is not in force directly under ", plan.organisation(), "."),
        {{"organisation", name}});
  }
  return absl::OkStatus();
}

// Sets what does not depend on members, and adds it up.
void SetFixedSeats(v1::AllocationPlan* plan) {
  v1::AllocationTotals& totals = *plan->mutable_totals();
  totals.set_organisations(plan->lines_size());
  totals.set_ex_officio(plan->rule().ex_officio_count());
  for (auto& line : *plan->mutable_lines()) {
    line.set_base_seats(BaseOf(plan->rule(), line).seats);
    line.set_origin(OriginOf(plan->rule(), line));
    line.set_addition_seats(0);
    for (const auto& addition : plan->rule().additions()) {
      if (addition.organisation() == line.organisation()) line.set_addition_seats(addition.seats());
    }
    totals.set_members(totals.members() + line.members());
    totals.set_base_seats(totals.base_seats() + line.base_seats());
    totals.set_addition_seats(totals.addition_seats() + line.addition_seats());
  }
}

// How many seats go by members when the total is fixed.
absl::StatusOr<int64_t> SeatsLeft(const v1::AllocationPlan& plan) {
  const v1::AllocationTotals& totals = plan.totals();
  const int64_t total = plan.rule().member_step().fitted().total();
  const int64_t appointed = plan.rule().appointed_count();
  const int64_t fixed = totals.ex_officio() + totals.base_seats() + totals.addition_seats() + appointed;
  if (fixed > total) {
    return status::FailedPrecondition(
        v1::TOTAL_TOO_SMALL,
        StrCat("Ex officio ", totals.ex_officio(), ", bases ", totals.base_seats(), ", additions ",
               totals.addition_seats(), " and appointed ", appointed, " are ", fixed,
               " delegates, more than the total of ", total, "; raise the total or lower one of them."),
        {{"total", StrCat(total)},
         {"ex_officio", StrCat(totals.ex_officio())},
         {"base", StrCat(totals.base_seats())},
         {"addition", StrCat(totals.addition_seats())},
         {"appointed", StrCat(appointed)}});
  }
  if (totals.members() == 0 && fixed < total) {
    return status::FailedPrecondition(
        v1::NO_MEMBERS, StrCat(total - fixed, " seats are to be shared by members, but nobody has members."),
        {{"seats", StrCat(total - fixed)}});
  }
  return total - fixed;
}

void SetStep(const v1::AllocationPlan& plan, int64_t seats, const std::vector<Claim>& claims,
             const Apportionment& apportionment, v1::Step* step) {
  if (plan.rule().member_step().has_open_total()) {
    const v1::OpenTotal& open = plan.rule().member_step().open_total();
    step->set_numerator(open.members_per_seat());
    step->set_denominator(1);
    step->set_round_step(open.members_per_seat());
    switch (open.remainder()) {
      case v1::OpenTotal::CEILING:
        return step->set_round_threshold(1);
      case v1::OpenTotal::HALF:
        return step->set_round_threshold(open.members_per_seat() - open.members_per_seat() / 2);
      case v1::OpenTotal::THRESHOLD:
        return step->set_round_threshold(open.threshold());
      default:
        return step->set_round_threshold(open.members_per_seat());
    }
  }
  if (seats == 0) return;
  const int64_t divisor = std::gcd(plan.totals().members(), seats);
  step->set_numerator(plan.totals().members() / divisor);
  step->set_denominator(seats / divisor);
  if (const auto round = FindRoundStep(claims, apportionment.shares); round.has_value()) {
    step->set_round_step(round->members);
    step->set_round_threshold(round->threshold);
  }
}

void SetTies(const Apportionment& apportionment, v1::AllocationPlan* plan) {
  for (const RemainderTie& found : apportionment.ties) {
    v1::Tie& tie = *plan->add_ties();
    for (const size_t index : found.claims) tie.add_organisations(plan->lines(static_cast<int>(index)).organisation());
    for (const size_t index : found.winners) tie.add_winners(plan->lines(static_cast<int>(index)).organisation());
    tie.set_tie_rule(plan->rule().tie_rule());
    tie.set_explanation(ExplainTie(tie, *plan));
  }
}

// Gives out the seats by members.
absl::Status ShareByMembers(v1::AllocationPlan* plan) {
  std::vector<Claim> claims;
  for (const auto& line : plan->lines()) claims.push_back({line.members(), line.code()});
  int64_t seats = 0;
  Apportionment apportionment;
  if (plan->rule().member_step().has_fitted()) {
    ASSIGN_OR_RETURN(seats, SeatsLeft(*plan));
    apportionment = ByLargestRemainder(claims, seats);
  } else {
    apportionment = ByStep(claims, plan->rule().member_step().open_total());
  }
  SetStep(*plan, seats, claims, apportionment, plan->mutable_step());
  for (size_t i = 0; i < claims.size(); ++i) {
    const Share& share = apportionment.shares[i];
    v1::AllocationLine& line = *plan->mutable_lines(static_cast<int>(i));
    line.set_whole_seats(share.whole);
    // Remainders are smaller than the sum of all members, which fits.
    line.set_remainder_numerator(static_cast<int64_t>(absl::Uint128Low64(share.remainder)));
    line.set_remainder_denominator(static_cast<int64_t>(absl::Uint128Low64(share.denominator)));
    line.set_remainder_seat(share.extra);
    line.set_member_seats(share.seats());
    line.set_seats(line.base_seats() + line.member_seats() + line.addition_seats());
  }
  SetTies(apportionment, plan);
  return absl::OkStatus();
}

void AddUp(v1::AllocationPlan* plan) {
  v1::AllocationTotals& totals = *plan->mutable_totals();
  totals.set_appointed(plan->rule().appointed_count());
  for (const auto& line : plan->lines()) {
    totals.set_member_seats(totals.member_seats() + line.member_seats());
    if (line.origin() == v1::APPOINTED) {
      totals.set_appointed(totals.appointed() + line.seats());
    } else {
      totals.set_elected(totals.elected() + line.seats());
    }
  }
  totals.set_total(totals.ex_officio() + totals.elected() + totals.appointed());
}

absl::Status CheckCap(v1::AllocationPlan* plan) {
  int64_t cap = plan->delegate_cap();
  const int64_t rule_cap = plan->rule().delegate_cap();
  if (cap == 0 || (rule_cap > 0 && rule_cap < cap)) cap = rule_cap;
  plan->mutable_totals()->set_cap(cap);
  const int64_t total = plan->totals().total();
  if (cap == 0 || total <= cap) return absl::OkStatus();
  return status::FailedPrecondition(v1::CAP_EXCEEDED,
                                    StrCat("The rule set gives ", total, " delegates; at most ", cap, " are allowed."),
                                    {{"total", StrCat(total)}, {"cap", StrCat(cap)}});
}

}  // namespace

absl::StatusOr<v1::AllocationPlan> Allocate(v1::AllocationPlan plan) {
  plan.clear_totals();
  plan.clear_step();
  plan.clear_ties();
  RETURN_IF_ERROR(CheckNamed(plan));
  SetFixedSeats(&plan);
  RETURN_IF_ERROR(ShareByMembers(&plan));
  AddUp(&plan);
  RETURN_IF_ERROR(CheckCap(&plan));
  for (auto& line : *plan.mutable_lines()) line.set_explanation(absl::StrJoin(ExplainLine(line, plan), " "));
  RETURN_IF_ERROR(SpreadTargets(&plan));
  return plan;
}

absl::StatusOr<v1::AllocationPlan> ComputePlan(v1::AllocationPlan plan, const v1::RuleSet& rule,
                                               const std::vector<v1::Organisation>& tree) {
  const absl::CivilDay day = civil::FromDate(plan.as_of());
  if (!InForce(rule, day)) {
    return status::FailedPrecondition(
        v1::RULE_SET_NOT_IN_FORCE,
        StrCat("The rule set ", rule.name(), " is not in force on ", civil::Format(day), "."),
        {{"rule_set", rule.name()}, {"as_of", civil::Format(day)}});
  }
  *plan.mutable_rule() = rule;
  plan.mutable_rule()->clear_etag();
  plan.set_rule_set(rule.name());
  plan.clear_lines();
  for (const v1::Organisation& organisation : tree) {
    if (organisation.parent() != plan.organisation() || !ExistsOn(organisation, day)) continue;
    *plan.add_lines() = LineOf(organisation);
    RETURN_IF_ERROR(CheckCutoff(rule, plan.lines(plan.lines_size() - 1)));
  }
  if (plan.lines().empty()) {
    return status::FailedPrecondition(
        v1::NO_ORGANISATIONS,
        StrCat("No organisation is in force directly under ", plan.organisation(), " on ", civil::Format(day), "."),
        {{"organisation", plan.organisation()}, {"as_of", civil::Format(day)}});
  }
  std::sort(plan.mutable_lines()->begin(), plan.mutable_lines()->end(),
            [](const v1::AllocationLine& a, const v1::AllocationLine& b) { return a.code() < b.code(); });
  plan.set_inputs_sha256(HashInputs(plan));
  plan.set_revision(plan.revision() + 1);
  plan.set_state(v1::AllocationPlan::DRAFT);
  return Allocate(std::move(plan));
}

}  // namespace congress::allocation
