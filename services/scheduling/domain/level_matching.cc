#include "services/scheduling/domain/level_matching.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "services/scheduling/domain/flow.h"

namespace congress::scheduling {
namespace {

using Outcome = LevelMatching::Outcome;

// Above every number of preferences, so that level numbers always come first.
constexpr int64_t kPersonLoadWeight = 1'000'000;
// A flow costs about as much time as this many steps of the search.
constexpr int kStepsPerFlow = 1000;

bool Contains(const std::vector<int>& sorted, int value) {
  return std::binary_search(sorted.begin(), sorted.end(), value);
}

class Search {
 public:
  Search(const std::vector<Occasion>& occasions, int people, int days, status::Wanted wanted)
      : occasions_(occasions),
        people_(people),
        on_day_(Index(days)),
        busy_(Index(people), std::vector<bool>(Index(days))),
        patience_(std::move(wanted), 256) {
    for (size_t i = 0; i < occasions.size(); ++i) {
      const int number = static_cast<int>(i);
      for (const int day : occasions[i].days) on_day_[Index(day)].push_back(number);
      (occasions[i].days.size() > 1 ? long_ : short_).push_back(number);
      by_end_.push_back(number);
    }
    std::stable_sort(long_.begin(), long_.end(), [&](int a, int b) { return First(a) < First(b); });
    std::stable_sort(by_end_.begin(), by_end_.end(), [&](int a, int b) { return Last(a) < Last(b); });
    load_.assign(Index(people), 0);
    chosen_.assign(occasions.size(), -1);
  }

  const absl::Status& unwanted() const { return patience_.status(); }

  LevelMatching Run(int most_steps) {
    LevelMatching result;
    for (size_t day = 0; day < on_day_.size(); ++day) {
      if (!DayFits(static_cast<int>(day), &result)) return result;
    }
    if (!RelaxedIsLevel(&result)) return result;
    const int count = static_cast<int>(occasions_.size());
    Bounds level{count / people_, (count + people_ - 1) / people_, count % people_};
    if (level.most == level.least) level.at_most_count = people_;
    for (const bool by_slack : {false, true}) {
      const Outcome outcome = Explore(level, by_slack, most_steps / 2);
      if (outcome == Outcome::kFound) {
        SwapForPreferences();
        return Found();
      }
      if (outcome == Outcome::kGaveUp) continue;
      return ExplainUnlevel(most_steps);
    }
    result.outcome = Outcome::kGaveUp;
    return result;
  }

 private:
  // What numbers are allowed, and how many people may have the greatest.
  struct Bounds {
    int least = 0;
    int most = std::numeric_limits<int>::max();
    int at_most_count = std::numeric_limits<int>::max();
  };

  int First(int occasion) const { return occasions_[Index(occasion)].days.front(); }
  int Last(int occasion) const { return occasions_[Index(occasion)].days.back(); }
  bool IsFree(int person, int occasion) const {
    for (const int day : occasions_[Index(occasion)].days) {
      if (busy_[Index(person)][Index(day)]) return false;
    }
    return true;
  }
  void Choose(int occasion, int person, bool take) {
    for (const int day : occasions_[Index(occasion)].days) busy_[Index(person)][Index(day)] = take;
    load_[Index(person)] += take ? 1 : -1;
    chosen_[Index(occasion)] = take ? person : -1;
  }
  LevelMatching Found() const {
    LevelMatching result;
    result.outcome = Outcome::kFound;
    result.chosen = chosen_;
    return result;
  }

  // Whether the undecided occasions of one day, each looked at on this day only, can have different people. If not,
  // they cannot on any arrangement that keeps what is decided; the proof goes to `result`.
  bool DayFits(int day, LevelMatching* result) const {
    std::map<int, int> taken_by;  // Person to occasion.
    std::set<int> seen;
    const auto augment = [&](const auto& self, int occasion) -> bool {
      for (const int person : occasions_[Index(occasion)].candidates) {
        if (busy_[Index(person)][Index(day)] || !seen.insert(person).second) continue;
        const auto taken = taken_by.find(person);
        if (taken == taken_by.end() || self(self, taken->second)) {
          taken_by[person] = occasion;
          return true;
        }
      }
      return false;
    };
    for (const int occasion : on_day_[Index(day)]) {
      if (chosen_[Index(occasion)] >= 0) continue;
      seen.clear();
      if (augment(augment, occasion)) continue;
      if (result != nullptr) {
        result->outcome = Outcome::kUncovered;
        result->days = {day};
        result->people.assign(seen.begin(), seen.end());
        result->occasions = {occasion};
        for (const int person : seen) result->occasions.push_back(taken_by[person]);
        std::sort(result->occasions.begin(), result->occasions.end());
      }
      return false;
    }
    return true;
  }

