#include "services/scheduling/domain/solver/bound.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 4;

// What a cell offers: so many at so much each, dearer ones behind.
struct Offer {
  int64_t count;
  int64_t price;
};

// A choice of a meeting: what it costs by itself, and the cells of which it takes one each.
struct Choice {
  int64_t own = 0;
  std::vector<int> cells;
};

int64_t Root(int64_t square) {
  int64_t root = 1;
  while (root * root < square) ++root;
  return root;
}

// One kind of choices that meetings make, and prices of cells under which the choices, each for itself, come to as much
// as possible. That is a linear programme and its dual; prices and shares of choices approach each other in turn
// (Chambolle and Pock's primal-dual method, begun anew at its averages). Whatever it finds is a certificate: only how
// good it is depends on the method.
class Market {
 public:
  Market(const Model& model, Ask ask)
      : model_(model), problem_(model.problem()), ask_(ask), scale_(int64_t{problem_.policy.km_step} << 14) {}

  int64_t scale() const { return scale_; }

  // By cell, in parts of a point; those of kilometres for one kilometre. Goes on where it was.
  const std::vector<int64_t>& Run(int64_t rounds) {
    if (best_.empty()) Begin();
    for (int64_t round = 1; round <= rounds; ++round) {
      for (size_t i = 0; i < choices_.size(); ++i) Shift(i);
      Reprice();
      ++averaged_;
      for (size_t k = 0; k < price_.size(); ++k) price_sum_[k] += price_[k];
      for (size_t k = 0; k < share_.size(); ++k) share_sum_[k] += share_[k];
      if (round % kEvery != 0) continue;
      Try(price_);
      std::vector<int64_t> average = price_sum_;
      for (int64_t& price : average) price /= averaged_;
      Try(average);
      if (averaged_ < kAveraged) continue;
      price_ = average;
      for (size_t k = 0; k < share_.size(); ++k) share_[k] = share_sum_[k] / averaged_;
      ForgetAverages();
    }
    return best_;
  }

 protected:
  int64_t Price(Rule rule) const {
    if (model_.blocks(rule)) return ask_ == Ask::kCost ? kNever : scale_;
    return ask_ == Ask::kCost ? model_.weight(rule) * scale_ : 0;
  }
  int64_t Own(int cost) const { return ask_ == Ask::kCost ? cost * scale_ : 0; }
  // Offers are in the order of their prices. Who may sell below `least` takes whatever is left.
  void AddCell(std::vector<Offer> offers, int64_t least) {
    offers_.push_back(std::move(offers));
    least_.push_back(least);
  }

  const Model& model_;
  const Problem& problem_;
  const Ask ask_;
  const int64_t scale_;
  std::vector<std::vector<Choice>> choices_;
  std::vector<int> km_;             // By meeting; a choice takes so many of the cell behind its first.
  std::vector<size_t> travellers_;  // Cells of kilometres, in steps.

 private:
  // Shares are so manieth parts.
  static constexpr int64_t kWhole = 1 << 16;
  static constexpr int64_t kEvery = 64;
  static constexpr int64_t kAveraged = 512;

  void Begin() {
    price_.assign(offers_.size(), 0);
    use_.assign(offers_.size(), 0);
    // The greatest norm that the table of choices and cells can have: of rows times columns, or, where a choice takes
    // one cell and its kilometres, of a person's two cells.
    std::vector<int64_t> takers(offers_.size());
    int64_t most_cells = 1;
    int64_t own_cells = 1;
    for (size_t i = 0; i < choices_.size(); ++i) {
      first_.push_back(share_.size());
      for (const Choice& choice : choices_[i]) {
        share_.push_back(kWhole / static_cast<int64_t>(choices_[i].size()));
        most_cells = std::max(most_cells, static_cast<int64_t>(choice.cells.size()));
        for (const int cell : choice.cells) ++takers[At(cell)];
      }
      if (!travellers_.empty()) own_cells += 1 + km_[i] * km_[i] / (step() * step()) + 1;
    }
    const int64_t most_takers = offers_.empty() ? 1 : *std::max_element(takers.begin(), takers.end());
    norm_ = Root(travellers_.empty() ? most_cells * most_takers : own_cells);
    Try(price_);
    ForgetAverages();
  }
  void ForgetAverages() {
    price_sum_.assign(price_.size(), 0);
    share_sum_.assign(share_.size(), 0);
    averaged_ = 0;
  }
  int64_t step() const { return problem_.policy.km_step; }

