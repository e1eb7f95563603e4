#include "services/scheduling/domain/solver/attendance_search.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "services/scheduling/domain/solver/random.h"

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kTurn = 30'000;      // Changes of a turn, the last sixth of them at the stand-ins' own price.
constexpr int64_t kParts = 1000;       // Of a point.
constexpr int64_t kForbidding = 5000;  // Points for what no policy of warnings would pay.

class Sharers {
 public:
  Sharers(const Model& model, uint64_t seed, size_t most)
      : model_(model), persons_(model.problem().persons), most_(most), random_(seed) {
    spread_price_ = Price(Rule::kTravelSpread);
    below_price_ = Price(Rule::kLoadBelow);
    above_price_ = Price(Rule::kLoadAbove);
    offered_.resize(At(model.meetings()));
    int64_t way = 0;
    for (int i = 0; i < model.meetings(); ++i) {
      if (!model.meeting(i).attended) continue;
      attended_.push_back(i);
      way += model.meeting(i).km_from_centre;
      offered_[At(i)].resize(persons_.size());
      for (const Option& option : model.attendees(i)) {
        offered_[At(i)][At(option.value)] = true;
        dearest_ = std::max<int64_t>(dearest_, option.cost);
      }
    }
    for (int p = 0; p < model.persons(); ++p) {
      if (persons_[At(p)].attends && persons_[At(p)].stands_in_for < 0) travellers_.push_back(p);
    }
    const auto count = static_cast<int64_t>(attended_.size());
    const int64_t step_price = spread_price_ * way * kParts / (std::max<int64_t>(1, count) * step());
    hot_ = std::max({int64_t{1000}, dearest_ * kParts / 2, std::min(step_price, kForbidding * kParts) / 4});
  }

  std::vector<std::pair<int64_t, Attendees>> Run(int64_t changes) {
    if (attended_.empty()) return {};
    const int64_t dearer[] = {0, dearest_ + 1, 4 * dearest_ + 5, kForbidding};
    for (int turn = 0; changes > 0; ++turn, changes -= kTurn) {
      Begin();
      more_for_stand_ins_ = dearer[turn % 4];
      Anneal(kTurn * 5 / 6, hot_);
      more_for_stand_ins_ = 0;
      Anneal(kTurn / 6, hot_ / 8);
    }
    return {found_.begin(), found_.end()};
  }

 private:
  int64_t Price(Rule rule) const { return model_.blocks(rule) ? kForbidding : model_.weight(rule); }
  int64_t step() const { return model_.problem().policy.km_step; }

  void Begin() {
    load_.assign(persons_.size(), 0);
    km_.clear();
    for (const Person& person : persons_) km_.push_back(person.km_elsewhere);
    who_.assign(At(model_.meetings()), -1);
    own_ = 0;
    for (const int i : attended_) Put(i, random_.Of(model_.attendees(i)).value);
  }
  void Put(int i, int person) {
    for (const int by : {-1, 1}) {
      if (by > 0) who_[At(i)] = person;
      const int p = who_[At(i)];
      if (p < 0) continue;
      own_ += by * model_.attendee_cost(i, p);
      km_[At(p)] += by * model_.meeting(i).km_from_centre;
      load_[At(p)] += by;
    }
  }

  // What it costs, and by how much the steps of the spread are rounded off and smoothed: who levels one way of several
  // is not worse off for it.
  struct Energy {
    int64_t cost = 0;
    int64_t smooth = 0;
  };
  Energy Count() const {
    Energy energy;
    energy.cost = own_;
    int64_t stand_ins = 0;
    for (size_t p = 0; p < persons_.size(); ++p) {
      const Person& person = persons_[p];
      if (!person.attends) continue;
      energy.cost += below_price_ * std::max(0, person.load_least - load_[p]) +
                     above_price_ * std::max(0, load_[p] - person.load_most);
      stand_ins += person.stands_in_for < 0 ? 0 : load_[p];
    }
    energy.smooth = (energy.cost + stand_ins * more_for_stand_ins_) * kParts;
    if (spread_price_ == 0 || travellers_.size() < 2) return energy;
    int64_t most = 0;
    int64_t least = km_[At(travellers_.front())];
    int64_t sum = 0;
    for (const int p : travellers_) {
      most = std::max<int64_t>(most, km_[At(p)]);
      least = std::min<int64_t>(least, km_[At(p)]);
      sum += km_[At(p)];
    }
    const auto count = static_cast<int64_t>(travellers_.size());
    int64_t apart = 0;
    for (const int p : travellers_) apart += std::abs(km_[At(p)] * count - sum);
    energy.cost += spread_price_ * ((most - least + step() - 1) / step());
    energy.smooth += spread_price_ * kParts / 2 * ((most - least) * count * count + apart) / (count * count * step());
    return energy;
  }

  // Changes who_ and notes in undo_ what was.
  bool Change() {
    undo_.clear();
    const int i = random_.Of(attended_);
    const int from = who_[At(i)];
    const int j = random_.Of(attended_);
    const bool swaps = random_.Below(2) == 0;
    const int to = swaps ? who_[At(j)] : random_.Of(model_.attendees(i)).value;
    if (to == from || (swaps && (!offered_[At(i)][At(to)] || !offered_[At(j)][At(from)]))) return false;
    undo_.emplace_back(i, from);
    Put(i, to);
    if (swaps) {
      undo_.emplace_back(j, to);
      Put(j, from);
    }
    return true;
  }

  void Anneal(int64_t changes, int64_t hot) {
    int64_t energy = Count().smooth;
    int64_t heat = hot;
    for (int64_t k = 0; k < changes; ++k) {
      if (k % 256 == 0) {
        const int64_t left = (changes - k) * 1024 / changes;
        heat = hot / 60 + ((hot * left >> 10) * left >> 10);
      }
      if (!Change()) continue;
      const Energy now = Count();
      if (now.smooth - energy > (heat * random_.Exponential() >> 16)) {
        for (const auto& [i, person] : undo_) Put(i, person);
        continue;
      }
      energy = now.smooth;
      Keep(now.cost);
    }
  }
  void Keep(int64_t cost) {
    if (found_.size() >= most_ && cost >= found_.rbegin()->first) return;
    found_.emplace(cost, who_);
    if (found_.size() > most_) found_.erase(std::prev(found_.end()));
  }

  const Model& model_;
  const std::vector<Person>& persons_;
  const size_t most_;
  Random random_;
  int64_t spread_price_ = 0;
  int64_t below_price_ = 0;
  int64_t above_price_ = 0;
  int64_t dearest_ = 0;
  int64_t hot_ = 0;
  int64_t more_for_stand_ins_ = 0;
  std::vector<int> attended_, travellers_;
  std::vector<std::vector<bool>> offered_;  // By meeting and person.
  std::vector<int> km_, load_;
  Attendees who_;
  int64_t own_ = 0;
  std::vector<std::pair<int, int>> undo_;
  std::set<std::pair<int64_t, Attendees>> found_;
};

}  // namespace

std::vector<std::pair<int64_t, Attendees>> FindAttendances(const Model& model, uint64_t seed, int64_t changes,
                                                           size_t most) {
  return Sharers(model, seed, most).Run(changes);
}

}  // namespace congress::scheduling::solver
