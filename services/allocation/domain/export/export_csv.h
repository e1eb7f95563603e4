// A plan as a table for programs.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// RFC 4180: `code,name,kind,members,members_basis,merged_units,base,member_seats,addition,seats`, a line per
// organisation in the order of codes.
std::string ToCsv(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
