#include "services/allocation/domain/plan/allocate.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan/caps.h"
#include "services/allocation/domain/plan/hand_seats.h"
#include "services/allocation/domain/plan/inputs.h"
#include "services/allocation/domain/plan/plan_lot.h"
#include "services/allocation/domain/plan/pool.h"
#include "services/allocation/domain/plan/round_step.h"
#include "services/allocation/domain/plan/share_pool.h"
#include "services/allocation/domain/rules/rule_set.h"
#include "services/allocation/domain/rules/unit_rules.h"
#include "services/allocation/domain/targets/spread_targets.h"
#include "services/allocation/domain/tree/ancestry.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

v1::AllocationLine LineOf(const v1::Organisation& organisation, const v1::RuleSet& rule, const Ancestry& ancestry) {
  v1::AllocationLine line;
  line.set_organisation(organisation.name());
  line.set_code(organisation.code());
  line.set_display_name(organisation.display_name());
  line.set_kind(organisation.kind());
  line.set_members(organisation.members());
  line.set_members_basis(organisation.members_basis());
  if (organisation.has_members_as_of()) *line.mutable_members_as_of() = organisation.members_as_of();
  line.set_merged_units(rule.base().former_units() == v1::BaseRule::LAST_MERGER ? ancestry.UnitsMerged(organisation)
                                                                                : ancestry.UnitsAtFirst(organisation));
  *line.mutable_measures() = organisation.measures();
  return line;
}

absl::Status CheckCutoff(const v1::RuleSet& rule, const v1::AllocationLine& line) {
  if (!rule.has_members_cutoff() || !line.has_members_as_of()) return absl::OkStatus();
  const absl::CivilDay cutoff = civil::FromDate(rule.members_cutoff());
  const absl::CivilDay counted = civil::FromDate(line.members_as_of());
  if (counted <= cutoff) return absl::OkStatus();
  return status::FailedPrecondition(v1::MEMBERS_COUNTED_LATE, {{"organisation", line.organisation()},
                                                               {"members_as_of", civil::Format(counted)},
                                                               {"cutoff", civil::Format(cutoff)},
                                                               {"display_name", line.display_name()}});
}

// A seat for one who gets none would vanish without a word.
absl::Status CheckNamed(const v1::AllocationPlan& plan) {
  std::set<std::string> known;
  for (const auto& line : plan.lines()) known.insert(line.organisation());
  for (const std::string& name : NamedOrganisations(plan.rule())) {
    if (known.contains(name)) continue;
    return status::FailedPrecondition(v1::ORGANISATION_NOT_TAKING_PART,
                                      {{"organisation", name}, {"parent", plan.organisation()}});
  }
  return absl::OkStatus();
}

// Sets what does not depend on members, and adds it up.
void SetFixedSeats(v1::AllocationPlan* plan) {
  v1::AllocationTotals& totals = *plan->mutable_totals();
  totals.set_organisations(plan->lines_size());
  totals.set_ex_officio(plan->rule().ex_officio_count());
  const UnitRules rules(plan->rule());
  for (auto& line : *plan->mutable_lines()) {
    line.set_base_seats(rules.BaseOf(line).seats);
    line.set_origin(rules.OriginOf(line));
    const v1::Addition* addition = rules.AdditionOf(line);
    line.set_addition_seats(addition == nullptr ? 0 : addition->seats());
    line.set_member_seats(0);
    line.set_ex_officio_seats(rules.ExOfficioOf(line));
    line.clear_pools();
    totals.set_members(totals.members() + line.members());
    totals.set_base_seats(totals.base_seats() + line.base_seats());
    totals.set_addition_seats(totals.addition_seats() + line.addition_seats());
  }
}

// What the total leaves for the pools that share it.
absl::StatusOr<int64_t> SeatsLeft(const v1::AllocationPlan& plan) {
  const v1::AllocationTotals& totals = plan.totals();
  const int64_t total = TotalOf(plan.rule());
  const int64_t appointed = plan.rule().appointed_count();
  const int64_t pooled = totals.member_seats();
  const int64_t fixed =
      totals.ex_officio() - ExOfficioWithin(plan) + totals.base_seats() + totals.addition_seats() + pooled + appointed;
  if (fixed > total) {
    return status::FailedPrecondition(v1::TOTAL_TOO_SMALL, {{"total", StrCat(total)},
                                                            {"ex_officio", StrCat(totals.ex_officio())},
                                                            {"base", StrCat(totals.base_seats())},
                                                            {"addition", StrCat(totals.addition_seats())},
                                                            {"pools", StrCat(pooled)},
                                                            {"appointed", StrCat(appointed)},
                                                            {"fixed", StrCat(fixed)}});
  }
  return total - fixed;
}

