// How near a unit is to another number of seats: what an official asks who got 3 and not 4. For methods that never take
// a seat from a unit for having more weight, and refuse no weight: divisor methods, `hare` and `hamilton-min`.
#pragma once

#include <optional>

#include "services/allocation/apportion/method.h"

namespace congress::apportion {

// The smallest weight with which the unit would surely have more seats than `outcome` surely gives it, everybody
// else's weight and the seats staying as they are; none when no weight would do, as at its maximum.
std::optional<absl::uint128> WeightToGain(const Method& method, const std::vector<Unit>& units, int64_t seats,
                                          size_t unit, absl::uint128 scale = 1);

// The greatest weight with which it would surely have fewer; none when it keeps them with any.
std::optional<absl::uint128> WeightToLose(const Method& method, const std::vector<Unit>& units, int64_t seats,
                                          size_t unit, absl::uint128 scale = 1);

}  // namespace congress::apportion
