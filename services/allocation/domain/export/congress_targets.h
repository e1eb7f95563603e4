// The targets of a plan for the whole congress with what they come to: the structure of the delegates, as exports tell
// it. Targets of single organisations are in the explanations only.
#pragma once

#include <algorithm>
#include <vector>

#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

struct CongressTarget {
  const v1::Target* target;
  // Its parts stand in the order of the plan's lines.
  const v1::TargetSpread* spread;
};

// In their order, pointing into the plan; none where the plan has no targets or was read without what they come to.
inline std::vector<CongressTarget> CongressTargets(const v1::AllocationPlan& plan) {
  std::vector<CongressTarget> targets;
  for (int i = 0; i < std::min(plan.targets_size(), plan.target_spreads_size()); ++i) {
    if (plan.targets(i).organisation().empty()) targets.push_back({&plan.targets(i), &plan.target_spreads(i)});
  }
  return targets;
}

}  // namespace congress::allocation