  int64_t Cost(const Choice& choice, size_t i, const std::vector<int64_t>& prices) const {
    int64_t cost = choice.own;
    for (const int cell : choice.cells) cost += prices[At(cell)];
    if (!travellers_.empty()) cost += prices[At(choice.cells[0]) + 1] * km_[i] / step();
    return cost;
  }

  // Moves shares from dear choices to cheap ones, and notes the use that this foretells.
  void Shift(size_t i) {
    const std::vector<Choice>& choices = choices_[i];
    wish_.clear();
    int64_t sum = 0;
    for (size_t k = 0; k < choices.size(); ++k) {
      wish_.push_back(share_[first_[i] + k] - Cost(choices[k], i, price_) * kWhole / (scale_ * norm_));
      sum += wish_.back();
    }
    // The nearest shares that are not negative and make a whole: all wishes less the same, but for those below.
    int64_t less = 0;
    size_t kept = choices.size();
    for (size_t before = 0; before != kept;) {
      before = kept;
      const auto count = static_cast<int64_t>(kept);
      less = (sum - kWhole) / count - ((sum - kWhole) % count < 0 ? 1 : 0);
      sum = 0;
      kept = 0;
      for (const int64_t wish : wish_) {
        if (wish <= less) continue;
        sum += wish;
        ++kept;
      }
    }
    for (size_t k = 0; k < choices.size(); ++k) {
      int64_t& share = share_[first_[i] + k];
      const int64_t now = std::max<int64_t>(0, wish_[k] - less);
      const int64_t foretold = 2 * now - share;
      share = now;
      if (foretold == 0) continue;
      for (const int cell : choices[k].cells) use_[At(cell)] += foretold;
      if (!travellers_.empty()) use_[At(choices[k].cells[0]) + 1] += foretold * km_[i] / step();
    }
  }

  // Raises prices of what is used more than is offered for them, and lowers others.
  void Reprice() {
    for (size_t k = 0; k < price_.size(); ++k) {
      const int64_t wish = price_[k] + use_[k] * (scale_ / norm_) / kWhole;
      use_[k] = 0;
      price_[k] = wish;
      int64_t sold = 0;
      for (const Offer& offer : offers_[k]) {
        const auto after = [&](int64_t count) { return wish - scale_ / norm_ * count; };
        price_[k] = std::min(after(sold), std::max(offer.price, after(sold + offer.count)));
        if (price_[k] <= offer.price) break;
        sold += offer.count;
      }
      price_[k] = std::max(price_[k], least_[k]);
    }
    LevelKilometres();
  }

