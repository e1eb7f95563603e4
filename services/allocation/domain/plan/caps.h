// What a plan may have at most.
#pragma once

#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// Holds the totals against the cap of the congress, the rule set's, its caps of origins and of pools, and notes the cap
// that was held. Seats of an open tie count. FAILED_PRECONDITION `CAP_EXCEEDED`, `ORIGIN_CAP_EXCEEDED`,
// `POOL_CAP_EXCEEDED`.
absl::Status CheckCaps(v1::AllocationPlan* plan);

// The most delegates in reserve that the rule set allows; kMostSeats where it says nothing of them.
int64_t MostReserves(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
