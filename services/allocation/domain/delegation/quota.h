// Seats, places in reserve and who fills them: which quota a delegate counts against, and whether it has room.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "congress/allocation/v1/stored.pb.h"

namespace congress::allocation {

// A quota of a plan.
struct Quota {
  // Name of the SeatCount record that says how many are filled.
  std::string count;
  int64_t seats = 0;
};

// The name of the count for delegates ex officio of a congress, for those in reserve, or for one organisation's.
std::string SeatCountName(const std::string& congress, v1::Origin origin, const std::string& organisation);

// The quota that the delegate counts against: ex officio, that of the organisation's line, or, at the plan's own
// organisation, that of the delegates appointed beside the lines; for a reserve the smallest cap that the plan's rule
// set has for them. INVALID_ARGUMENT `PLAN_OF_OTHER_CONGRESS`; FAILED_PRECONDITION `PLAN_NOT_ISSUED`,
// `ORGANISATION_NOT_IN_PLAN`.
absl::StatusOr<Quota> QuotaFor(const v1::Delegate& delegate, const v1::AllocationPlan& plan);

// One seat more; FAILED_PRECONDITION `QUOTA_EXCEEDED` when none is left.
absl::StatusOr<v1::SeatCount> TakeSeat(v1::SeatCount count, const Quota& quota, const v1::Delegate& delegate);

// One seat less.
v1::SeatCount FreeSeat(v1::SeatCount count);

}  // namespace congress::allocation
