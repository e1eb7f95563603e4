// The seats of one pool, given out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "services/allocation/domain/apportionment/apportion_units.h"
#include "services/allocation/domain/plan/pool.h"
#include "services/allocation/domain/plan/share.h"

namespace congress::allocation {

// What one organisation got.
struct LineShare {
  PoolClaim claim;
  int64_t seats = 0;
  // Whole parts and remainder, where seats go by these.
  std::optional<Share> worked;
};

struct SharedPool {
  std::vector<LineShare> lines;  // Those who take part, in the order of the plan's.
  v1::PoolOutcome outcome;
  std::vector<v1::Tie> ties;
};

// Gives out the seats of the pool; of a pool that shares them `seats` before it grows. Ties are decided by the plan's
// tie rule or lot, or left open. FAILED_PRECONDITION `MEASURE_MISSING`, `NO_MEMBERS`, `POOL_NOT_DIVISIBLE`;
// INVALID_ARGUMENT `APPORTIONMENT_INFEASIBLE`, `APPORTIONMENT_TOO_LARGE`.
absl::StatusOr<SharedPool> SharePool(const v1::Pool& pool, int64_t seats, const v1::AllocationPlan& plan,
                                     Detail detail);

}  // namespace congress::allocation
