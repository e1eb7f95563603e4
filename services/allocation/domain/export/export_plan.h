// A plan as a file in each of its formats.
#pragma once

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"

namespace congress::allocation {

// The file that the request wants of this plan, with its media type and a name. What the plan says in words is told in
// Vietnamese (`TellPlan`). FAILED_PRECONDITION `CHARACTER_NOT_IN_XML`.
absl::StatusOr<v1::ExportAllocationPlanResponse> ExportPlan(const v1::AllocationPlan& plan,
                                                            const v1::ExportAllocationPlanRequest& request);

}  // namespace congress::allocation
