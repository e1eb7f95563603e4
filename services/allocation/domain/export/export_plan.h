// A plan as a file in each of its formats.
#pragma once

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "platform/paper/layout.h"

namespace congress::allocation {

// The file that the request wants of this plan, with its media type and a name. What is printed is Vietnamese, unless
// the request has another language for a paper. `replaced` is the plan that it replaces, null where it replaces none.
// FAILED_PRECONDITION `CHARACTER_NOT_IN_XML`; INVALID_ARGUMENT as `paper::Check`.
absl::StatusOr<v1::ExportAllocationPlanResponse> ExportPlan(v1::AllocationPlan plan, const v1::AllocationPlan* replaced,
                                                            const v1::ExportAllocationPlanRequest& request,
                                                            const paper::Layout& layout);

}  // namespace congress::allocation
