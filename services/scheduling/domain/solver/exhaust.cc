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
  Tree(const Model& model, int64_t below, int64_t steps) : model_(model), board_(model), below_(below), steps_(steps) {
    for (int i = 0; i < model.meetings(); ++i) {
      least_.push_back(Least(model.starts(i)) + Least(model.attendees(i)) + Least(model.approvals(i)));
      left_ += least_.back();
      int twin = i - 1;
      while (twin >= 0 && !AreTwins(i, twin)) --twin;
      twin_.push_back(twin);
    }
    placed_.resize(At(model.meetings()));
  }

  Exhausted Run() {
    Descend(0);
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
           Same(model_.attendees(i), model_.attendees(j)) && model_.orders(i).empty() && model_.orders(j).empty();
  }

  bool Hopeless() const { return board_.rising_faults() > 0 || board_.rising_cost() + left_ >= below_; }

  // The places at which the meeting breaks nothing and is not too dear, cheapest first.
  std::vector<std::pair<int64_t, Slot>> Places(int i, size_t most) {
    static const std::vector<Option> kNone = {{-1, 0}};
    const auto or_none = [](const std::vector<Option>& options) -> const std::vector<Option>& {
      return options.empty() ? kNone : options;
    };
    std::vector<std::pair<int64_t, Slot>> places;
    left_ -= least_[At(i)];
    for (const Option& start : model_.starts(i)) {
      if (twin_[At(i)] >= 0 && start.value < board_.slot(twin_[At(i)]).start) continue;
      for (const Option& attendee : or_none(model_.attendees(i))) {
        board_.SetMeeting(i, start.value, attendee.value);
        for (const Option& approval : or_none(model_.approvals(i))) {
          if (--steps_ < 0 || Hopeless()) break;
          board_.SetApproval(i, approval.value);
          if (!Hopeless()) places.emplace_back(board_.rising_cost(), board_.slot(i));
          board_.SetApproval(i, -1);
        }
        if (steps_ < 0 || places.size() >= most) break;
      }
      if (steps_ < 0 || places.size() >= most) break;
    }
    board_.Set(i, Slot());
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
      board_.Set(chosen, slot);
      if (!Hopeless()) Descend(depth + 1);
      board_.Set(chosen, Slot());
    }
    left_ += least_[At(chosen)];
    placed_[At(chosen)] = false;
  }

  const Model& model_;
  Board board_;
  int64_t below_;
  int64_t steps_;
  Exhausted result_;
  std::vector<int64_t> least_;  // By meeting: what its cheapest choices cost.
  int64_t left_ = 0;            // The same of all that are not placed.
  std::vector<int> twin_;       // By meeting: one before it that is the same, or -1.
  std::vector<bool> placed_;
};

}  // namespace

Exhausted Exhaust(const Model& model, int64_t below, int64_t steps) {
  // Looking for twins alone would take longer.
  if (int64_t{model.meetings()} * model.meetings() > steps) return {};
  return Tree(model, below, steps).Run();
}

}  // namespace congress::scheduling::solver
