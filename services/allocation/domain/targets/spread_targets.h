// What the targets of a plan come to in each organisation.
#pragma once

#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// Sets `target_spreads` of a plan whose seats are worked out; changes nothing else. Organisations' own targets are
// bounds for those of the whole congress. Where not all can be met, guiding targets of organisations give way to those
// of the whole congress, all that bear on it together, and guiding targets of the whole congress to binding ones; each
// that is missed has a gap. INVALID_ARGUMENT `TARGETS_INVALID`; FAILED_PRECONDITION `ORGANISATION_NOT_IN_PLAN`,
// `TARGETS_CONTRADICT` when binding targets alone cannot be met.
absl::Status SpreadTargets(v1::AllocationPlan* plan);

}  // namespace congress::allocation
