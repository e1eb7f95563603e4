#include "services/allocation/apportion/quota.h"

#include <algorithm>
#include <compare>
#include <map>
#include <utility>

namespace congress::apportion {
namespace {

// The quota method goes seat by seat. The product of so many seats and the weight of all units fits into 128 bits.
constexpr int64_t kMostSeatBySeat = 300'000;

// What a unit has left of a quota once its seats are taken from it: −raised + remainder / quota.
struct Rest {
  // Seats that it was given beyond its whole quotas.
  int64_t raised = 0;
  absl::uint128 remainder = 0;

  friend bool operator==(const Rest&, const Rest&) = default;
  // Less is left: by whole seats first, since a remainder is less than one.
  friend bool operator<(const Rest& a, const Rest& b) {
    if (a.raised != b.raised) return a.raised > b.raised;
    return a.remainder < b.remainder;
  }
};

absl::uint128 Sum(const std::vector<Unit>& units) {
  absl::uint128 sum = 0;
  for (const Unit& unit : units) sum += unit.weight;
  return sum;
}

absl::uint128 Unsigned(int64_t value) { return absl::uint128(static_cast<uint64_t>(value)); }
int64_t Narrow(absl::uint128 value) { return static_cast<int64_t>(absl::Uint128Low64(value)); }

// One seat more to each of the `left` candidates with the largest rests; a tie where the last of them is not alone.
void GiveRest(std::vector<size_t> candidates, const std::vector<Rest>& rests, int64_t left, Apportionment* result) {
  if (left == 0) return;
  std::sort(candidates.begin(), candidates.end(), [&](size_t a, size_t b) { return rests[b] < rests[a]; });
  const Rest& edge = rests[candidates[static_cast<size_t>(left) - 1]];
  Tie tie;
  for (const size_t unit : candidates) {
    if (edge < rests[unit]) {
      ++result->seats[unit];
      --left;
    } else if (rests[unit] == edge) {
      tie.units.push_back(unit);
    }
  }
  if (static_cast<int64_t>(tie.units.size()) == left) {
    for (const size_t unit : tie.units) ++result->seats[unit];
    return;
  }
  std::sort(tie.units.begin(), tie.units.end());
  tie.seats_at_stake = left;
  result->tie = std::move(tie);
}

std::vector<size_t> Weighted(const std::vector<Unit>& units) {
  std::vector<size_t> weighted;
  for (size_t i = 0; i < units.size(); ++i) {
    if (units[i].weight > 0) weighted.push_back(i);
  }
  return weighted;
}

enum class Bounds { kNone, kMinima };

// What is wrong with the task, for a method that knows the bounds `known`.
std::optional<Refusal> Check(const std::vector<Unit>& units, int64_t seats, Bounds known) {
  for (size_t i = 0; i < units.size(); ++i) {
    if ((known == Bounds::kNone && units[i].minimum > 0) || units[i].maximum < kMostSeats) {
      return Refusal{Refusal::Kind::kBoundsUnsupported, {i}};
    }
  }
  return CheckBounds(units, seats);
}

Apportionment NoSeats(const std::vector<Unit>& units) {
  return {.seats = std::vector<int64_t>(units.size()), .tie = {}, .upper = {}, .lower = {}};
}

// Whole quotas, then the largest remainders among `candidates`, on top of what `result` holds.
Outcome WholeAndRest(const std::vector<Unit>& units, std::vector<size_t> candidates, const SeatPrice& quota,
                     int64_t seats, Apportionment result) {
  std::vector<Rest> rests(units.size());
  int64_t whole = 0;
  for (const size_t unit : candidates) {
    const absl::uint128 scaled = units[unit].weight * quota.denominator;
    result.seats[unit] = Narrow(scaled / quota.numerator);
    rests[unit].remainder = scaled % quota.numerator;
    whole += result.seats[unit];
  }
  if (whole > seats) return Refusal{Refusal::Kind::kTooManyWholeQuotas, {}, whole};
  if (seats - whole > static_cast<int64_t>(candidates.size())) {
    return Refusal{Refusal::Kind::kTooFewWholeQuotas, {}, whole};
  }
  GiveRest(std::move(candidates), rests, seats - whole, &result);
  return result;
}

// ⌊W / parts⌋ + 1 of the real weights.
absl::uint128 WholeQuota(absl::uint128 sum, absl::uint128 scale, int64_t parts) {
  return (sum / (scale * Unsigned(parts)) + 1) * scale;
}

// The quota method on its way from seat to seat.
class SeatBySeat {
 public:
  SeatBySeat(const std::vector<Unit>& units, const std::vector<size_t>& order)
      : units_(units), sum_(Sum(units)), rank_(units.size(), order.size()), given_(units.size()) {
    for (size_t i = 0; i < order.size(); ++i) rank_[order[i]] = i;
    decides_ = !order.empty();
    for (const size_t unit : Weighted(units)) Await(unit);
  }

