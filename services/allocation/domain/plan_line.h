// The lines of a plan, found by their organisations.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// Which line is the organisation's; -1 when it takes no part.
int PlaceOf(const v1::AllocationPlan& plan, const std::string& organisation);

// The line of an organisation, null when it takes no part.
const v1::AllocationLine* FindLine(const v1::AllocationPlan& plan, const std::string& organisation);

// FAILED_PRECONDITION `ORGANISATION_NOT_IN_PLAN`.
absl::Status NotInPlan(const v1::AllocationPlan& plan, const std::string& organisation);

}  // namespace congress::allocation
