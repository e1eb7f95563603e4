// Paradoxes between two plans: what no official can explain to a commune, and every critic finds.
#pragma once

#include <string>
#include <vector>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// The Alabama paradox (a larger total costs somebody a seat), the population paradox (somebody grows faster and loses
// to another) and the one of new states (others join with just their seats, and the rest changes), as sentences, at
// most 100.
std::vector<std::string> Paradoxes(const v1::AllocationPlan& plan, const v1::AllocationPlan& other,
                                   const status::Teller& tell);

}  // namespace congress::allocation
