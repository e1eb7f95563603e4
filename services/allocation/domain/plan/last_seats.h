// Who stands around the last seats of a plan.
#pragma once

#include <vector>

#include "congress/allocation/v1/allocation_service.pb.h"

namespace congress::allocation {

// In each pool of shared seats: those who won the last ones, and those who would have been next, at most `most` of
// each, the greatest claim first. Empty where seats are not shared.
std::vector<v1::RemainderRank> AroundTheLastSeats(const v1::AllocationPlan& plan, int most);

}  // namespace congress::allocation
