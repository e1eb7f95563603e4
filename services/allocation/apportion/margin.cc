#include "services/allocation/apportion/margin.h"

#include <algorithm>
#include <utility>

namespace congress::apportion {
namespace {

// What the unit holds with another weight.
struct Holding {
  int64_t fewest = 0;  // Whichever way a tie goes.
  int64_t most = 0;
};

std::optional<Holding> HoldingOf(const Method& method, std::vector<Unit>* units, int64_t seats, size_t unit,
                                 absl::uint128 weight, absl::uint128 scale) {
  const absl::uint128 before = std::exchange((*units)[unit].weight, weight);
  const Outcome outcome = Apportion(method, *units, seats, scale);
  (*units)[unit].weight = before;
  const auto* result = std::get_if<Apportionment>(&outcome);
  if (result == nullptr) return std::nullopt;
  Holding holding{result->seats[unit], result->seats[unit]};
  if (result->tie.has_value() &&
      std::find(result->tie->units.begin(), result->tie->units.end(), unit) != result->tie->units.end()) {
    ++holding.most;
  }
  return holding;
}

// The smallest weight in [low, high] of which `holds` is true, given that it is of `high`, and of all above the
// smallest: more weight never costs a seat.
template <class Holds>
absl::uint128 Smallest(absl::uint128 low, absl::uint128 high, Holds holds) {
  while (low < high) {
    const absl::uint128 middle = low + (high - low) / 2;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

}  // namespace

std::optional<absl::uint128> WeightToGain(const Method& method, const std::vector<Unit>& units, int64_t seats,
                                          size_t unit, absl::uint128 scale) {
  std::vector<Unit> tried = units;
  const auto holding = [&](absl::uint128 weight) { return HoldingOf(method, &tried, seats, unit, weight, scale); };
  const auto now = holding(units[unit].weight);
  if (!now.has_value()) return std::nullopt;
  const auto gains = [&](absl::uint128 weight) {
    const auto then = holding(weight);
    return then.has_value() && then->fewest > now->fewest;
  };
  if (!gains(kMostWeight)) return std::nullopt;
  return Smallest(units[unit].weight, kMostWeight, gains);
}

std::optional<absl::uint128> WeightToLose(const Method& method, const std::vector<Unit>& units, int64_t seats,
                                          size_t unit, absl::uint128 scale) {
  std::vector<Unit> tried = units;
  const auto holding = [&](absl::uint128 weight) { return HoldingOf(method, &tried, seats, unit, weight, scale); };
  const auto now = holding(units[unit].weight);
  if (!now.has_value()) return std::nullopt;
  const auto keeps = [&](absl::uint128 weight) {
    const auto then = holding(weight);
    return !then.has_value() || then->most >= now->most;
  };
  // A weight of 0 is no claim at all, so the question ends at 1.
  if (units[unit].weight <= 1 || keeps(1)) return std::nullopt;
  return Smallest(1, units[unit].weight, keeps) - 1;
}

}  // namespace congress::apportion
