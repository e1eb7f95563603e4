#include "services/scheduling/domain/solver/session_bound.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace congress::scheduling::solver {
namespace {

// A group that approves, or the meetings that need no approval.
struct Approving {
  std::vector<int64_t> ready;   // By meeting: the first day on which it may be approved, in order.
  std::vector<int64_t> starts;  // By meeting: the first day on which it may start.
  std::vector<int64_t> days;    // Of its meetings, the fewest first.
};

class Waiting {
 public:
  explicit Waiting(const Model& model)
      : model_(model), size_(model.problem().policy.session_size), lead_(model.problem().policy.lead_days) {
    groups_.resize(model.problem().groups.size());
    for (int i = 0; i < model.meetings(); ++i) {
      const int group = model.meeting(i).group;
      Approving& here = group < 0 ? others_ : groups_[At(group)];
      if (group >= 0) here.ready.push_back(model.approvals(i).front().value);
      here.starts.push_back(model.starts(i).front().value);
      here.days.push_back(model.meeting(i).days);
    }
    for (Approving& group : groups_) {
      std::sort(group.ready.begin(), group.ready.end());
      std::sort(group.days.begin(), group.days.end());
    }
    std::sort(others_.days.begin(), others_.days.end());
    // By first day: places behind it that cost nothing.
    free_.assign(At(model.days()) + 1, 0);
    for (int day = model.days(); day-- > 0;) {
      const Day& facts = model.problem().days[At(day)];
      const int64_t here = facts.closed ? 0 : std::max(0, model.problem().policy.day_level - facts.taken);
      free_[At(day)] = free_[At(day) + 1] + here;
    }
  }

  int64_t Run() {
    std::vector<int64_t> places(At(model_.days()));
    for (int day = 0; day < model_.days(); ++day) places[At(day)] = Late(others_, StartingFrom(others_, day));
    least_ = std::numeric_limits<int64_t>::max();
    Choose(0, 0, places);
    return least_;
  }

 private:
  static int64_t StartingFrom(const Approving& group, int day) {
    return std::count_if(group.starts.begin(), group.starts.end(), [&](int64_t start) { return start >= day; });
  }
  // The places that so many of them need at least.
  static int64_t Late(const Approving& group, int64_t count) {
    int64_t sum = 0;
    for (int64_t k = 0; k < count; ++k) sum += group.days[At(static_cast<int>(k))];
    return sum;
  }
  int64_t Sessions(int64_t meetings) const { return (meetings + size_ - 1) / size_; }

  // Of a group with so many sessions: those that may be approved up to a day, if the rest has its sessions behind it.
  int64_t ApprovedBy(const Approving& group, int64_t sessions, int64_t day) const {
    const auto count = static_cast<int64_t>(group.ready.size());
    int64_t approved = std::upper_bound(group.ready.begin(), group.ready.end(), day) - group.ready.begin();
    while (Sessions(approved) + Sessions(count - approved) > sessions) --approved;
    return approved;
  }

  // Tries each number of sessions of each group from here on; `places` are those needed from each day on so far.
  void Choose(size_t g, int64_t sessions, const std::vector<int64_t>& places) {
    if (g == groups_.size()) {
      int64_t above = 0;
      for (size_t day = 0; day < places.size(); ++day) above = std::max(above, places[day] - free_[day]);
      least_ = std::min(least_, sessions * model_.weight(Rule::kSession) + above * model_.weight(Rule::kDayLevel));
      return;
    }
    const Approving& group = groups_[g];
    const auto count = static_cast<int64_t>(group.ready.size());
    // With one session more than needed nobody has to wait; a further one spares nothing.
    for (int64_t held = Sessions(count); held <= std::min(count, Sessions(count) + 1); ++held) {
      std::vector<int64_t> with = places;
      for (int day = 0; day < model_.days(); ++day) {
        const int64_t waiting = count - ApprovedBy(group, held, int64_t{day} - lead_ - 1);
        with[At(day)] += Late(group, std::max(waiting, StartingFrom(group, day)));
      }
      Choose(g + 1, sessions + held, with);
    }
  }

  const Model& model_;
  const int64_t size_, lead_;
  std::vector<Approving> groups_;
  Approving others_;
  std::vector<int64_t> free_;
  int64_t least_ = 0;
};

}  // namespace

int64_t CostOfSessionsAndDays(const Model& model) {
  constexpr size_t kMostGroups = 6;
  if (!model.blocks(Rule::kSessionSize) || !model.blocks(Rule::kLead)) return 0;
  if (model.problem().groups.size() > kMostGroups) return 0;
  return Waiting(model).Run();
}

}  // namespace congress::scheduling::solver
