#include "services/scheduling/domain/solver/exhaust.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "services/scheduling/domain/solver/board.h"

namespace congress::scheduling::solver {
namespace {

bool Same(const std::vector<Option>& a, const std::vector<Option>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Option& x, const Option& y) { return x.value == y.value && x.cost == y.cost; });
}

int64_t Least(const std::vector<Option>& options) {
  int64_t least = options.empty() ? 0 : std::numeric_limits<int64_t>::max();
  for (const Option& option : options) least = std::min<int64_t>(least, option.cost);
  return least;
}

class Tree {
 public:
  // With `attendees` those alone are looked at.
  Tree(const Model& model, int64_t below, int64_t steps, const Attendees* attendees)
      : model_(model), attendees_(attendees), board_(model), below_(below), steps_(steps) {
    meetings_of_.resize(model.problem().groups.size());
    open_.resize(meetings_of_.size());
    for (int i = 0; i < model.meetings(); ++i) {
      least_.push_back(Least(model.starts(i)) + Least(model.approvals(i)) +
                       (attendees == nullptr ? Least(model.attendees(i)) : 0));
      left_ += least_.back();
      board_.Set(i, Nowhere(i));
      if (model.meeting(i).group >= 0) ++meetings_of_[At(model.meeting(i).group)];
      int twin = i - 1;
      while (twin >= 0 && !AreTwins(i, twin)) --twin;
      twin_.push_back(twin);
    }
    placed_.resize(At(model.meetings()));
    sessions_ahead_ = SessionsAhead();
  }

  Exhausted Run() {
    const int64_t given = steps_;
    Descend(0);
    result_.steps = given - std::max<int64_t>(0, steps_);
    result_.complete = steps_ >= 0;
    return result_;
  }

 private:
  // Whether one meeting can take the other's slot in every schedule.
  bool AreTwins(int i, int j) const {
    const Meeting& a = model_.meeting(i);
    const Meeting& b = model_.meeting(j);
    return std::tie(a.days, a.area, a.group, a.required, a.rooms, a.km_from_centre, a.x_km, a.y_km) ==
               std::tie(b.days, b.area, b.group, b.required, b.rooms, b.km_from_centre, b.x_km, b.y_km) &&
           Same(model_.starts(i), model_.starts(j)) && Same(model_.approvals(i), model_.approvals(j)) &&
           (attendees_ == nullptr ? Same(model_.attendees(i), model_.attendees(j))
                                  : (*attendees_)[At(i)] == (*attendees_)[At(j)]) &&
           model_.orders(i).empty() && model_.orders(j).empty();
  }

  Slot Nowhere(int i) const { return {-1, -1, attendees_ == nullptr ? -1 : (*attendees_)[At(i)]}; }

  // What the sessions cost that groups have to hold beside those that are held so far.
  int64_t SessionsAhead() const {
    if (!model_.blocks(Rule::kSessionSize) || model_.weight(Rule::kSession) == 0) return 0;
    const int64_t size = model_.problem().policy.session_size;
    int64_t sessions = 0;
    for (size_t g = 0; g < open_.size(); ++g) {
      sessions += std::max<int64_t>(0, (meetings_of_[g] - open_[g] * size + size - 1) / size);
    }
    return sessions * model_.weight(Rule::kSession);
  }
  // Once it is settled who attends, nothing of that can still fall.
  bool Hopeless() const {
    if (attendees_ == nullptr) return board_.rising_faults() > 0 || board_.rising_cost() + Ahead() >= below_;
    return board_.faults() > 0 || board_.cost() + Ahead() >= below_;
  }
  int64_t Ahead() const { return left_ + sessions_ahead_; }
  void SetApproval(int i, int day) {
    const int group = model_.meeting(i).group;
    if (group < 0) return;
    const int before = board_.slot(i).approval;
    if (before == day) return;
    board_.SetApproval(i, day);
    if (before >= 0 && board_.in_session(group, before) == 0) --open_[At(group)];
    if (day >= 0 && board_.in_session(group, day) == 1) ++open_[At(group)];
    sessions_ahead_ = SessionsAhead();
  }
  void Set(int i, const Slot& slot) {
    board_.SetMeeting(i, slot.start, slot.attendee);
    SetApproval(i, slot.approval);
  }

