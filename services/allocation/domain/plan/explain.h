// A plan in words, in the reader's language: sentences from which anyone can work out a line again. They are made when
// the plan is read, from what it holds, and never stored.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "platform/status/sentence.h"
#include "platform/status/wanted.h"

namespace congress::allocation {

// Writes into the plan whatever it says in words: of lines, pools, ties, targets and changes.
void TellPlan(status::Language language, v1::AllocationPlan* plan);

// The same of its ties alone.
void TellTies(status::Language language, v1::AllocationPlan* plan);

// Who was tied, who got the seats and by which rule.
std::string ExplainTie(const v1::Tie& tie, const v1::AllocationPlan& plan, status::Language language);

// How many members stand for one seat in the whole plan; empty when no seats go by members.
std::string ExplainStep(const v1::AllocationPlan& plan, status::Language language);

// Everything about one organisation's seats. FAILED_PRECONDITION `ORGANISATION_NOT_IN_PLAN`; what `wanted` says once
// nobody waits.
absl::StatusOr<v1::ExplainUnitResponse> ExplainUnit(v1::AllocationPlan plan, const std::string& organisation,
                                                    status::Language language, const status::Wanted& wanted = nullptr);

}  // namespace congress::allocation
