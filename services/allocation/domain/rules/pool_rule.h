// What is wrong with the pools of a rule set.
#pragma once

#include "congress/allocation/v1/rule_set.pb.h"
#include "platform/status/status.h"

namespace congress::allocation {

// Adds every fault that single fields cannot show: rules that contradict their bounds, methods that do not exist or
// cannot do what is asked of them, pools that share a total that is not said.
void CheckPools(const v1::RuleSet& rule, status::Violations* faults);

}  // namespace congress::allocation
