// The seats of a line that its delegates ex officio take: what base, seats by members and addition come to beyond those
// that the organisation fills.
#pragma once

#include <cstdint>

#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// 0 where the rule set lets delegates ex officio come on top.
inline int64_t ExOfficioWithin(const v1::AllocationPlan& plan, const v1::AllocationLine& line) {
  return plan.rule().ex_officio_within_seats() ? line.ex_officio_seats() : 0;
}

}  // namespace congress::allocation
