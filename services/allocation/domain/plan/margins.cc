#include "services/allocation/domain/plan/margins.h"

#include <algorithm>
#include <utility>

#include "platform/status/macros.h"
#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/plan/pool.h"

namespace congress::allocation {
namespace {

// As many as an import takes.
constexpr int64_t kMostMembers = 1'000'000'000'000;

// Tries other numbers of members for a line, all others being as they are.
class Trial {
 public:
  Trial(const v1::AllocationPlan& plan, int line, int64_t seats) : changed_(plan), line_(line), seats_(seats) {}

  // Whether the line has at least these seats by members then; none where nothing can be given out.
  std::optional<bool> Enough(int64_t members) {
    changed_.mutable_lines(line_)->set_members(members);
    if (!GiveOut(&changed_).ok()) return std::nullopt;
    return changed_.lines(line_).member_seats() >= seats_;
  }

 private:
  v1::AllocationPlan changed_;
  const int line_;
  const int64_t seats_;
};

// The smallest number in [low, high] of which `holds`, which does of `high`, as far as it does of all above one of
// which it does. More members never cost a seat by every method but Droop's, Imperiali's and the Swiss: of these the
// answer is a number of which it holds, while of the one below it does not.
template <class Holds>
int64_t Smallest(int64_t low, int64_t high, Holds holds) {
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (holds(middle)) {
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
  if (now.members() >= kMostMembers) return std::nullopt;
  Trial trial(plan, line, now.member_seats() + 1);
  // Far above what is needed there may be more seats than are ever given out, so the search begins from below. What is
  // refused counts as beyond: who has not gained before that does not gain.
  const auto there = [&](int64_t members) { return trial.Enough(members).value_or(true); };
  int64_t low = now.members() + 1;
  int64_t high = low;
  for (int64_t more = 1; !there(high); more *= 2) {
    if (high == kMostMembers) return std::nullopt;
    low = high + 1;
    high = std::min(kMostMembers, high + more);
  }
  const int64_t found = Smallest(low, high, there);
  if (!trial.Enough(found).has_value()) return std::nullopt;
  return found;
}

int64_t MembersToKeep(const v1::AllocationPlan& plan, int line) {
  const v1::AllocationLine& now = plan.lines(line);
  Trial trial(plan, line, now.member_seats());
  // Where nobody has members any more, nothing can be given out.
  return Smallest(0, now.members(),
                  [&](int64_t members) { return trial.Enough(members).value_or(now.member_seats() == 0); });
}

absl::StatusOr<v1::AllocationPlan> WithTotal(v1::AllocationPlan plan, int64_t total) {
  if (plan.rule().member_step().has_fitted()) {
    plan.mutable_rule()->mutable_member_step()->mutable_fitted()->set_total(total);
  } else {
    plan.mutable_rule()->set_total(total);
  }
  RETURN_IF_ERROR(GiveOut(&plan));
  return plan;
}

std::vector<v1::SeatChange> WithSeats(const v1::AllocationPlan& plan, int64_t more) {
  if (TotalOf(plan.rule()) == 0) return {};
  const auto changed = WithTotal(plan, TotalOf(plan.rule()) + more);
  // Not with fewer than are fixed, and not where seats go in pairs.
  if (!changed.ok()) return {};
  std::vector<v1::SeatChange> changes;
  for (int i = 0; i < plan.lines_size(); ++i) {
    const v1::AllocationLine& line = plan.lines(i);
    const int64_t change = changed->lines(i).seats() - line.seats();
    if (change == 0) continue;
    v1::SeatChange& told = changes.emplace_back();
    told.set_organisation(line.organisation());
    told.set_display_name(line.display_name());
    told.set_change(change);
  }
  return changes;
}

}  // namespace congress::allocation
