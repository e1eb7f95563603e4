#include "services/allocation/domain/margins.h"

#include <algorithm>
#include <numeric>

#include "services/allocation/domain/apportion.h"

namespace congress::allocation {
namespace {

// As many as an import takes.
constexpr int64_t kMostMembers = 1'000'000'000'000;

std::vector<Claim> ClaimsOf(const v1::AllocationPlan& plan) {
  std::vector<Claim> claims;
  for (const v1::AllocationLine& line : plan.lines()) claims.push_back({line.members(), line.code()});
  return claims;
}

Apportionment Recomputed(const v1::AllocationPlan& plan, const std::vector<Claim>& claims, int64_t more = 0) {
  const v1::MemberStep& step = plan.rule().member_step();
  if (step.has_open_total()) return ByStep(claims, step.open_total());
  return ByLargestRemainder(claims, plan.totals().member_seats() + more);
}

// The smallest number of members in [low, high] with which the line has at least `seats` seats by members; more
// members never cost it one. None when `high` does not do.
std::optional<int64_t> FewestFor(const v1::AllocationPlan& plan, int line, int64_t seats, int64_t low, int64_t high) {
  std::vector<Claim> claims = ClaimsOf(plan);
  const auto has = [&](int64_t members) {
    claims[static_cast<size_t>(line)].weight = members;
    const bool nobody = std::all_of(claims.begin(), claims.end(), [](const Claim& claim) { return claim.weight == 0; });
    if (nobody) return seats == 0;
    return Recomputed(plan, claims).shares[static_cast<size_t>(line)].seats() >= seats;
  };
  if (!has(high)) return std::nullopt;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (has(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

}  // namespace

std::optional<int64_t> MembersToGain(const v1::AllocationPlan& plan, int line) {
  const v1::AllocationLine& now = plan.lines(line);
  return FewestFor(plan, line, now.member_seats() + 1, now.members(), kMostMembers);
}

int64_t MembersToKeep(const v1::AllocationPlan& plan, int line) {
  const v1::AllocationLine& now = plan.lines(line);
  return FewestFor(plan, line, now.member_seats(), 0, now.members()).value_or(now.members());
}

std::vector<v1::RemainderRank> AroundTheLastSeat(const v1::AllocationPlan& plan, int most) {
  if (!plan.rule().member_step().has_fitted() || plan.step().numerator() == 0) return {};
  std::vector<int> order(static_cast<size_t>(plan.lines_size()));
  std::iota(order.begin(), order.end(), 0);
  // Remainders have one denominator. Those who won go first, also among equal ones.
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    const v1::AllocationLine& first = plan.lines(a);
    const v1::AllocationLine& second = plan.lines(b);
    if (first.remainder_numerator() != second.remainder_numerator()) {
      return first.remainder_numerator() > second.remainder_numerator();
    }
    return first.remainder_seat() && !second.remainder_seat();
  });
  const auto edge = std::find_if(order.begin(), order.end(), [&](int i) { return !plan.lines(i).remainder_seat(); });
  const auto first = edge - std::min<std::ptrdiff_t>(most, edge - order.begin());
  const auto last = edge + std::min<std::ptrdiff_t>(most, order.end() - edge);
  std::vector<v1::RemainderRank> ranks;
  for (auto it = first; it != last; ++it) {
    const v1::AllocationLine& line = plan.lines(*it);
    v1::RemainderRank& rank = ranks.emplace_back();
    rank.set_rank(static_cast<int32_t>(it - order.begin()) + 1);
    rank.set_organisation(line.organisation());
    rank.set_display_name(line.display_name());
    rank.set_remainder_numerator(line.remainder_numerator());
    rank.set_remainder_denominator(line.remainder_denominator());
    rank.set_won(line.remainder_seat());
  }
  return ranks;
}

std::vector<v1::SeatChange> WithSeats(const v1::AllocationPlan& plan, int64_t more) {
  if (!plan.rule().member_step().has_fitted() || plan.step().numerator() == 0) return {};
  if (plan.totals().member_seats() + more < 0) return {};
  const Apportionment changed = Recomputed(plan, ClaimsOf(plan), more);
  std::vector<v1::SeatChange> changes;
  for (int i = 0; i < plan.lines_size(); ++i) {
    const v1::AllocationLine& line = plan.lines(i);
    const int64_t change = changed.shares[static_cast<size_t>(i)].seats() - line.member_seats();
    if (change == 0) continue;
    v1::SeatChange& told = changes.emplace_back();
    told.set_organisation(line.organisation());
    told.set_display_name(line.display_name());
    told.set_change(change);
  }
  return changes;
}

}  // namespace congress::allocation
