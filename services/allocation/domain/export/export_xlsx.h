// A plan as a workbook for people.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// Sheets `Phân bổ` (the table, with totals), with targets for the whole congress `Cơ cấu đại biểu` (what falls to each
// organisation), `Tổng hợp` (what the plan says as a whole) and `Giải trình` (each worked line in words, then the ties
// and all targets). The same plan gives the same bytes: the file's time is that of the plan.
// FAILED_PRECONDITION `CHARACTER_NOT_IN_XML`.
absl::StatusOr<std::string> ToXlsx(const v1::AllocationPlan& plan);

}  // namespace congress::allocation
