#include "services/allocation/domain/plan/margins.h"

#include <algorithm>

#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/plan/pool.h"

namespace congress::allocation {
namespace {

// As many as an import takes.
constexpr int64_t kMostMembers = 1'000'000'000'000;

// The smallest number of members in [low, high] with which the line has at least `seats` seats by members, as far as
// more members never cost it one: true of every method but Droop's, Imperiali's and the Swiss, of which the answer is a
// number that does, while one below does not. None when `high` does not do.
std::optional<int64_t> FewestFor(const v1::AllocationPlan& plan, int line, int64_t seats, int64_t low, int64_t high) {
  v1::AllocationPlan changed = plan;
  const auto has = [&](int64_t members) {
    changed.mutable_lines(line)->set_members(members);
    // Where nobody has members any more, nothing can be given out.
    return GiveOut(&changed).ok() ? changed.lines(line).member_seats() >= seats : seats == 0;
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

std::vector<v1::SeatChange> WithSeats(const v1::AllocationPlan& plan, int64_t more) {
  v1::AllocationPlan changed = plan;
  if (plan.rule().member_step().has_fitted()) {
    changed.mutable_rule()->mutable_member_step()->mutable_fitted()->set_total(TotalOf(plan.rule()) + more);
  } else if (TotalOf(plan.rule()) > 0) {
    changed.mutable_rule()->set_total(TotalOf(plan.rule()) + more);
  } else {
    return {};
  }
  // Not with fewer than are fixed, and not where seats go in pairs.
  if (!GiveOut(&changed).ok()) return {};
  std::vector<v1::SeatChange> changes;
  for (int i = 0; i < plan.lines_size(); ++i) {
    const v1::AllocationLine& line = plan.lines(i);
    const int64_t change = changed.lines(i).seats() - line.seats();
    if (change == 0) continue;
    v1::SeatChange& told = changes.emplace_back();
    told.set_organisation(line.organisation());
    told.set_display_name(line.display_name());
    told.set_change(change);
  }
  return changes;
}

}  // namespace congress::allocation