void SetOpenStep(const v1::OpenTotal& open, v1::Step* step) {
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

void SetFittedStep(const v1::AllocationPlan& plan, const SharedPool& shared, v1::Step* step) {
  const int64_t seats = shared.outcome.seats();
  if (seats == 0 || !plan.decided()) return;
  const int64_t divisor = std::gcd(plan.totals().members(), seats);
  step->set_numerator(plan.totals().members() / divisor);
  step->set_denominator(seats / divisor);
  std::vector<int64_t> members;
  std::vector<Share> shares;
  for (const LineShare& line : shared.lines) {
    members.push_back(plan.lines(line.claim.line).members());
    shares.push_back(line.worked.value_or(Share{}));
  }
  if (const auto round = FindRoundStep(members, shares); round.has_value()) {
    step->set_round_step(round->members);
    step->set_round_threshold(round->threshold);
  }
}

// With a member step the line itself holds whole steps and remainder.
void SetWorked(const Share& share, v1::AllocationLine* line) {
  line->set_whole_seats(share.whole);
  // Remainders are smaller than the sum of all members, which fits.
  line->set_remainder_numerator(static_cast<int64_t>(absl::Uint128Low64(share.remainder)));
  line->set_remainder_denominator(static_cast<int64_t>(absl::Uint128Low64(share.denominator)));
  line->set_remainder_seat(share.extra);
}

void SetStep(const SharedPool& shared, v1::AllocationPlan* plan) {
  const v1::MemberStep& step = plan->rule().member_step();
  if (step.has_open_total()) SetOpenStep(step.open_total(), plan->mutable_step());
  if (step.has_fitted()) SetFittedStep(*plan, shared, plan->mutable_step());
}

// Writes what a pool gave into the plan.
void AddPool(SharedPool shared, Detail detail, v1::AllocationPlan* plan) {
  for (v1::Tie& tie : shared.ties) {
    if (tie.winners().empty()) plan->set_decided(false);
    *plan->add_ties() = std::move(tie);
  }
  for (LineShare& share : shared.lines) {
    v1::AllocationLine& line = *plan->mutable_lines(share.claim.line);
    line.set_member_seats(line.member_seats() + share.seats);
    if (plan->rule().has_member_step()) {
      SetWorked(share.worked.value_or(Share{}), &line);
      continue;
    }
    v1::PoolSeats& seats = *line.add_pools();
    seats.set_pool(shared.outcome.pool());
    seats.set_weight(exact::ToMpz(share.claim.weight).get_str());
    seats.set_seats(share.seats);
  }
  plan->mutable_totals()->set_member_seats(plan->totals().member_seats() + shared.outcome.seats());
  // How round a step would give the same seats is searched for.
  if (detail == Detail::kAll) SetStep(shared, plan);
  if (!plan->rule().member_step().has_open_total()) *plan->add_pools() = std::move(shared.outcome);
}

// What is left, by the parts of the pools that share it; the earlier pool first where remainders are equal.
std::vector<int64_t> Divide(int64_t left, const std::vector<const v1::Pool*>& pools) {
  int64_t parts = 0;
  for (const v1::Pool* pool : pools) parts += pool->shared().parts();
  std::vector<int64_t> seats;
  std::vector<size_t> order;
  int64_t rest = left;
  for (const v1::Pool* pool : pools) {
    seats.push_back(left * pool->shared().parts() / parts);
    rest -= seats.back();
    order.push_back(order.size());
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return left * pools[a]->shared().parts() % parts > left * pools[b]->shared().parts() % parts;
  });
  for (int64_t i = 0; i < rest; ++i) ++seats[order[static_cast<size_t>(i)]];
  return seats;
}

// Gives out the seats of all pools: first those that have their number, then those that share what the total leaves.
absl::Status ShareAllPools(Detail detail, v1::AllocationPlan* plan) {
  const std::vector<v1::Pool> pools = PoolsOf(plan->rule());
  RETURN_IF_ERROR(CheckHandSeats(*plan, pools));
  std::vector<const v1::Pool*> sharing;
  for (const v1::Pool& pool : pools) {
    if (pool.shared().has_parts()) {
      sharing.push_back(&pool);
      continue;
    }
    ASSIGN_OR_RETURN(SharedPool shared, SharePool(pool, pool.shared().seats(), *plan, detail));
    AddPool(std::move(shared), detail, plan);
  }
  if (sharing.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const int64_t left, SeatsLeft(*plan));
  const std::vector<int64_t> seats = Divide(left, sharing);
  for (size_t i = 0; i < sharing.size(); ++i) {
    ASSIGN_OR_RETURN(SharedPool shared, SharePool(*sharing[i], seats[i], *plan, detail));
    AddPool(std::move(shared), detail, plan);
  }
  return absl::OkStatus();
}

