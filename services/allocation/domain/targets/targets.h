// What single targets of a plan ask for.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/target.pb.h"
#include "platform/status/status.h"

namespace congress::allocation {

// More delegates than any plan with targets has.
inline constexpr int64_t kMostTargetedDelegates = 1'000'000;
// Most cells, and most delegates, of a table of sectors.
inline constexpr int64_t kMostSectorCells = 10'000;

// INVALID_ARGUMENT `TARGETS_INVALID` with every fault that single fields cannot show, among them a plan too large to
// spread targets over. FAILED_PRECONDITION `ORGANISATION_NOT_IN_PLAN`.
absl::Status CheckTargets(const v1::AllocationPlan& plan);

// Whether each delegate whom `narrow` counts is counted by `wide`, both among all delegates: the same group, or the
// younger of two ages.
bool Within(const v1::Target& narrow, const v1::Target& wide);

// Adds what is wrong with each target by itself, and ids that come twice.
void CheckEach(const google::protobuf::RepeatedPtrField<v1::Target>& targets, status::Violations* faults);

// Whether the target is one of those that sectors share the delegates by: whole congress, AT_LEAST or ABOUT.
bool IsSectorColumn(const v1::Target& target);

// The number that `amount` comes to among `base` delegates, rounded as the message says.
int64_t WantedOf(const v1::Target& target, int64_t base);

// Numbers that meet the target.
struct Allowed {
  int64_t least = 0;
  int64_t most = 0;
};
Allowed AllowedBy(const v1::Target& target, int64_t base);

// Delegates of the plan who are appointed beside the organisations.
int64_t AppointedBeside(const v1::AllocationPlan& plan);

// Delegates among whom the target counts. `line`: that of its organisation, null for the whole congress.
int64_t CountedBy(const v1::Target& target, const v1::AllocationPlan& plan, const v1::AllocationLine* line);

}  // namespace congress::allocation
