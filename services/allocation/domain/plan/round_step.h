// A number that officials can print: "one delegate per 1,200 members, a remainder of 700 gives one more".
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "services/allocation/domain/plan/share.h"

namespace congress::allocation {

struct RoundStep {
  int64_t members = 0;
  int64_t threshold = 0;
};

// The roundest step, and the roundest threshold to it, that give every weight exactly its share again, whole part and
// extra seat. None where no step does, as when the tie rule decided between equal weights. Weights are at most 10^18.
std::optional<RoundStep> FindRoundStep(std::span<const int64_t> weights, std::span<const Share> shares);

}  // namespace congress::allocation
