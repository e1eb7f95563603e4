// A plan as a file: a table for programs, the text of the decision for people.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// RFC 4180: `code,name,kind,members,members_basis,merged_units,base,member_seats,addition,seats`, a line per
// organisation in the order of codes.
std::string ToCsv(const v1::AllocationPlan& plan);

// The decision in Vietnamese; one that is not issued is headed `DỰ THẢO` and has dots for number and date.
std::string ToDecisionText(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
