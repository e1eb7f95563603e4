// Tasks of a plan: their ids, rules and completion.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/task.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// The id that a task's code makes: lower case, other signs than letters and digits as `-`, `task-` before a digit.
// INVALID_ARGUMENT `FIELDS_INVALID` for a code with other signs than letters without diacritics, digits and `._/-`, or
// one that leaves no id.
absl::StatusOr<std::string> TaskId(std::string_view code);
// What is wrong with a code of which TaskId makes none.
std::optional<status::Sentence> FaultOfCode(std::string_view code);

// INVALID_ARGUMENT `FIELDS_INVALID` unless code, title, owner and class are set; FAILED_PRECONDITION `TASK_REGULAR` for
// a regular task with a day of completion.
absl::Status CheckTask(const v1::Task& task);

// In the order in which people read their codes: 2 before 10, I.2 before I.10, V before IX.
void SortByCode(std::vector<v1::Task>* tasks);

// Completes a one-off task on `done`, not later than `today`. An empty `document` leaves the task's own.
// FAILED_PRECONDITION `TASK_REGULAR`, `TASK_COMPLETED`, `DONE_IN_FUTURE`.
absl::StatusOr<v1::Task> CompleteTask(v1::Task task, absl::CivilDay done, std::string_view document,
                                      absl::CivilDay today);

}  // namespace congress::scheduling
