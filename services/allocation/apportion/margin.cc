#include "services/allocation/apportion/margin.h"

#include <algorithm>
#include <vector>

namespace congress::apportion {
namespace {

// What the unit holds with another weight.
struct Holding {
  int64_t fewest = 0;  // Whichever way a tie goes.
  int64_t most = 0;
};

// One unit of an apportionment, tried with other weights.
class Trial {
 public:
  Trial(const Method& method, const std::vector<Unit>& units, int64_t seats, size_t unit, absl::uint128 scale)
      : method_(method), units_(units), seats_(seats), unit_(unit), scale_(scale) {}

  // None when there is no apportionment.
  std::optional<Holding> With(absl::uint128 weight) {
    units_[unit_].weight = weight;
    const Outcome outcome = Apportion(method_, units_, seats_, scale_);
    const auto* result = std::get_if<Apportionment>(&outcome);
    if (result == nullptr) return std::nullopt;
    const bool tied =
        result->tie.has_value() && std::binary_search(result->tie->units.begin(), result->tie->units.end(), unit_);
    return Holding{result->seats[unit_], result->seats[unit_] + (tied ? 1 : 0)};
  }

 private:
  const Method& method_;
  std::vector<Unit> units_;
  const int64_t seats_;
  const size_t unit_;
  const absl::uint128 scale_;
};

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
  Trial trial(method, units, seats, unit, scale);
  const auto now = trial.With(units[unit].weight);
  if (!now.has_value()) return std::nullopt;
  const auto gains = [&](absl::uint128 weight) {
    const auto then = trial.With(weight);
    return then.has_value() && then->fewest > now->fewest;
  };
  if (!gains(kMostWeight)) return std::nullopt;
  return Smallest(units[unit].weight, kMostWeight, gains);
}

std::optional<absl::uint128> WeightToLose(const Method& method, const std::vector<Unit>& units, int64_t seats,
                                          size_t unit, absl::uint128 scale) {
  Trial trial(method, units, seats, unit, scale);
  const auto now = trial.With(units[unit].weight);
  if (!now.has_value()) return std::nullopt;
  const auto keeps = [&](absl::uint128 weight) {
    const auto then = trial.With(weight);
    return !then.has_value() || then->most >= now->most;
  };
  // A weight of 0 is no claim at all, so the question ends at 1.
  if (units[unit].weight <= 1 || keeps(1)) return std::nullopt;
  return Smallest(1, units[unit].weight, keeps) - 1;
}

}  // namespace congress::apportion
