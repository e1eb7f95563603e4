// A plan as a chart.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// Seats of each organisation against its members as SVG, 900 pixels wide, labelled in Vietnamese: a point each with its
// name and figures as a tooltip, the average of all as a dashed line, and the names of those farthest from it as far as
// they can be read. FAILED_PRECONDITION `CHARACTER_NOT_IN_XML`.
absl::StatusOr<std::string> ToChart(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
