// Quota methods: whole quotas first, then the seats that are left by the method's own rule.
#pragma once

#include "services/allocation/apportion/apportionment.h"

namespace congress::apportion {

// The price of a whole seat, of the weight W and S seats.
enum class Quota {
  kHare,               // W / S
  kDroop,              // ⌊W / (S + 1)⌋ + 1
  kHagenbachBischoff,  // W / (S + 1)
  kImperiali,          // W / (S + 2)
};

// numerator / denominator, times 1 / `scale` as below. `seats` is at least 1.
struct SeatPrice {
  absl::uint128 numerator = 0;
  absl::uint128 denominator = 1;
};
SeatPrice QuotaOf(Quota quota, const std::vector<Unit>& units, int64_t seats, absl::uint128 scale);

// Whole quotas, then one seat each to the largest remainders. `scale`: the weights are integers times 1 / scale, which
// Droop's ⌊⌋ has to know. Refuses bounds, and quotas that give out more than `seats` whole seats.
Outcome ByLargestRemainder(Quota quota, const std::vector<Unit>& units, int64_t seats, absl::uint128 scale = 1);

// `hamilton-min`: each unit has its whole quota W / S or its minimum, whichever is more; the quotas are not computed
// anew. Seats left go to the largest quota − seats, which is negative for a raised unit.
Outcome ByHamiltonWithMinima(const std::vector<Unit>& units, int64_t seats);

// `swiss` (federal law on political rights, art. 17): with the quota ⌊W / S⌋ + 1, units below it get one seat and leave
// with it; again, until none is below; then whole quotas and the largest remainders among the rest.
Outcome BySwissRule(const std::vector<Unit>& units, int64_t seats, absl::uint128 scale = 1);

// How its units leave. Everyone with a weight needs a seat.
struct SwissRounds {
  // The round, from 1, in which each unit leaves; 0 for those that stay, and for those without weight.
  std::vector<int32_t> left;
  // The quota of each round, times `scale`; the last is that in which nobody left, unless all did.
  std::vector<absl::uint128> quotas;
};
SwissRounds RoundsOfSwissRule(const std::vector<Unit>& units, int64_t seats, absl::uint128 scale);

// `quota-method` (Balinski and Young): seat by seat to the greatest weight / (seats + 1) among the units whose quota of
// the house so far is not yet filled. Where claims stand alike on the way, those first in `order` go first, and those
// that are not in it last; without an order what hangs on it is a tie, told by its steps. At most 300,000 seats.
Outcome ByQuotaMethod(const std::vector<Unit>& units, int64_t seats, const std::vector<size_t>& order = {});

}  // namespace congress::apportion
