// How far a plan is done: "19 = 2 + 6 + 11" as of a day.
#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/task_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// Counts the tasks as of the end of `as_of`; the three classes add up to the whole. A task is overdue when it still
// continues and its due date lies before that day.
v1::GetPlanProgressResponse MeasureProgress(const std::vector<v1::Task>& tasks, absl::CivilDay as_of,
                                            status::Language language);

}  // namespace congress::scheduling
