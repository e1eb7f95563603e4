#include "services/scheduling/domain/solver/attendance.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace congress::scheduling::solver {
namespace {

// More than every cost: what blocks is priced so.
constexpr int64_t kBlocked = int64_t{1} << 40;

class Attendance {
 public:
  Attendance(const Model& model, int64_t below, int64_t* steps, const std::function<bool()>& over, const Visit& visit)
      : model_(model),
        persons_(model.problem().persons),
        below_(below),
        steps_(*steps),
        over_(over),
        visit_(visit),
        spread_price_(Price(Rule::kTravelSpread)),
        below_price_(Price(Rule::kLoadBelow)),
        above_price_(Price(Rule::kLoadAbove)) {
    for (const Person& person : persons_) km_.push_back(person.km_elsewhere);
    load_.resize(persons_.size());
    who_.assign(At(model.meetings()), -1);
    for (int p = 0; p < model.persons(); ++p) {
      if (!persons_[At(p)].attends) continue;
      missing_ += std::max(0, persons_[At(p)].load_least);
      free_ += std::max(0, persons_[At(p)].load_most);
      if (persons_[At(p)].stands_in_for < 0) travellers_.push_back(p);
    }
    if (spread_price_ == 0) travellers_.clear();
    for (int i = 0; i < model.meetings(); ++i) {
      if (model.meeting(i).attended) order_.push_back(i);
    }
    // Those far away first: they decide how far apart the ways can come to be.
    std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) { return km(a) > km(b); });
    LookAhead();
    FindTwins();
  }

  bool Run() {
    Descend(0);
    return steps_ >= 0;
  }

 private:
  int64_t Price(Rule rule) const { return model_.blocks(rule) ? kBlocked : model_.weight(rule); }
  int km(int i) const { return model_.meeting(i).km_from_centre; }

  // From each depth on: what the cheapest choices cost, and kilometres that travellers together and each may get.
  void LookAhead() {
    const size_t count = order_.size();
    least_.assign(count + 1, 0);
    ahead_.assign(count + 1, 0);
    ahead_of_.assign(count + 1, std::vector<int64_t>(persons_.size()));
    for (size_t depth = count; depth-- > 0;) {
      const int i = order_[depth];
      int64_t least = std::numeric_limits<int64_t>::max();
      bool travels = false;
      ahead_of_[depth] = ahead_of_[depth + 1];
      for (const Option& option : model_.attendees(i)) {
        least = std::min<int64_t>(least, option.cost);
        ahead_of_[depth][At(option.value)] += km(i);
        travels = travels || persons_[At(option.value)].stands_in_for < 0;
      }
      least_[depth] = least_[depth + 1] + least;
      ahead_[depth] = ahead_[depth + 1] + (travels ? km(i) : 0);
    }
  }

  // Each person's nearest before it who can take its place in every schedule.
  void FindTwins() {
    std::vector<bool> bound(persons_.size());
    for (const Group& group : model_.problem().groups) {
      for (const int p : group.members) bound[At(p)] = true;
    }
    for (const Meeting& meeting : model_.problem().meetings) {
      for (const int p : meeting.required) bound[At(p)] = true;
    }
    twin_.assign(persons_.size(), -1);
    for (int p = 0; p < model_.persons(); ++p) {
      int twin = p - 1;
      while (twin >= 0 && (bound[At(p)] || bound[At(twin)] || !AreTwins(p, twin))) --twin;
      twin_[At(p)] = twin;
    }
  }
  bool AreTwins(int p, int q) const {
    const auto facts = [](const Person& person) {
      return std::tuple(person.attends, person.stands_in_for < 0, person.load_least, person.load_most,
                        person.km_elsewhere);
    };
    if (facts(persons_[At(p)]) != facts(persons_[At(q)]) || !persons_[At(p)].attends) return false;
    for (int day = 0; day < model_.days(); ++day) {
      if (model_.away(p, day) != model_.away(q, day)) return false;
    }
    return std::all_of(order_.begin(), order_.end(), [&](int i) { return OfferedAt(i, p) == OfferedAt(i, q); });
  }
  // What the meeting costs with the person, -1 where it may not be.
  int OfferedAt(int i, int person) const {
    for (const Option& option : model_.attendees(i)) {
      if (option.value == person) return option.cost;
    }
    return -1;
  }

  void Put(int i, int p, int by) {
    const Person& person = persons_[At(p)];
    int& load = load_[At(p)];
    own_ += by * model_.attendee_cost(i, p);
    km_[At(p)] += by * km(i);
    above_ += std::max(0, load + by - person.load_most) - std::max(0, load - person.load_most);
    free_ += std::max(0, person.load_most - load - by) - std::max(0, person.load_most - load);
    missing_ += std::max(0, person.load_least - load - by) - std::max(0, person.load_least - load);
    load += by;
  }

  // What it comes to at least, once those before the depth are given away.
  int64_t Least(size_t depth) const {
    const auto rest = static_cast<int64_t>(order_.size() - depth);
    return own_ + least_[depth] + below_price_ * std::max<int64_t>(0, missing_ - rest) +
           above_price_ * (above_ + std::max<int64_t>(0, rest - free_)) + spread_price_ * LeastSpread(depth);
  }
  // Who travels most never travels less; the others catch up with what is left, each as far as it may and all together.
  int64_t LeastSpread(size_t depth) const {
    if (travellers_.size() < 2) return 0;
    int64_t most = 0;
    int64_t least = std::numeric_limits<int64_t>::max();
    int64_t driven = 0;
    for (const int p : travellers_) {
      most = std::max<int64_t>(most, km_[At(p)]);
      least = std::min(least, km_[At(p)] + ahead_of_[depth][At(p)]);
      driven += km_[At(p)];
    }
    const int64_t step = model_.problem().policy.km_step;
    const auto all = static_cast<int64_t>(travellers_.size());
    // Were all of them to catch up; where some need not, the others lack more.
    const int64_t together = all * most - driven - ahead_[depth];
    int64_t spread =
        std::max({int64_t{0}, (most - least + step - 1) / step, (together + all * step - 1) / (all * step)});
    const auto lacks = [&] {
      int64_t sum = 0;
      for (const int p : travellers_) sum += std::max<int64_t>(0, most - spread * step - km_[At(p)]);
      return sum;
    };
    while (lacks() > ahead_[depth]) ++spread;
    return spread;
  }

  void Descend(size_t depth) {
    if (depth == order_.size()) {
      below_ = visit_(who_, Least(depth));
      return;
    }
    const int i = order_[depth];
    std::vector<std::pair<int64_t, int>> choices;
    for (const Option& option : model_.attendees(i)) {
      if (HasFreeTwin(option.value)) continue;
      if (--steps_ % 4096 == 0 && over_()) steps_ = -1;
      if (steps_ < 0) return;
      Put(i, option.value, 1);
      const int64_t least = Least(depth + 1);
      Put(i, option.value, -1);
      if (least < below_) choices.emplace_back(least, option.value);
    }
    std::stable_sort(choices.begin(), choices.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [least, person] : choices) {
      if (least >= below_) break;
      Put(i, person, 1);
      who_[At(i)] = person;
      Descend(depth + 1);
      Put(i, person, -1);
      if (steps_ < 0) return;
    }
    who_[At(i)] = -1;
  }
  // Whether somebody who is the same has done no less and no more so far.
  bool HasFreeTwin(int p) const {
    for (int twin = twin_[At(p)]; twin >= 0; twin = twin_[At(twin)]) {
      if (load_[At(twin)] == 0 && load_[At(p)] == 0) return true;
    }
    return false;
  }

  const Model& model_;
  const std::vector<Person>& persons_;
  int64_t below_;
  int64_t& steps_;
  const std::function<bool()>& over_;
  const Visit& visit_;
  const int64_t spread_price_, below_price_, above_price_;
  std::vector<int> order_;  // Meetings that are attended.
  std::vector<int64_t> least_, ahead_;
  std::vector<std::vector<int64_t>> ahead_of_;
  std::vector<int> travellers_, twin_, km_, load_;
  Attendees who_;
  int64_t own_ = 0;
  int64_t above_ = 0;    // Meetings above loads.
  int64_t free_ = 0;     // Meetings that loads still have room for.
  int64_t missing_ = 0;  // Meetings that loads lack.
};

}  // namespace

int64_t CostBesideAttendance(const Problem& problem, const Certificate& certificate) {
  Problem rest = problem;
  for (const Rule rule : {Rule::kForbidden, Rule::kRank, Rule::kOwnArea, Rule::kStandIn, Rule::kTravelSpread,
                          Rule::kLoadBelow, Rule::kLoadAbove, Rule::kMovedAttendee}) {
    rest.policy[rule] = {};
  }
  Certificate prices = certificate;
  prices.load.assign(problem.persons.size(), 0);
  prices.km.assign(problem.persons.size(), 0);
  return CheckCertificate(rest, prices);
}

bool VisitAttendances(const Model& model, int64_t below, int64_t* steps, const std::function<bool()>& over,
                      const Visit& visit) {
  return Attendance(model, below, steps, over, visit).Run();
}

}  // namespace congress::scheduling::solver
