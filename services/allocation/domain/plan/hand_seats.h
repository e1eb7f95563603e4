// Seats that the plan's author enters.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// Every organisation of a pool by hand has its seats once and within the pool's bounds, they add up to the pool's, and
// nothing is entered for any other. FAILED_PRECONDITION `SEATS_BY_HAND_INVALID` naming each fault by its field.
absl::Status CheckHandSeats(const v1::AllocationPlan& plan, const std::vector<v1::Pool>& pools);

}  // namespace congress::allocation