  // Matches `which`, each looked at on its day number `part` only, around what is decided: cheapest numbers first, then
  // most preferences. Returns whether all are matched.
  bool MatchByFlow(const std::vector<int>& which, bool last_day, std::vector<int>* chosen) const {
    Flow flow(2);
    std::map<std::pair<int, int>, int> node_of;  // Person and day.
    std::vector<int> person_nodes;
    for (int person = 0; person < people_; ++person) {
      person_nodes.push_back(flow.AddNode());
      for (size_t i = 0; i < which.size(); ++i) {
        const int64_t number = load_[Index(person)] + static_cast<int64_t>(i);
        flow.AddArc(0, person_nodes.back(), 1, kPersonLoadWeight * (2 * number + 1));
        if (i >= on_day_.size()) break;
      }
    }
    std::vector<std::tuple<int, int, int>> arcs;
    for (const int occasion : which) {
      const int day = last_day ? Last(occasion) : First(occasion);
      const int node = flow.AddNode();
      flow.AddArc(node, 1, 1, 0);
      for (const int person : occasions_[Index(occasion)].candidates) {
        if (busy_[Index(person)][Index(day)]) continue;
        const auto [entry, fresh] = node_of.try_emplace({person, day}, 0);
        if (fresh) {
          entry->second = flow.AddNode();
          flow.AddArc(person_nodes[Index(person)], entry->second, 1, 0);
        }
        const int cost = Contains(occasions_[Index(occasion)].preferred, person) ? 0 : 1;
        arcs.emplace_back(occasion, person, flow.AddArc(entry->second, node, 1, cost));
      }
    }
    if (flow.Send(0, 1) < static_cast<int>(which.size())) return false;
    for (const auto& [occasion, person, arc] : arcs) {
      if (flow.On(arc) > 0) (*chosen)[Index(occasion)] = person;
    }
    return true;
  }

  // The most level numbers when occasions of several days count on one day only bound from below what the true ones can
  // reach.
  bool RelaxedIsLevel(LevelMatching* result) const {
    std::vector<int> all;
    for (size_t i = 0; i < occasions_.size(); ++i) all.push_back(static_cast<int>(i));
    for (const bool last_day : {false, true}) {
      std::vector<int> chosen(occasions_.size(), -1);
      // Never fails: each day fits by itself, and numbers are not limited here.
      MatchByFlow(all, last_day, &chosen);
      if (!NoteUnlevel(chosen, result)) return false;
    }
    return true;
  }

  bool NoteUnlevel(const std::vector<int>& chosen, LevelMatching* result) const {
    std::vector<int> loads(Index(people_), 0);
    for (const int person : chosen) ++loads[Index(person)];
    const auto [least, most] = std::minmax_element(loads.begin(), loads.end());
    if (*most - *least <= 1) return true;
    result->outcome = Outcome::kUnlevel;
    result->least = *least;
    result->most = *most;
    for (int person = 0; person < people_; ++person) {
      if (loads[Index(person)] == *least) result->people.push_back(person);
    }
    return false;
  }

  // Looks for any matching, to tell what is missing when no level one exists.
  LevelMatching ExplainUnlevel(int most_steps) {
    LevelMatching result;
    switch (Explore(Bounds{}, false, most_steps)) {
      case Outcome::kFound:
        // Level by chance is impossible here: it would have been found.
        NoteUnlevel(chosen_, &result);
        break;
      case Outcome::kGaveUp:
        result.outcome = Outcome::kGaveUp;
        break;
      default:
        result.outcome = Outcome::kUncovered;
        std::set<int> days;
        for (const int occasion : long_) {
          const std::vector<int>& taken = occasions_[Index(occasion)].days;
          days.insert(taken.begin(), taken.end());
        }
        result.days.assign(days.begin(), days.end());
    }
    return result;
  }

  int Gain(int occasion, int person) const { return Contains(occasions_[Index(occasion)].preferred, person) ? 1 : 0; }

  // Lets two people change places where that honours more preferences; their numbers stay. One-day occasions alone are
  // at their best already.
  void SwapForPreferences() {
    const int count = static_cast<int>(occasions_.size());
    for (bool changed = !long_.empty(); changed;) {
      changed = false;
      for (int a = 0; a < count; ++a) {
        for (int b = a + 1; b < count; ++b) {
          const int p = chosen_[Index(a)];
          const int q = chosen_[Index(b)];
          if (p == q || Gain(a, q) + Gain(b, p) <= Gain(a, p) + Gain(b, q)) continue;
          if (!Contains(occasions_[Index(a)].candidates, q) || !Contains(occasions_[Index(b)].candidates, p)) continue;
          Choose(a, p, false);
          Choose(b, q, false);
          const bool fits = IsFree(q, a) && IsFree(p, b);
          Choose(a, fits ? q : p, true);
          Choose(b, fits ? p : q, true);
          changed = changed || fits;
        }
      }
    }
  }

