// Two plans held against each other.
#pragma once

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"

namespace congress::allocation {

// Every organisation of either plan in the order of codes, with one sentence in Vietnamese per cause of a difference.
v1::CompareAllocationPlansResponse Compare(const v1::AllocationPlan& plan, const v1::AllocationPlan& other);

}  // namespace congress::allocation
