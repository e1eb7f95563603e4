// Templates of tasks, counted from a day.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/task_template.pb.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// INVALID_ARGUMENT `FIELDS_INVALID` for a code of which no id can be made, that is there twice or that no item has, and
// for a rhythm of a one-off task; FAILED_PRECONDITION `DEPENDENCY_CYCLE`.
absl::Status CheckTemplate(const v1::TaskTemplate& task_template);

// The tasks of the template in the plan, due as counted from the anchor, in the order of the items; their codes begin
// with `code_prefix`. `calendar` is the plan's, null where it has none. INVALID_ARGUMENT `FIELDS_INVALID`;
// FAILED_PRECONDITION `DATE_NOT_COVERED`.
absl::StatusOr<std::vector<v1::Task>> TasksOf(const v1::TaskTemplate& task_template, const v1::Plan& plan,
                                              absl::CivilDay anchor, const WorkingDays* calendar,
                                              std::string_view code_prefix = "");

}  // namespace congress::scheduling
