#include "services/scheduling/domain/placement.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <tuple>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/flow.h"
#include "services/scheduling/domain/listing.h"

namespace congress::scheduling {
namespace {

// Above every sum of distances, so that an even load always comes first.
constexpr int64_t kDayLoadWeight = 10'000'000;
// A place for one unit: the index of its first day.
struct Option {
  int start = 0;
  // Whether its days lie behind each other in the calendar, not across a weekend or holiday.
  bool unbroken = true;
};

// How a search ended.
enum class Placement { kFound, kImpossible, kGaveUp };

class Placer {
 public:
  Placer(const PlacementTask& task, bool broken_allowed)
      : task_(task), day_count_(static_cast<int>(task.working_days.size())) {
    for (const absl::CivilDay day : task.working_days) {
      const auto taken = task.taken.find(day);
      load_.push_back(taken == task.taken.end() ? 0 : taken->second);
    }
    order_.resize(task.units.size());
    std::iota(order_.begin(), order_.end(), 0);
    std::sort(order_.begin(), order_.end(),
              [&](int a, int b) { return task.units[Index(a)].organisation < task.units[Index(b)].organisation; });
    ideal_.resize(task.units.size());
    options_.resize(task.units.size());
    start_.assign(task.units.size(), -1);
    for (size_t rank = 0; rank < order_.size(); ++rank) {
      const int unit = order_[rank];
      ideal_[Index(unit)] = static_cast<int>((2 * rank + 1) * Index(day_count_) / (2 * order_.size()));
      options_[Index(unit)] = OptionsOf(unit, broken_allowed);
      (Days(unit) > 1 ? long_ : short_).push_back(unit);
    }
    std::stable_sort(long_.begin(), long_.end(),
                     [&](int a, int b) { return options_[Index(a)].size() < options_[Index(b)].size(); });
  }

  Placement Place() {
    if (!FitsLoosely(0)) return Placement::kImpossible;
    steps_left_ = static_cast<int>(long_.size());
    careful_ = false;
    Placement outcome = PlaceLong(0);
    if (outcome != Placement::kFound) {
      steps_left_ = task_.most_steps;
      careful_ = true;
      outcome = PlaceLong(0);
    }
    if (outcome == Placement::kFound) Level();
    return outcome;
  }

  // Why the search ended before it was through: nobody waits any more.
  const absl::Status& unwanted() const { return patience_.status(); }

  std::vector<std::vector<absl::CivilDay>> Dates() const {
    std::vector<std::vector<absl::CivilDay>> dates(task_.units.size());
    for (size_t unit = 0; unit < dates.size(); ++unit) {
      const auto first = task_.working_days.begin() + start_[unit];
      dates[unit].assign(first, first + task_.units[unit].days);
    }
    return dates;
  }

  // Why Place found it impossible. Either more places are needed than there are, then the cut of the flow says for
  // which units and days; or the days that are free do not lie beside each other.
  absl::Status Explain() {
    const bool scattered = FitsLoosely(0);
    if (scattered) NameLongUnits();
    std::vector<std::string> units;
    std::vector<std::string> days;
    for (const int unit : short_of_) units.push_back(task_.units[Index(unit)].organisation);
    for (const int day : tight_) days.push_back(civil::Format(task_.working_days[Index(day)]));
    const status::Metadata counts = {{"unit_count", StrCat(units.size())},
                                     {"places_needed", StrCat(needed_)},
                                     {"places_free", StrCat(free_)},
                                     {"places_missing", StrCat(std::max(1, needed_ - free_))}};
    const std::string unit_list = Listed(units);
    status::Metadata metadata = {{"units", unit_list}, {"days", Listed(days)}};
    metadata.insert(metadata.end(), counts.begin(), counts.end());
    if (scattered || days.empty()) metadata.emplace_back("cause", scattered ? "scattered" : "limits");
    return status::FailedPrecondition(v1::PLACEMENT_INFEASIBLE, metadata);
  }

 private:
  int Days(int unit) const { return task_.units[Index(unit)].days; }
  int Free(int day) const { return std::max(0, task_.most_per_day - load_[Index(day)]); }

  bool Allowed(const UnitToPlace& unit, absl::CivilDay day) const {
    return (!unit.earliest || day >= *unit.earliest) && (!unit.latest || day <= *unit.latest) &&
           !unit.unavailable.contains(day);
  }

