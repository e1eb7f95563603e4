// The rounds of `swiss`: before remainders decide, who is below the quota leaves with one seat.
#pragma once

#include <optional>
#include <vector>

#include "services/allocation/certificate/claims.h"

namespace congress::allocation {

struct Rounds {
  // The quota of each round in which somebody left, in the units' scale.
  std::vector<absl::uint128> quotas;
  // What is left for those who stayed: their weight, and their seats.
  absl::uint128 sum = 0;
  int64_t seats = 0;
};

// That in each round exactly those left who were below its quota, and that nobody who stayed is below the last. In one
// pass over the units and one over the rounds. None when it is not so.
std::optional<Rounds> VerifyRounds(const v1::Certificate& certificate, const Claims& claims, Findings* findings);

// ⌊sum / seats⌋ + 1 of the weights as they are, in the units' scale.
absl::uint128 WholeQuota(absl::uint128 sum, int scale, int64_t seats);

}  // namespace congress::allocation