  // The places at which the meeting breaks nothing and is not too dear, cheapest first.
  std::vector<std::pair<int64_t, Slot>> Places(int i, size_t most) {
    static const std::vector<Option> kNone = {{-1, 0}};
    const auto or_none = [](const std::vector<Option>& options) -> const std::vector<Option>& {
      return options.empty() ? kNone : options;
    };
    const std::vector<Option> settled = {{Nowhere(i).attendee, 0}};
    std::vector<std::pair<int64_t, Slot>> places;
    left_ -= least_[At(i)];
    for (const Option& start : model_.starts(i)) {
      if (twin_[At(i)] >= 0 && start.value < board_.slot(twin_[At(i)]).start) continue;
      for (const Option& attendee : attendees_ == nullptr ? or_none(model_.attendees(i)) : settled) {
        board_.SetMeeting(i, start.value, attendee.value);
        for (const Option& approval : or_none(model_.approvals(i))) {
          if (--steps_ < 0 || Hopeless()) break;
          SetApproval(i, approval.value);
          if (!Hopeless()) places.emplace_back(board_.rising_cost() + Ahead(), board_.slot(i));
          SetApproval(i, -1);
        }
        if (steps_ < 0 || places.size() >= most) break;
      }
      if (steps_ < 0 || places.size() >= most) break;
    }
    Set(i, Nowhere(i));
    left_ += least_[At(i)];
    std::stable_sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return places;
  }

  void Descend(int depth) {
    if (steps_ < 0) return;
    if (depth == model_.meetings()) {
      if (board_.faults() > 0 || board_.cost() >= below_) return;
      result_.best = board_.schedule();
      result_.cost = below_ = board_.cost();
      return;
    }
    // The meeting with the fewest places; of twins the first.
    int chosen = -1;
    size_t fewest = std::numeric_limits<size_t>::max();
    for (int i = 0; i < model_.meetings() && fewest > 1; ++i) {
      if (placed_[At(i)] || (twin_[At(i)] >= 0 && !placed_[At(twin_[At(i)])])) continue;
      const size_t count = Places(i, fewest).size();
      if (count == 0 || steps_ < 0) return;
      if (count < fewest) {
        fewest = count;
        chosen = i;
      }
    }
    const auto places = Places(chosen, std::numeric_limits<size_t>::max());
    placed_[At(chosen)] = true;
    left_ -= least_[At(chosen)];
    for (const auto& [cost, slot] : places) {
      Set(chosen, slot);
      if (!Hopeless()) Descend(depth + 1);
      Set(chosen, Nowhere(chosen));
    }
    left_ += least_[At(chosen)];
    placed_[At(chosen)] = false;
  }

  const Model& model_;
  const Attendees* const attendees_;
  Board board_;
  int64_t below_;
  int64_t steps_;
  Exhausted result_;
  std::vector<int64_t> least_;  // By meeting: what its cheapest choices cost.
  int64_t left_ = 0;            // The same of all that are not placed.
  std::vector<int> twin_;       // By meeting: one before it that is the same, or -1.
  std::vector<bool> placed_;
  std::vector<int64_t> meetings_of_, open_;  // By group: its meetings, and the sessions that it holds so far.
  int64_t sessions_ahead_ = 0;
};

}  // namespace

Exhausted Exhaust(const Model& model, int64_t below, int64_t steps) {
  // Looking for twins alone would take longer.
  if (int64_t{model.meetings()} * model.meetings() > steps) return {};
  return Tree(model, below, steps, nullptr).Run();
}

Exhausted Exhaust(const Model& model, const Attendees& attendees, int64_t below, int64_t steps) {
  return Tree(model, below, steps, &attendees).Run();
}

}  // namespace congress::scheduling::solver