  // kFound, kUnlevel for 'none within the bounds', or kGaveUp. Leaves the choice in chosen_ when found, else none.
  Outcome Explore(const Bounds& bounds, bool by_slack, int steps) {
    for (size_t i = 0; i < chosen_.size(); ++i) {
      if (chosen_[i] >= 0) Choose(static_cast<int>(i), chosen_[i], false);
    }
    bounds_ = bounds;
    by_slack_ = by_slack;
    steps_left_ = steps;
    return Descend(0);
  }

  // Most undecided occasions that one person could still take if all others stood back: earliest end first is exact.
  int Potential(int person) const {
    int count = 0;
    int free_from = -1;
    for (const int occasion : by_end_) {
      if (chosen_[Index(occasion)] >= 0 || First(occasion) < free_from) continue;
      if (!Contains(occasions_[Index(occasion)].candidates, person) || !IsFree(person, occasion)) continue;
      ++count;
      free_from = Last(occasion) + 1;
    }
    return count;
  }

  bool CanReachLeast() const {
    if (bounds_.least == 0) return true;
    for (int person = 0; person < people_; ++person) {
      const int lacking = bounds_.least - load_[Index(person)];
      if (lacking > 0 && Potential(person) < lacking) return false;
    }
    return true;
  }

  std::vector<int> Ranked(int occasion) const {
    std::vector<std::tuple<int, int, int>> ranked;
    for (const int person : occasions_[Index(occasion)].candidates) {
      if (!IsFree(person, occasion) || load_[Index(person)] >= bounds_.most) continue;
      const int preferred = Gain(occasion, person);
      const int slack = by_slack_ ? -(load_[Index(person)] + Potential(person)) : 0;
      ranked.emplace_back(slack, load_[Index(person)] - preferred, person);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<int> people;
    for (const auto& entry : ranked) people.push_back(std::get<2>(entry));
    return people;
  }

  Outcome Descend(size_t next) {
    if (next == long_.size()) return Finish();
    const int occasion = long_[next];
    for (const int person : Ranked(occasion)) {
      if (--steps_left_ < 0 || patience_.Over()) return Outcome::kGaveUp;
      Choose(occasion, person, true);
      Outcome outcome = Outcome::kUnlevel;
      if (Promising(occasion)) outcome = Descend(next + 1);
      if (outcome == Outcome::kFound) return outcome;
      Choose(occasion, person, false);
      if (outcome == Outcome::kGaveUp) return outcome;
    }
    return Outcome::kUnlevel;
  }

  bool Promising(int occasion) const {
    const auto at_most = std::count(load_.begin(), load_.end(), bounds_.most);
    if (at_most > bounds_.at_most_count) return false;
    for (const int day : occasions_[Index(occasion)].days) {
      if (!DayFits(day, nullptr)) return false;
    }
    return CanReachLeast();
  }

  Outcome Finish() {
    steps_left_ -= kStepsPerFlow;
    if (steps_left_ < 0 || patience_.Over()) return Outcome::kGaveUp;
    std::vector<int> chosen = chosen_;
    if (!MatchByFlow(short_, false, &chosen)) return Outcome::kUnlevel;
    std::vector<int> loads(Index(people_), 0);
    for (const int person : chosen) ++loads[Index(person)];
    const auto [least, most] = std::minmax_element(loads.begin(), loads.end());
    if (*least < bounds_.least || *most > bounds_.most) return Outcome::kUnlevel;
    for (const int occasion : short_) Choose(occasion, chosen[Index(occasion)], true);
    return Outcome::kFound;
  }

  const std::vector<Occasion>& occasions_;
  const int people_;
  std::vector<std::vector<int>> on_day_;  // By day: occasions.
  std::vector<int> long_, short_, by_end_;
  std::vector<std::vector<bool>> busy_;  // By person and day, through what is decided.
  std::vector<int> load_;                // By person.
  std::vector<int> chosen_;              // By occasion, -1 while undecided.
  Bounds bounds_;
  bool by_slack_ = false;
  int steps_left_ = 0;
  status::Patience patience_;
};

}  // namespace

LevelMatching MatchLevel(const std::vector<Occasion>& occasions, int people, int days, int most_steps,
                         status::Wanted wanted) {
  Search search(occasions, people, days, std::move(wanted));
  LevelMatching matching = search.Run(most_steps);
  if (matching.outcome == Outcome::kGaveUp) matching.unwanted = search.unwanted();
  return matching;
}

}  // namespace congress::scheduling
