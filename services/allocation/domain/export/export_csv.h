// A plan as a table for programs.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// RFC 4180: `code,name,kind,members,members_basis,merged_units,base,member_seats,addition,ex_officio,seats,tied`, a
// line per organisation in the order of codes. `seats` is base + member_seats + addition - ex_officio; `ex_officio` is
// 0 where the delegates ex officio come on top. `tied` is 1 where a lot has still to tell whether it is one more.
std::string ToCsv(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
