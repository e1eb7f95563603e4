// The quota that a delegate counts against, and whether a seat or a place in reserve is still free in it.
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
  // Name of the SeatCount record that holds the number of filled seats.
  std::string count;
  int64_t seats = 0;
};

// Name of the count of a congress that the origin belongs to: one for delegates ex officio, one for those in reserve,
// and one for the other delegates of each organisation.
std::string SeatCountName(const std::string& congress, v1::Origin origin, const std::string& organisation);

// The quota that the delegate counts against. For a delegate ex officio: all seats ex officio of the plan. For a
// reserve: the smallest cap on reserves in the plan's rule set. For any other: the line of their organisation. The
// plan's own organisation may have no line; its quota is then the number of appointed delegates that the rule set
// names, for appointed delegates, and 0 for others. INVALID_ARGUMENT `PLAN_OF_OTHER_CONGRESS`; FAILED_PRECONDITION
// `PLAN_NOT_ISSUED`, `ORGANISATION_NOT_IN_PLAN`.
absl::StatusOr<Quota> QuotaFor(const v1::Delegate& delegate, const v1::AllocationPlan& plan);

// Counts one filled seat more. FAILED_PRECONDITION `QUOTA_EXCEEDED` when no seat is free.
absl::StatusOr<v1::SeatCount> TakeSeat(v1::SeatCount count, const Quota& quota, const v1::Delegate& delegate);

// Counts one filled seat less.
v1::SeatCount FreeSeat(v1::SeatCount count);

}  // namespace congress::allocation
