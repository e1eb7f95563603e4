#include "services/scheduling/domain/solver/market.h"

#include <algorithm>

namespace congress::scheduling::solver {
namespace {

int64_t Root(int64_t square) {
  int64_t root = 1;
  while (root * root < square) ++root;
  return root;
}

}  // namespace

const std::vector<int64_t>& Market::Run(int64_t rounds) {
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

void Market::Begin() {
  price_.assign(offers_.size(), 0);
  use_.assign(offers_.size(), 0);
  weight_.assign(offers_.size(), 0);
  int64_t most_taken = 1;
  for (size_t i = 0; i < choices_.size(); ++i) {
    first_.push_back(share_.size());
    int64_t taken = 1;
    for (const Choice& choice : choices_[i]) {
      share_.push_back(kWhole / static_cast<int64_t>(choices_[i].size()));
      int64_t sum = static_cast<int64_t>(choice.cells.size());
      for (const int cell : choice.cells) ++weight_[At(cell)];
      if (!travellers_.empty()) {
        const int64_t steps = km_[i] / step() + 1;
        weight_[At(choice.cells[0]) + 1] += steps;
        sum += steps;
      }
      taken = std::max(taken, sum);
    }
    taken_.push_back(taken);
    most_taken = std::max(most_taken, taken);
  }
  for (int64_t& weight : weight_) weight = std::max<int64_t>(1, weight);
  const int64_t heaviest = weight_.empty() ? 1 : *std::max_element(weight_.begin(), weight_.end());
  balance_ = Root(heaviest / most_taken);
  Try(price_);
  ForgetAverages();
}

void Market::ForgetAverages() {
  price_sum_.assign(price_.size(), 0);
  share_sum_.assign(share_.size(), 0);
  averaged_ = 0;
}

int64_t Market::Cost(const Choice& choice, size_t i, const std::vector<int64_t>& prices) const {
  int64_t cost = choice.own;
  for (const int cell : choice.cells) cost += prices[At(cell)];
  if (!travellers_.empty()) cost += prices[At(choice.cells[0]) + 1] * km_[i] / step();
  return cost;
}

void Market::Shift(size_t i) {
  const std::vector<Choice>& choices = choices_[i];
  wish_.clear();
  int64_t sum = 0;
  for (size_t k = 0; k < choices.size(); ++k) {
    wish_.push_back(share_[first_[i] + k] - Cost(choices[k], i, price_) * kWhole / (scale_ * taken_[i] * balance_));
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

void Market::Reprice() {
  for (size_t k = 0; k < price_.size(); ++k) {
    const int64_t pace = scale_ * balance_ / weight_[k];
    const int64_t wish = price_[k] + use_[k] * pace / kWhole;
    use_[k] = 0;
    price_[k] = wish;
    int64_t sold = 0;
    for (const Offer& offer : offers_[k]) {
      const auto after = [&](int64_t count) { return wish - pace * count; };
      price_[k] = std::min(after(sold), std::max(offer.price, after(sold + offer.count)));
      if (price_[k] <= offer.price) break;
      sold += offer.count;
    }
    price_[k] = std::max(price_[k], least_[k]);
  }
  LevelKilometres();
}

void Market::LevelKilometres() {
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

void Market::Try(std::vector<int64_t> prices) {
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

}  // namespace congress::scheduling::solver