  // The nearest prices of steps that add up to 0, those above 0 to no more than the weight of a step: what lies above
  // one mark and below another, or the distance from the mean.
  void LevelKilometres() {
    if (travellers_.empty()) return;
    const int64_t most = Price(Rule::kTravelSpread);
    const auto mark = [&](int sign) {
      int64_t low = -(int64_t{1} << 45);
      int64_t high = int64_t{1} << 45;
      while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        int64_t above = 0;
        for (const size_t cell : travellers_) above += std::max<int64_t>(0, sign * price_[cell] - middle);
        (above <= most ? high : low) = above <= most ? middle : middle + 1;
      }
      return low;
    };
    const int64_t top = mark(1);
    const int64_t bottom = -mark(-1);
    int64_t mean = 0;
    for (const size_t cell : travellers_) mean += price_[cell];
    mean /= static_cast<int64_t>(travellers_.size());
    for (const size_t cell : travellers_) {
      int64_t& price = price_[cell];
      price = top < bottom ? price - mean : std::max<int64_t>(0, price - top) - std::max<int64_t>(0, bottom - price);
    }
  }

  // Keeps prices that are worth more than the best, in the form that a certificate has.
  void Try(std::vector<int64_t> prices) {
    int64_t sum = 0;
    for (const size_t cell : travellers_) sum += prices[cell] /= step();
    // What rounding left is taken from the side that has too much.
    for (const size_t cell : travellers_) {
      int64_t& price = prices[cell];
      if (sum == 0 || (sum > 0) != (price > 0)) continue;
      const int64_t less = sum > 0 ? std::min(sum, price) : std::max(sum, price);
      price -= less;
      sum -= less;
    }
    int64_t value = 0;
    for (size_t i = 0; i < choices_.size(); ++i) {
      int64_t least = kNever;
      for (const Choice& choice : choices_[i]) {
        int64_t cost = choice.own;
        for (const int cell : choice.cells) cost += prices[At(cell)];
        if (!travellers_.empty()) cost += prices[At(choice.cells[0]) + 1] * km_[i];
        least = std::min(least, cost);
      }
      value += least;
    }
    for (size_t k = 0; k < offers_.size(); ++k) {
      for (const Offer& offer : offers_[k]) value -= std::max<int64_t>(0, prices[k] - offer.price) * offer.count;
    }
    if (!best_.empty() && value <= best_value_) return;
    best_ = std::move(prices);
    best_value_ = value;
  }

  std::vector<std::vector<Offer>> offers_;
  std::vector<int64_t> least_, price_, use_, wish_, price_sum_, share_sum_, best_;
  std::vector<size_t> first_;   // By meeting: where its shares begin.
  std::vector<int64_t> share_;  // By choice.
  int64_t norm_ = 1;
  int64_t averaged_ = 0;
  int64_t best_value_ = 0;
};

// Days of meetings: places on days, days of rooms and of required persons.
class DayMarket : public Market {
 public:
  DayMarket(const Model& model, Ask ask) : Market(model, ask) {
    for (int day = 0; day < model.days(); ++day) AddDay(day);
    const int rooms = static_cast<int>(problem_.rooms.size());
    for (int row = 0; row < rooms + model.persons(); ++row) {
      const int64_t again = Price(row < rooms ? Rule::kRoom : Rule::kBusy);
      for (int day = 0; day < model.days(); ++day) {
        AddCell(again == kNever ? std::vector<Offer>{{1, 0}} : std::vector<Offer>{{1, 0}, {model.meetings(), again}},
                0);
      }
    }
    for (int i = 0; i < model.meetings(); ++i) {
      std::vector<int> rows = {0};
      for (const int room : model.meeting(i).rooms) rows.push_back(1 + room);
      for (const int person : model.meeting(i).required) rows.push_back(1 + rooms + person);
      std::vector<Choice>& choices = choices_.emplace_back();
      for (const Option& option : model.starts(i)) {
        choices.push_back({Own(option.cost), {}});
        for (const int row : rows) {
          for (int day = 0; day < model.meeting(i).days; ++day) {
            choices.back().cells.push_back(row * model.days() + option.value + day);
          }
        }
      }
    }
  }

  void Fill(int64_t rounds, Certificate* certificate) {
    const std::vector<int64_t>& prices = Run(rounds);
    auto from = prices.begin();
    const auto next = [&](std::vector<int64_t>* row) {
      row->assign(from, from + model_.days());
      from += model_.days();
    };
    next(&certificate->place);
    certificate->room.resize(problem_.rooms.size());
    certificate->person.resize(problem_.persons.size());
    for (auto& row : certificate->room) next(&row);
    for (auto& row : certificate->person) next(&row);
  }

