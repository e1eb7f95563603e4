// A plan in words: sentences in Vietnamese from which anyone can work out a line again.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "platform/status/wanted.h"
#include "services/allocation/domain/rules/unit_rules.h"

namespace congress::allocation {

// The sentences of one line: base, members, addition, sum. `rules` of the plan's rule set.
std::vector<std::string> ExplainLine(const v1::AllocationLine& line, const v1::AllocationPlan& plan,
                                     const UnitRules& rules);

// Who was tied, who got the seats and by which rule.
std::string ExplainTie(const v1::Tie& tie, const v1::AllocationPlan& plan);

// How many members stand for one seat in the whole plan; empty when no seats go by members.
std::string ExplainStep(const v1::AllocationPlan& plan);

// Everything about one organisation's seats. FAILED_PRECONDITION `ORGANISATION_NOT_IN_PLAN`; what `wanted` says once
// nobody waits.
absl::StatusOr<v1::ExplainUnitResponse> ExplainUnit(const v1::AllocationPlan& plan, const std::string& organisation,
                                                    const status::Wanted& wanted = nullptr);

}  // namespace congress::allocation
