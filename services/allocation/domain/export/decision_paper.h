// A plan as the decision that puts it in force.
#pragma once

#include "services/allocation/domain/export/plan_parts.h"

namespace congress::allocation {

// The decision, with the organisations in an annex. One that is not issued is marked as a draft and has blanks for
// number and date; so has whatever the form leaves out.
paper::v1::Paper DecisionPaper(const PlanPaper& made);

// The decision as drafting issues it, on this day: without number, date and mark, and with `{number}` where its annexes
// name it. The plan bears the issuer of the number series.
paper::v1::Paper DecisionToIssue(const PlanPaper& made, const google::type::Date& day);

}  // namespace congress::allocation
