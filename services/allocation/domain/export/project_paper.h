// A plan as the project (Đề án) that is laid before those who decide on it.
#pragma once

#include "services/allocation/domain/export/plan_parts.h"

namespace congress::allocation {

// Bases, figures, rules and results, with the organisations in one annex and how each was reckoned in another. Its own
// number and date are blanks: those of the plan are its decision's.
paper::v1::Paper ProjectPaper(const PlanPaper& made);

}  // namespace congress::allocation
