// How an organisation's weight makes seats: whole steps, and what a remainder is worth. Integers only.
#pragma once

#include <cstdint>

#include "absl/numeric/int128.h"
#include "congress/allocation/v1/pool.pb.h"

namespace congress::allocation {

// What one weight got: whole steps, and what remained as the fraction remainder / denominator of a step.
struct Share {
  int64_t whole = 0;
  absl::uint128 remainder = 0;
  absl::uint128 denominator = 0;
  bool extra = false;

  int64_t seats() const { return whole + (extra ? 1 : 0); }
};

// One seat per step of weight; the step's rule says what a remainder is worth. The weight is at most 10^27, and so few
// steps that the seats fit.
Share ByStep(absl::uint128 weight, const v1::OpenTotal& step);

// One seat for each of so many equal parts of `sum`, rounded by itself. The sum is positive and at most 10^30.
Share ByParts(absl::uint128 weight, const v1::SeatPerPart& rule, absl::uint128 sum);

// What the weight gets of a pool whose total follows: by its step, or by parts of `sum`; nothing where all weigh
// nothing.
Share OfOpenPool(const v1::Pool& pool, absl::uint128 weight, absl::uint128 sum);

// The weight's part of `seats` beside `sum`, of which it was given `given` by largest remainders. The sum is positive
// and at most 10^30, `seats` at most 10^6.
Share OfShared(absl::uint128 weight, int64_t seats, absl::uint128 sum, int64_t given);

}  // namespace congress::allocation
