#include "services/allocation/domain/plan/share_pool.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "congress/allocation/v1/apportionment_service.pb.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/apportion/apportionment.h"
#include "services/allocation/certificate/verify_plan.h"
#include "services/allocation/domain/apportionment/apportion_units.h"
#include "services/allocation/domain/apportionment/certify.h"

namespace congress::allocation {
namespace {

int64_t PerClaim(const v1::Pool& pool) { return std::max<int64_t>(1, pool.seats_per_claim()); }

int64_t WithinBounds(const v1::Pool& pool, int64_t claims) {
  if (pool.has_maximum()) claims = std::min(claims, pool.maximum());
  return std::max(claims, pool.minimum());
}

// The claims in the order of the tie rule, which is the order in which tied ones get their seats.
std::vector<PoolClaim> InOrderOfTieRule(std::vector<PoolClaim> claims, const v1::AllocationPlan& plan) {
  std::sort(claims.begin(), claims.end(), [&](const PoolClaim& a, const PoolClaim& b) {
    const v1::AllocationLine& first = plan.lines(a.line);
    const v1::AllocationLine& second = plan.lines(b.line);
    if (first.members() != second.members()) return first.members() > second.members();
    return first.code() < second.code();
  });
  return claims;
}

// The alliance of each organisation that is in one.
using Alliances = std::map<std::string, std::string>;

Alliances AlliancesOf(const v1::Pool& pool) {
  Alliances alliances;
  for (const v1::Alliance& alliance : pool.shared().alliances()) {
    for (const std::string& organisation : alliance.organisations()) alliances.emplace(organisation, alliance.id());
  }
  return alliances;
}

std::string AllianceOf(const Alliances& alliances, const v1::AllocationLine& line) {
  const auto found = alliances.find(line.organisation());
  return found == alliances.end() ? "" : found->second;
}

v1::TieDecision DecisionOf(const v1::AllocationPlan& plan) {
  v1::TieDecision ties;
  if (plan.rule().tie_rule() != v1::RuleSet::LOT) {
    ties.set_first(true);
  } else if (plan.has_lot()) {
    ties.set_lot_seed(plan.lot().seed());
  }
  return ties;
}

// INVALID_ARGUMENT `FIELDS_INVALID` for methods that are none, which rule sets cannot name.
absl::StatusOr<ApportionmentTask> TaskFor(const v1::Pool& pool, const Alliances& alliances, int64_t to_give,
                                          const PoolClaims& claims, const v1::AllocationPlan& plan) {
  constexpr uint64_t kGreatest = 999'999'999'999'999'999;
  const v1::SharedSeats& shared = pool.shared();
  status::Violations faults;
  const auto method =
      ReadMethod("method", shared.method().empty() ? "hare" : shared.method(), shared.first_divisor(), &faults);
  std::optional<NamedMethod> within;
  if (!shared.alliance_method().empty()) within = ReadMethod("alliance_method", shared.alliance_method(), "", &faults);
  RETURN_IF_ERROR(faults.ToStatus());
  // Weights have at most 18 digits before the point: great ones are all divided by 10^9, which changes no seat.
  const bool great = std::any_of(claims.claims.begin(), claims.claims.end(),
                                 [](const PoolClaim& claim) { return claim.weight > kGreatest; });
  ApportionmentTask task{.method = *method,
                         .seats = to_give,
                         .ties = DecisionOf(plan),
                         .threshold = shared.threshold(),
                         .growth = shared.growth(),
                         .alliance_method = within,
                         .scale = great ? kMostDecimals : 0};
  for (const PoolClaim& claim : InOrderOfTieRule(claims.claims, plan)) {
    const v1::AllocationLine& line = plan.lines(claim.line);
    Claimant claimant{.key = line.code(), .minimum = pool.minimum()};
    if (pool.has_maximum()) claimant.maximum = pool.maximum();
    const std::string alliance = AllianceOf(alliances, line);
    if (!alliance.empty()) claimant.alliance = StrCat(kAllianceKey, alliance);
    task.Add(std::move(claimant), claim.weight);
  }
  if (shared.has_threshold()) ApplyThreshold(shared.threshold(), &task);
  return task;
}

// The tie of keys as one of organisations.
v1::Tie TieOf(const v1::ApportionmentTie& tie, const std::string& alliance, const v1::Pool& pool,
              const Alliances& alliances, const PoolClaims& claims, const v1::AllocationPlan& plan) {
  v1::Tie told;
  told.set_pool(pool.id());
  told.set_alliance(alliance);
  told.set_seats_at_stake(tie.seats_at_stake() * PerClaim(pool));
  told.set_tie_rule(plan.rule().tie_rule());
  const std::set<std::string> tied(tie.keys().begin(), tie.keys().end());
  const std::set<std::string> winners(tie.winners().begin(), tie.winners().end());
  std::map<std::string_view, int> step_of;
  for (int i = 0; i < tie.steps_size(); ++i) {
    *told.add_steps() = tie.steps(i);
    told.mutable_steps(i)->clear_keys();
    told.mutable_steps(i)->set_seats(tie.steps(i).seats() * PerClaim(pool));
    for (const std::string& key : tie.steps(i).keys()) step_of.emplace(key, i);
  }
  for (const PoolClaim& claim : claims.claims) {
    const v1::AllocationLine& line = plan.lines(claim.line);
    const std::string own = AllianceOf(alliances, line);
    const std::string key = own.empty() || own == alliance ? line.code() : StrCat(kAllianceKey, own);
    if (tied.contains(key)) told.add_organisations(line.organisation());
    if (const auto step = step_of.find(key); step != step_of.end()) {
      told.mutable_steps(step->second)->add_keys(line.organisation());
    }
    if (winners.contains(key)) told.add_winners(line.organisation());
  }
  return told;
}

absl::Status CheckShareable(const v1::Pool& pool, int64_t seats, const PoolClaims& claims) {
  if (seats % PerClaim(pool) != 0) {
    return status::FailedPrecondition(
        v1::POOL_NOT_DIVISIBLE,
        {{"pool", pool.id()}, {"seats", StrCat(seats)}, {"seats_per_claim", StrCat(PerClaim(pool))}});
  }
  if (claims.sum == 0 && seats > 0) {
    return status::FailedPrecondition(v1::NO_MEMBERS, {{"seats", StrCat(seats)}});
  }
  return absl::OkStatus();
}

void SetOutcome(const v1::AllocationPlan& plan, const v1::Pool& pool, const Alliances& alliances,
                const PoolClaims& claims, v1::ComputeApportionmentResponse answer, SharedPool* result) {
  if (answer.has_tie()) result->ties.push_back(TieOf(answer.tie(), "", pool, alliances, claims, plan));
  if (answer.has_certificate()) {
    BindToPlan(plan, answer.mutable_certificate());
    *result->outcome.mutable_certificate() = std::move(*answer.mutable_certificate());
  }
  for (v1::AllianceOutcome& alliance : *answer.mutable_alliances()) {
    alliance.set_key(alliance.key().substr(kAllianceKey.size()));
    if (alliance.has_tie())
      result->ties.push_back(TieOf(alliance.tie(), alliance.key(), pool, alliances, claims, plan));
    if (alliance.has_certificate()) BindToPlan(plan, alliance.mutable_certificate());
    *result->outcome.add_alliances() = std::move(alliance);
  }
}

absl::Status ShareSeats(const v1::Pool& pool, int64_t seats, const PoolClaims& claims, const v1::AllocationPlan& plan,
                        Detail detail, SharedPool* result) {
  RETURN_IF_ERROR(CheckShareable(pool, seats, claims));
  const int64_t to_give = seats / PerClaim(pool);
  const Alliances alliances = AlliancesOf(pool);
  std::map<std::string, int64_t> given;
  if (to_give > 0 || (pool.shared().growth() != v1::GROWTH_UNSPECIFIED && claims.sum > 0)) {
    const LotDrawer drawer{.lot = plan.lot().name(),
                           .organisation = plan.lot().organisation(),
                           .person = plan.lot().drawn_by(),
                           .time = civil::FromTimestamp(plan.lot().draw_time())};
    ASSIGN_OR_RETURN(const ApportionmentTask task, TaskFor(pool, alliances, to_give, claims, plan));
    ASSIGN_OR_RETURN(v1::ComputeApportionmentResponse answer, ApportionTask(task, drawer, detail));
    for (const v1::ApportionedUnit& unit : answer.units()) given[unit.key()] = unit.seats();
    SetOutcome(plan, pool, alliances, claims, std::move(answer), result);
  }
  const bool by_remainder = pool.shared().method().empty() || pool.shared().method() == "hare";
  for (const PoolClaim& claim : claims.claims) {
    const v1::AllocationLine& line = plan.lines(claim.line);
    const int64_t own = given[line.code()];
    LineShare& share = result->lines.emplace_back();
    share.claim = claim;
    share.seats = own * PerClaim(pool);
    if (by_remainder && to_give > 0) share.worked = OfShared(claim.weight, to_give, claims.sum, own);
  }
  return absl::OkStatus();
}

void GiveOpen(const v1::Pool& pool, const PoolClaims& claims, SharedPool* result) {
  for (const PoolClaim& claim : claims.claims) {
    LineShare& line = result->lines.emplace_back();
    line.claim = claim;
    line.worked = OfOpenPool(pool, claim.weight, claims.sum);
    line.seats = WithinBounds(pool, line.worked->seats()) * PerClaim(pool);
  }
}

// No sum of a plan can overflow then: a line's seats are at most 10^14.
absl::Status TooMany(const v1::Pool& pool) {
  return status::InvalidArgument(
      v1::APPORTIONMENT_TOO_LARGE,
      {{"limit", StrCat(apportion::kMostSeats)}, {"cause", "pool_seats"}, {"pool", pool.id()}});
}

// Each is there once: checked before.
void GiveByHand(const v1::Pool& pool, const PoolClaims& claims, const v1::AllocationPlan& plan, SharedPool* result) {
  std::map<std::string, int64_t> entered;
  for (const v1::HandSeats& seats : plan.hand_seats()) {
    if (seats.pool().empty() || seats.pool() == pool.id()) entered.emplace(seats.organisation(), seats.seats());
  }
  for (const PoolClaim& claim : claims.claims) {
    LineShare& line = result->lines.emplace_back();
    line.claim = claim;
    const auto found = entered.find(plan.lines(claim.line).organisation());
    if (found != entered.end()) line.seats = found->second;
  }
}

}  // namespace

absl::StatusOr<SharedPool> SharePool(const v1::Pool& pool, int64_t seats, const v1::AllocationPlan& plan,
                                     Detail detail) {
  ASSIGN_OR_RETURN(const PoolClaims claims, ClaimsOf(pool, plan));
  SharedPool result;
  result.outcome.set_pool(pool.id());
  result.outcome.set_display_name(pool.display_name());
  if (pool.has_shared()) {
    RETURN_IF_ERROR(ShareSeats(pool, seats, claims, plan, detail, &result));
  } else if (pool.has_by_hand()) {
    GiveByHand(pool, claims, plan, &result);
  } else {
    GiveOpen(pool, claims, &result);
  }
  for (const LineShare& line : result.lines) {
    result.outcome.set_seats(result.outcome.seats() + line.seats);
    if (result.outcome.seats() > apportion::kMostSeats) return TooMany(pool);
  }
  return result;
}

}  // namespace congress::allocation
