// The computation of a plan: which organisations share the seats, and how many each gets.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/rule_set.pb.h"
#include "congress/allocation/v1/stored.pb.h"

namespace congress::allocation {

// Computes the plan from its own fields (organisation, as_of, cap), the rule set and the tree. Sets everything that a
// computation decides: rule, lines, totals, step, ties, input hash, revision + 1 and the state DRAFT; of the lots drawn
// for it that for these inputs.
// FAILED_PRECONDITION: `RULE_SET_NOT_IN_FORCE`, `NO_ORGANISATIONS`, `MEMBERS_COUNTED_LATE`, and what Allocate says.
absl::StatusOr<v1::AllocationPlan> ComputePlan(v1::AllocationPlan plan, const v1::RuleSet& rule,
                                               const std::vector<v1::Organisation>& tree,
                                               const v1::DrawnLots& drawn = {});

// Works out every line of a plan that holds `rule` and, in each line, the inputs. Running it again on the plan's own
// inputs gives the same plan. FAILED_PRECONDITION `ORGANISATION_NOT_TAKING_PART`, the caps of CheckCaps, and what
// GiveOut says.
absl::StatusOr<v1::AllocationPlan> Allocate(v1::AllocationPlan plan);

// The seats and ties alone, without step and certificates, and whatever the caps say: what other numbers
// would give. FAILED_PRECONDITION `TOTAL_TOO_SMALL`, `EX_OFFICIO_OVER_SEATS`, `SEATS_BY_HAND_INVALID`, and what
// SharePool says.
absl::Status GiveOut(v1::AllocationPlan* plan);

// Delegates ex officio who sit on seats of their organisations.
int64_t ExOfficioWithin(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
