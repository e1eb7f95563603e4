// Targets, their spread and their gaps in Vietnamese.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "services/allocation/domain/targets/target_aims.h"

namespace congress::allocation {

// In which direction it is meant: `ít nhất`.
std::string SenseOf(const v1::Target& target);

// Who is counted: `nữ`.
std::string GroupOf(const v1::Target& target);

// One sentence, without naming the target that has the gap.
std::string InWords(const v1::TargetGap& gap, const v1::AllocationPlan& plan);

// Sets the sentences of a spread whose numbers are there.
void ExplainSpread(const Aim& aim, const v1::AllocationPlan& plan, v1::TargetSpread* spread);

}  // namespace congress::allocation