  Apportionment Run(int64_t seats) {
    for (int64_t house = 1; house <= seats; ++house) Give(house);
    Apportionment result{.seats = std::move(given_), .tie = {}, .upper = {}, .lower = {}};
    if (!open_.empty() && !decides_) result.tie = Told();
    return result;
  }

 private:
  // Units that came to an open tie together, and the seats given until the next ones came.
  struct Arrival {
    size_t units = 0;
    int64_t seats = 0;
  };

  // Claims that stand alike and of which some have their seat, whichever. As none of those who have it claims as much
  // again, nothing but greater claims, of units that may have a further seat only now, goes before the others.
  struct OpenTie {
    // With an order a heap, the first in it first; else as they came.
    std::vector<size_t> units;
    int64_t taken = 0;
    // Without an order.
    std::vector<Arrival> arrivals;
  };

  // The steps of one tie, as few as tell all that can be. Who comes late is at a disadvantage only where fewer seats
  // follow than units come: else any choice among all of them can be, as if all had come together.
  static std::vector<TieStep> StepsOf(const OpenTie& open) {
    std::vector<TieStep> steps;
    auto next = open.units.begin();
    for (const Arrival& arrival : open.arrivals) {
      const auto end = next + static_cast<std::ptrdiff_t>(arrival.units);
      steps.push_back({.units = {next, end}, .seats = arrival.seats, .with_rest = !steps.empty()});
      next = end;
      while (steps.size() > 1 && steps.back().seats >= static_cast<int64_t>(steps.back().units.size())) {
        const TieStep late = std::move(steps.back());
        steps.pop_back();
        steps.back().units.insert(steps.back().units.end(), late.units.begin(), late.units.end());
        steps.back().seats += late.seats;
      }
    }
    for (TieStep& step : steps) std::sort(step.units.begin(), step.units.end());
    return steps;
  }

  // What is open in the end.
  Tie Told() const {
    Tie tie;
    for (const OpenTie& open : open_) {
      for (TieStep& step : StepsOf(open)) {
        tie.units.insert(tie.units.end(), step.units.begin(), step.units.end());
        tie.seats_at_stake += step.seats;
        tie.steps.push_back(std::move(step));
      }
    }
    std::sort(tie.units.begin(), tie.units.end());
    if (tie.steps.size() == 1) tie.steps.clear();
    return tie;
  }

  // weight / (seats + 1).
  std::strong_ordering Compare(size_t a, size_t b) const {
    const absl::uint128 mine = units_[a].weight * Unsigned(given_[b] + 1);
    const absl::uint128 theirs = units_[b].weight * Unsigned(given_[a] + 1);
    return mine < theirs   ? std::strong_ordering::less
           : mine > theirs ? std::strong_ordering::greater
                           : std::strong_ordering::equal;
  }
  bool ClaimsLess(size_t a, size_t b) const { return std::is_lt(Compare(a, b)); }

  // Lets the unit wait for the first house in which its quota is more than the seats that it has.
  void Await(size_t unit) {
    const absl::uint128 filled = Unsigned(given_[unit]) * sum_ / units_[unit].weight;
    if (filled < Unsigned(kMostSeatBySeat)) waiting_[Narrow(filled) + 1].push_back(unit);
  }

  void Give(int64_t house) {
    const auto less = [this](size_t a, size_t b) { return ClaimsLess(a, b); };
    for (auto next = waiting_.begin(); next != waiting_.end() && next->first <= house; next = waiting_.erase(next)) {
      for (const size_t unit : next->second) {
        claims_.push_back(unit);
        std::push_heap(claims_.begin(), claims_.end(), less);
      }
    }
    const bool greater =
        !open_.empty() && !claims_.empty() && std::is_gt(Compare(claims_.front(), open_.back().units[0]));
    if (open_.empty() || greater) open_.emplace_back();
    OpenTie& tie = open_.back();
    const auto later = [this](size_t a, size_t b) { return std::pair(rank_[a], a) > std::pair(rank_[b], b); };
    const size_t before = tie.units.size();
    // All that stand alike, those that came to stand so only now too.
    while (!claims_.empty() && (tie.units.empty() || std::is_eq(Compare(claims_.front(), tie.units[0])))) {
      std::pop_heap(claims_.begin(), claims_.end(), less);
      tie.units.push_back(claims_.back());
      claims_.pop_back();
      if (decides_) std::push_heap(tie.units.begin(), tie.units.end(), later);
    }
    if (decides_) {
      std::pop_heap(tie.units.begin(), tie.units.end(), later);
      const size_t first = tie.units.back();
      tie.units.pop_back();
      if (tie.units.empty()) open_.pop_back();
      Win(first);
      return;
    }
    if (tie.units.size() > before) tie.arrivals.push_back({.units = tie.units.size() - before});
    ++tie.arrivals.back().seats;
    if (++tie.taken < static_cast<int64_t>(tie.units.size())) return;
    const OpenTie settled = std::move(tie);
    open_.pop_back();
    for (const size_t unit : settled.units) Win(unit);
  }

  void Win(size_t unit) {
    ++given_[unit];
    Await(unit);
  }