  std::vector<Option> OptionsOf(int unit, bool broken_allowed) const {
    std::vector<Option> options;
    for (int start = 0; start + Days(unit) <= day_count_; ++start) {
      Option option{start, true};
      bool allowed = true;
      for (int day = start; day < start + Days(unit); ++day) {
        const absl::CivilDay date = task_.working_days[Index(day)];
        allowed = allowed && Allowed(task_.units[Index(unit)], date);
        option.unbroken = option.unbroken && date == task_.working_days[Index(start)] + (day - start);
      }
      if (allowed && (option.unbroken || broken_allowed)) options.push_back(option);
    }
    return options;
  }

  // Every day on which the unit can be.
  std::set<int> OpenDays(int unit) const {
    std::set<int> days;
    for (const Option& option : options_[Index(unit)]) {
      for (int day = option.start; day < option.start + Days(unit); ++day) days.insert(day);
    }
    return days;
  }

  void Change(int unit, int start, int by) {
    for (int day = start; day < start + Days(unit); ++day) load_[Index(day)] += by;
    start_[Index(unit)] = by > 0 ? start : -1;
  }
  bool HasRoom(int unit, int start) const {
    for (int day = start; day < start + Days(unit); ++day) {
      if (Free(day) == 0) return false;
    }
    return true;
  }
  // How much worse the spread gets; smaller is better.
  std::tuple<bool, int64_t, int, int> Burden(int unit, const Option& option) const {
    int64_t squares = 0;
    for (int day = option.start; day < option.start + Days(unit); ++day) squares += 2 * load_[Index(day)] + 1;
    return {!option.unbroken, squares, std::abs(option.start - ideal_[Index(unit)]), option.start};
  }

  // Whether the units that are not placed would fit if the days of a long meeting needed not follow each other. If not,
  // they cannot fit at all, and the cut of the flow says which units and days.
  bool FitsLoosely(size_t placed) {
    Flow flow(2);
    std::vector<int> day_nodes;
    for (int day = 0; day < day_count_; ++day) {
      day_nodes.push_back(flow.AddNode());
      flow.AddArc(day_nodes.back(), 1, Free(day), 0);
    }
    std::vector<int> units(long_.begin() + static_cast<std::ptrdiff_t>(placed), long_.end());
    units.insert(units.end(), short_.begin(), short_.end());
    int needed = 0;
    std::vector<int> unit_nodes;
    for (const int unit : units) {
      const int node = flow.AddNode();
      unit_nodes.push_back(node);
      flow.AddArc(0, node, Days(unit), 0);
      needed += Days(unit);
      for (const int day : OpenDays(unit)) flow.AddArc(node, day_nodes[Index(day)], 1, 0);
    }
    short_of_.clear();
    tight_.clear();
    needed_ = free_ = 0;
    if (flow.Send(0, 1) == needed) return true;
    const std::vector<bool> reached = flow.Reachable(0);
    for (size_t i = 0; i < units.size(); ++i) {
      if (!reached[Index(unit_nodes[i])]) continue;
      short_of_.push_back(units[i]);
      needed_ += Days(units[i]);
    }
    for (int day = 0; day < day_count_; ++day) {
      if (!reached[Index(day_nodes[Index(day)])]) continue;
      tight_.push_back(day);
      free_ += Free(day);
    }
    // A unit may also be short because each of its days serves it once only.
    for (size_t i = 0; i < units.size(); ++i) {
      if (!reached[Index(unit_nodes[i])]) continue;
      for (const int day : OpenDays(units[i])) free_ += reached[Index(day_nodes[Index(day)])] ? 0 : 1;
    }
    return false;
  }

  void NameLongUnits() {
    short_of_ = long_;
    std::sort(short_of_.begin(), short_of_.end());
    std::set<int> open;
    for (const int unit : long_) {
      needed_ += Days(unit);
      open.merge(OpenDays(unit));
    }
    tight_.assign(open.begin(), open.end());
    for (const int day : tight_) free_ += Free(day);
  }

  // Tries every place of the long meetings, most constrained unit first, least burden first.
  Placement PlaceLong(size_t next) {
    if (next == long_.size()) return PlaceShort() ? Placement::kFound : Placement::kImpossible;
    const int unit = long_[next];
    std::vector<Option> options = options_[Index(unit)];
    std::sort(options.begin(), options.end(),
              [&](const Option& a, const Option& b) { return Burden(unit, a) < Burden(unit, b); });
    for (const Option& option : options) {
      if (!HasRoom(unit, option.start)) continue;
      if (--steps_left_ < 0 || patience_.Over()) return Placement::kGaveUp;
      Change(unit, option.start, 1);
      if (!careful_ || FitsLoosely(next + 1)) {
        const Placement outcome = PlaceLong(next + 1);
        if (outcome != Placement::kImpossible) return outcome;
        if (!careful_) {
          // The quick descent is one guess; proofs are left to the careful search.
          Change(unit, option.start, -1);
          return Placement::kImpossible;
        }
      }
      Change(unit, option.start, -1);
    }
    return Placement::kImpossible;
  }

