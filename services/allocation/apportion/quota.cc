#include "services/allocation/apportion/quota.h"

#include <algorithm>
#include <compare>
#include <set>

namespace congress::apportion {
namespace {

// Each tie on the way of the quota method splits it; more ways than these are not followed.
constexpr size_t kMostStates = 64;
// The quota method goes seat by seat, and looks at each unit for each way; a new way costs as much as some units.
constexpr int64_t kMostSteps = 50'000'000;
constexpr int64_t kStepsPerWay = 20;

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
  // The minima beside the whole quotas of the others.
  if (floors > seats) return Refusal{Refusal::Kind::kTooManyWholeQuotas, {}, floors};
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
    return Refusal{Refusal::Kind::kTooFewSeats, {}, static_cast<int64_t>(weighted.size())};
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

Outcome ByQuotaMethod(const std::vector<Unit>& units, int64_t seats) {
  if (auto refusal = Check(units, seats, Bounds::kNone)) return *std::move(refusal);
  const absl::uint128 sum = Sum(units);
  const std::vector<size_t> weighted = Weighted(units);
  // Every way in which ties on the way could have gone.
  std::set<std::vector<int64_t>> states = {std::vector<int64_t>(units.size())};
  const int64_t steps_per_way = static_cast<int64_t>(units.size()) + kStepsPerWay;
  if (seats > kMostSteps / steps_per_way) return Refusal{Refusal::Kind::kOutOfRange};
  int64_t steps = 0;
  for (int64_t house = 1; house <= seats; ++house) {
    steps += static_cast<int64_t>(states.size()) * steps_per_way;
    if (steps > kMostSteps) return Refusal{Refusal::Kind::kOutOfRange};
    std::set<std::vector<int64_t>> next;
    for (const std::vector<int64_t>& state : states) {
      std::vector<size_t> best;
      for (const size_t unit : weighted) {
        if (Unsigned(state[unit]) * sum >= units[unit].weight * Unsigned(house)) continue;
        if (!best.empty()) {
          const absl::uint128 mine = units[unit].weight * Unsigned(state[best[0]] + 1);
          const absl::uint128 theirs = units[best[0]].weight * Unsigned(state[unit] + 1);
          if (mine < theirs) continue;
          if (mine > theirs) best.clear();
        }
        best.push_back(unit);
      }
      for (const size_t unit : best) {
        std::vector<int64_t> grown = state;
        ++grown[unit];
        next.insert(std::move(grown));
      }
    }
    if (next.size() > kMostStates) return Refusal{Refusal::Kind::kOutOfRange};
    states = std::move(next);
  }
  Apportionment result{.seats = *states.begin(), .tie = {}, .upper = {}, .lower = {}};
  Tie tie;
  for (size_t i = 0; i < units.size(); ++i) {
    const auto fewest =
        std::min_element(states.begin(), states.end(), [&](const auto& a, const auto& b) { return a[i] < b[i]; });
    const bool same = std::all_of(states.begin(), states.end(), [&](const auto& s) { return s[i] == (*fewest)[i]; });
    if (!same) tie.units.push_back(i);
    result.seats[i] = (*fewest)[i];
  }
  if (states.size() > 1) {
    tie.seats_at_stake = seats - Total(result.seats);
    result.tie = std::move(tie);
  }
  return result;
}

}  // namespace congress::apportion