 private:
  void AddDay(int day) {
    const bool all = std::all_of(problem_.meetings.begin(), problem_.meetings.end(),
                                 [](const Meeting& meeting) { return meeting.attended; });
    const int64_t count = model_.meetings();
    const int64_t taken = problem_.days[At(day)].taken;
    // Each meeting needs somebody who is there, where all are attended.
    int64_t present = count;
    if (all && model_.blocks(Rule::kBusy) && model_.blocks(Rule::kAway)) {
      present = 0;
      for (int p = 0; p < model_.persons(); ++p) {
        present += problem_.persons[At(p)].attends && !model_.away(p, day) ? 1 : 0;
      }
    }
    const auto below = [&](int64_t most) { return std::clamp<int64_t>(most - taken, 0, count); };
    const std::pair<int64_t, int64_t> limits[] = {{below(problem_.policy.day_level), Price(Rule::kDayLevel)},
                                                  {below(problem_.policy.day_most), Price(Rule::kDayMost)},
                                                  {std::min(present, count), Price(Rule::kBusy)}};
    std::vector<int64_t> ends = {0, count};
    for (const auto& [limit, price] : limits) ends.push_back(limit);
    std::sort(ends.begin(), ends.end());
    std::vector<Offer> offers;
    for (size_t k = 0; k + 1 < ends.size(); ++k) {
      int64_t sum = 0;
      for (const auto& [limit, price] : limits) sum = std::min(kNever, sum + (ends[k] >= limit ? price : 0));
      if (sum < kNever && ends[k] < ends[k + 1]) offers.push_back({ends[k + 1] - ends[k], sum});
    }
    AddCell(std::move(offers), 0);
  }
};

// Attendees of meetings: by person the meetings of the load, then the steps of kilometres.
class PersonMarket : public Market {
 public:
  PersonMarket(const Model& model, Ask ask) : Market(model, ask) {
    for (int p = 0; p < model.persons(); ++p) AddPerson(p);
    for (int i = 0; i < model.meetings(); ++i) {
      if (!model.meeting(i).attended) continue;
      std::vector<Choice>& choices = choices_.emplace_back();
      for (const Option& option : model.attendees(i)) choices.push_back({Own(option.cost), {2 * option.value}});
      km_.push_back(model.meeting(i).km_from_centre);
    }
  }

  void Fill(int64_t rounds, Certificate* certificate) {
    const std::vector<int64_t>& prices = Run(rounds);
    certificate->load.clear();
    certificate->km.clear();
    for (int p = 0; p < model_.persons(); ++p) {
      certificate->load.push_back(prices[2 * At(p)]);
      certificate->km.push_back(prices[2 * At(p) + 1]);
    }
  }

 private:
  void AddPerson(int p) {
    const Person& person = problem_.persons[At(p)];
    const int64_t count = static_cast<int64_t>(problem_.meetings.size());
    const int64_t least = std::clamp<int64_t>(person.load_least, 0, count);
    const int64_t most = std::clamp<int64_t>(person.load_most, least, count);
    std::vector<Offer> offers;
    if (person.attends) {
      // The first meetings spare what too few would cost; where too few are forbidden, whatever it takes.
      const int64_t below = Price(Rule::kLoadBelow);
      offers.push_back({least, below == kNever ? -kForced * scale_ : -below});
      offers.push_back({most - least, 0});
      if (Price(Rule::kLoadAbove) < kNever) offers.push_back({count - most, Price(Rule::kLoadAbove)});
    }
    AddCell(std::move(offers), -kForced * scale_);
    AddCell({}, -kForced * scale_);
    if (person.attends && person.stands_in_for < 0 && ask_ == Ask::kCost && Price(Rule::kTravelSpread) > 0) {
      travellers_.push_back(2 * At(p) + 1);
    }
  }

  static constexpr int64_t kForced = 10'000;
};

}  // namespace

Bound FindBound(const Model& model, Ask ask, int64_t rounds, int64_t enough) {
  constexpr int64_t kAtOnce = 256;
  Bound bound;
  bound.certificate.ask = ask;
  DayMarket days(model, ask);
  PersonMarket persons(model, ask);
  bound.certificate.scale = days.scale();
  do {
    days.Fill(std::min(rounds, kAtOnce), &bound.certificate);
    persons.Fill(std::min(rounds, kAtOnce), &bound.certificate);
    bound.value = CheckCertificate(model.problem(), bound.certificate);
    rounds -= kAtOnce;
  } while (rounds > 0 && bound.value < enough);
  return bound;
}

}  // namespace congress::scheduling::solver