  const std::vector<Unit>& units_;
  const absl::uint128 sum_;
  // Places in the order by which ties are decided.
  std::vector<size_t> rank_;
  bool decides_ = false;
  std::vector<int64_t> given_;
  // By the first house in which they may have a further seat.
  std::map<int64_t, std::vector<size_t>> waiting_;
  // A heap of those that may have one, the greatest claim first.
  std::vector<size_t> claims_;
  // Each of greater claims than the one before.
  std::vector<OpenTie> open_;
};

}  // namespace

SeatPrice QuotaOf(Quota quota, const std::vector<Unit>& units, int64_t seats, absl::uint128 scale) {
  const absl::uint128 sum = Sum(units);
  switch (quota) {
    case Quota::kHare:
      break;
    case Quota::kDroop:
      return {WholeQuota(sum, scale, seats + 1), 1};
    case Quota::kHagenbachBischoff:
      return {sum, Unsigned(seats + 1)};
    case Quota::kImperiali:
      return {sum, Unsigned(seats + 2)};
  }
  return {sum, Unsigned(seats)};
}

Outcome ByLargestRemainder(Quota quota, const std::vector<Unit>& units, int64_t seats, absl::uint128 scale) {
  if (auto refusal = Check(units, seats, Bounds::kNone)) return *std::move(refusal);
  Apportionment none = NoSeats(units);
  if (seats == 0) return none;
  return WholeAndRest(units, Weighted(units), QuotaOf(quota, units, seats, scale), seats, std::move(none));
}

Outcome ByHamiltonWithMinima(const std::vector<Unit>& units, int64_t seats) {
  if (auto refusal = Check(units, seats, Bounds::kMinima)) return *std::move(refusal);
  Apportionment result = NoSeats(units);
  const absl::uint128 sum = Sum(units);
  std::vector<Rest> rests(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    const absl::uint128 scaled = units[i].weight * Unsigned(seats);
    const int64_t whole = sum == 0 ? 0 : Narrow(scaled / sum);
    result.seats[i] = std::max(units[i].minimum, whole);
    rests[i] = {result.seats[i] - whole, sum == 0 ? 0 : scaled % sum};
  }
  const int64_t floors = Total(result.seats);
  if (floors > seats) return TooMuchNeeded(Refusal::Kind::kFloorsExceedHouse, result.seats, seats);
  GiveRest(Weighted(units), rests, seats - floors, &result);
  return result;
}

SwissRounds RoundsOfSwissRule(const std::vector<Unit>& units, int64_t seats, absl::uint128 scale) {
  SwissRounds rounds{.left = std::vector<int32_t>(units.size()), .quotas = {}};
  std::vector<size_t> staying = Weighted(units);
  while (!staying.empty()) {
    absl::uint128 sum = 0;
    for (const size_t unit : staying) sum += units[unit].weight;
    const absl::uint128 quota = WholeQuota(sum, scale, seats);
    rounds.quotas.push_back(quota);
    const auto small =
        std::stable_partition(staying.begin(), staying.end(), [&](size_t unit) { return units[unit].weight >= quota; });
    if (small == staying.end()) break;
    const auto round = static_cast<int32_t>(rounds.quotas.size());
    for (auto unit = small; unit != staying.end(); ++unit) rounds.left[*unit] = round;
    seats -= staying.end() - small;
    staying.erase(small, staying.end());
  }
  return rounds;
}

Outcome BySwissRule(const std::vector<Unit>& units, int64_t seats, absl::uint128 scale) {
  if (auto refusal = Check(units, seats, Bounds::kNone)) return *std::move(refusal);
  const std::vector<size_t> weighted = Weighted(units);
  if (static_cast<int64_t>(weighted.size()) > seats) {
    std::vector<int64_t> needs(units.size());
    for (const size_t unit : weighted) needs[unit] = 1;
    return TooMuchNeeded(Refusal::Kind::kTooFewSeats, needs, seats);
  }
  const SwissRounds rounds = RoundsOfSwissRule(units, seats, scale);
  Apportionment result = NoSeats(units);
  std::vector<size_t> staying;
  for (const size_t unit : weighted) {
    if (rounds.left[unit] == 0) {
      staying.push_back(unit);
      continue;
    }
    result.seats[unit] = 1;
    --seats;
  }
  if (!staying.empty()) {
    return WholeAndRest(units, std::move(staying), {rounds.quotas.back(), 1}, seats, std::move(result));
  }
  if (seats > 0) return Refusal{Refusal::Kind::kTooFewWholeQuotas, {}, Total(result.seats)};
  return result;
}

Outcome ByQuotaMethod(const std::vector<Unit>& units, int64_t seats, const std::vector<size_t>& order) {
  if (auto refusal = Check(units, seats, Bounds::kNone)) return *std::move(refusal);
  if (seats > kMostSeatBySeat) return Refusal{Refusal::Kind::kOutOfRange};
  return SeatBySeat(units, order).Run(seats);
}

}  // namespace congress::apportion