// What the organisation fills itself.
absl::Status SetSeats(const v1::RuleSet& rule, v1::AllocationLine* line) {
  const int64_t seats = line->base_seats() + line->member_seats() + line->addition_seats();
  const int64_t taken = rule.ex_officio_within_seats() ? line->ex_officio_seats() : 0;
  line->set_seats(seats - taken);
  if (taken <= seats) return absl::OkStatus();
  return status::FailedPrecondition(v1::EX_OFFICIO_OVER_SEATS, {{"organisation", line->organisation()},
                                                                {"ex_officio", StrCat(taken)},
                                                                {"seats", StrCat(seats)},
                                                                {"display_name", line->display_name()}});
}

void AddUp(v1::AllocationPlan* plan) {
  v1::AllocationTotals& totals = *plan->mutable_totals();
  totals.set_appointed(plan->rule().appointed_count());
  for (const auto& line : plan->lines()) {
    if (line.origin() == v1::APPOINTED) {
      totals.set_appointed(totals.appointed() + line.seats());
    } else {
      totals.set_elected(totals.elected() + line.seats());
    }
  }
  totals.set_total(totals.ex_officio() + totals.elected() + totals.appointed());
}

// A lot that decides says of whom it did.
void FinishLot(v1::AllocationPlan* plan) {
  if (!plan->has_lot()) return;
  if (plan->ties().empty()) return plan->clear_lot();
  v1::Lot& lot = *plan->mutable_lot();
  lot.clear_tied();
  lot.clear_winners();
  for (const v1::Tie& tie : plan->ties()) {
    lot.mutable_tied()->MergeFrom(tie.organisations());
    lot.mutable_winners()->MergeFrom(tie.winners());
  }
}

absl::Status Give(Detail detail, v1::AllocationPlan* plan) {
  plan->clear_totals();
  plan->clear_step();
  plan->clear_ties();
  plan->clear_pools();
  plan->set_decided(true);
  SetFixedSeats(plan);
  RETURN_IF_ERROR(ShareAllPools(detail, plan));
  for (auto& line : *plan->mutable_lines()) RETURN_IF_ERROR(SetSeats(plan->rule(), &line));
  AddUp(plan);
  return absl::OkStatus();
}

}  // namespace

int64_t ExOfficioWithin(const v1::AllocationPlan& plan) {
  if (!plan.rule().ex_officio_within_seats()) return 0;
  int64_t within = 0;
  for (const auto& line : plan.lines()) within += line.ex_officio_seats();
  return within;
}

absl::Status GiveOut(v1::AllocationPlan* plan) { return Give(Detail::kSeats, plan); }

absl::StatusOr<v1::AllocationPlan> Allocate(v1::AllocationPlan plan) {
  RETURN_IF_ERROR(CheckNamed(plan));
  RETURN_IF_ERROR(Give(Detail::kAll, &plan));
  RETURN_IF_ERROR(CheckCaps(&plan));
  FinishLot(&plan);
  RETURN_IF_ERROR(SpreadTargets(&plan));
  return plan;
}

absl::StatusOr<v1::AllocationPlan> ComputePlan(v1::AllocationPlan plan, const v1::RuleSet& rule,
                                               const std::vector<v1::Organisation>& tree, const v1::DrawnLots& drawn) {
  const absl::CivilDay day = civil::FromDate(plan.as_of());
  if (!InForce(rule, day)) {
    return status::FailedPrecondition(v1::RULE_SET_NOT_IN_FORCE,
                                      {{"rule_set", rule.name()}, {"as_of", civil::Format(day)}});
  }
  *plan.mutable_rule() = rule;
  plan.mutable_rule()->clear_etag();
  plan.set_rule_set(rule.name());
  plan.clear_lines();
  const Ancestry ancestry(tree);
  const auto find = [&](std::string_view name) { return ancestry.Find(name); };
  for (const v1::Organisation& organisation : tree) {
    if (!IsCommittee(organisation) || !ExistsOn(organisation, day)) continue;
    if (ParentOn(organisation, day, find) != plan.organisation()) continue;
    *plan.add_lines() = LineOf(organisation, rule, ancestry);
    RETURN_IF_ERROR(CheckCutoff(rule, plan.lines(plan.lines_size() - 1)));
  }
  if (plan.lines().empty()) {
    return status::FailedPrecondition(v1::NO_ORGANISATIONS,
                                      {{"organisation", plan.organisation()}, {"as_of", civil::Format(day)}});
  }
  std::sort(plan.mutable_lines()->begin(), plan.mutable_lines()->end(),
            [](const v1::AllocationLine& a, const v1::AllocationLine& b) { return a.code() < b.code(); });
  plan.set_inputs_sha256(HashInputs(plan));
  HoldToLot(drawn, &plan);
  plan.set_revision(plan.revision() + 1);
  plan.set_state(v1::AllocationPlan::DRAFT);
  return Allocate(std::move(plan));
}

}  // namespace congress::allocation
