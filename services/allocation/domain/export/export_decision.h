// A plan as the text of a decision.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "services/allocation/domain/export/decision_words.h"

namespace congress::allocation {

// The decision in the form of a Party document, in the language of `words`. One that is not issued is headed as a draft
// and has dots for number and date; so has whatever `form` leaves out.
std::string ToDecisionText(const v1::AllocationPlan& plan, const v1::DecisionForm& form, const DecisionWords& words);

}  // namespace congress::allocation
