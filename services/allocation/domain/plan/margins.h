// How far a unit is from one seat more or less: what people ask who got 3 and not 4.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"

namespace congress::allocation {

// Fewest members with which the line would have one seat more, all others being as they are; none when no number does.
std::optional<int64_t> MembersToGain(const v1::AllocationPlan& plan, int line);

// Fewest members with which the line keeps its seats by members.
int64_t MembersToKeep(const v1::AllocationPlan& plan, int line);

// The plan's seats if its total, which its rule set fixes, were another one, whatever the caps say. What GiveOut says
// where they cannot be given out.
absl::StatusOr<v1::AllocationPlan> WithTotal(v1::AllocationPlan plan, int64_t total);

// Who would gain or lose if there were `more` delegates more in all (or fewer, when negative). Empty where the total
// follows, and where there are no seats to take away.
std::vector<v1::SeatChange> WithSeats(const v1::AllocationPlan& plan, int64_t more);

}  // namespace congress::allocation