  // One-day meetings exactly: a flow whose cost rises with the load of a day, then with the distance from where an even
  // spread over the window would put the unit.
  bool PlaceShort() {
    for (const int unit : short_) {
      if (start_[Index(unit)] >= 0) Change(unit, start_[Index(unit)], -1);
    }
    Flow flow(2);
    std::vector<int> day_nodes;
    for (int day = 0; day < day_count_; ++day) {
      day_nodes.push_back(flow.AddNode());
      const int most = std::min(Free(day), static_cast<int>(short_.size()));
      for (int i = 0; i < most; ++i) {
        flow.AddArc(day_nodes.back(), 1, 1, kDayLoadWeight * (2 * (load_[Index(day)] + i) + 1));
      }
    }
    std::vector<std::tuple<int, int, int>> arcs;
    for (const int unit : short_) {
      const int node = flow.AddNode();
      flow.AddArc(0, node, 1, 0);
      for (const Option& option : options_[Index(unit)]) {
        const int64_t distance = std::abs(option.start - ideal_[Index(unit)]);
        arcs.emplace_back(unit, option.start, flow.AddArc(node, day_nodes[Index(option.start)], 1, distance));
      }
    }
    if (flow.Send(0, 1) < static_cast<int>(short_.size())) return false;
    for (const auto& [unit, start, arc] : arcs) {
      if (flow.On(arc) > 0) Change(unit, start, 1);
    }
    return true;
  }

  // Moves long meetings one by one while that evens the days, then places the one-day meetings anew around them.
  void Level() {
    constexpr int kMostRounds = 50;
    bool moved = true;
    for (int round = 0; moved && round < kMostRounds; ++round) {
      moved = false;
      for (const int unit : long_) {
        const int start = start_[Index(unit)];
        Change(unit, start, -1);
        Option best;
        for (const Option& option : options_[Index(unit)]) {
          if (option.start == start) best = option;
        }
        for (const Option& option : options_[Index(unit)]) {
          if (HasRoom(unit, option.start) && BurdenIsLess(unit, option, best)) best = option;
        }
        Change(unit, best.start, 1);
        moved = moved || best.start != start;
      }
    }
    // Fits: the one-day meetings where they are now are one solution.
    PlaceShort();
  }
  bool BurdenIsLess(int unit, const Option& a, const Option& b) const {
    const auto first = Burden(unit, a);
    const auto second = Burden(unit, b);
    return std::tie(std::get<0>(first), std::get<1>(first)) < std::tie(std::get<0>(second), std::get<1>(second));
  }

  const PlacementTask& task_;
  const int day_count_;
  std::vector<int> load_;                     // By day: meetings on it.
  std::vector<int> order_;                    // Units by organisation.
  std::vector<int> ideal_;                    // By unit: the day an even spread over the window would give it.
  std::vector<std::vector<Option>> options_;  // By unit.
  std::vector<int> start_;                    // By unit: where it is placed, -1 if not.
  std::vector<int> long_, short_;             // Units of several days, of one day.
  int steps_left_ = 0;
  // A careful step costs a flow.
  status::Patience patience_{task_.wanted, 16};
  bool careful_ = false;
  // What FitsLoosely found when it said no: units, the days open to them, places needed and free.
  std::vector<int> short_of_, tight_;
  int needed_ = 0;
  int free_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<std::vector<absl::CivilDay>>> PlaceUnits(const PlacementTask& task) {
  for (const bool broken_allowed : {false, true}) {
    Placer placer(task, broken_allowed);
    const Placement outcome = placer.Place();
    RETURN_IF_ERROR(placer.unwanted());
    if (outcome == Placement::kFound) return placer.Dates();
    if (!broken_allowed) continue;
    if (outcome == Placement::kImpossible) return placer.Explain();
  }
  return status::Error(absl::StatusCode::kResourceExhausted, v1::SEARCH_EXHAUSTED,
                       {{"steps", StrCat(task.most_steps)}, {"cause", "placement"}});
}

}  // namespace congress::scheduling
