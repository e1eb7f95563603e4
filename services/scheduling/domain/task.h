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
#include "platform/status/status.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// The id that a task's code makes: lower case, other signs than letters and digits as `-`, `task-` before a digit.
// INVALID_ARGUMENT `FIELDS_INVALID` for a code with other signs than letters without diacritics, digits and `._/-`, or
// one that leaves no id.
absl::StatusOr<std::string> TaskId(std::string_view code);
// What is wrong with a code of which TaskId makes none.
std::optional<status::Sentence> FaultOfCode(std::string_view code);

// Whose part of the plan the task may be: the plan's organisation, then its partners.
std::vector<std::string> PartiesOf(const v1::Plan& plan);

// Notes all that is wrong with a task of the plan: code, title, owner and class are needed, a rhythm is of regular
// tasks only, the organisation is a party, working days need the plan's `calendar`, which may be null. `path`: what the
// request calls the task.
void CheckTask(const v1::Task& task, const v1::Plan& plan, const WorkingDays* calendar, std::string_view path,
               status::Violations* violations);

// The task as one of the plan, which CheckTask finds no fault with, and with the due date that its rule says.
// FAILED_PRECONDITION `TASK_REGULAR` for a regular task with a day of completion, `DATE_NOT_COVERED`.
absl::StatusOr<v1::Task> PlaceTask(v1::Task task, const v1::Plan& plan, const WorkingDays* calendar);

// Whether its days are counted by the plan's calendar.
bool CountsWorkingDays(const v1::Task& task);

// The task due on the day that its rule says by the calendar, which may be null; as it is where that does not cover it.
v1::Task Reckon(v1::Task task, const WorkingDays* calendar);

// FAILED_PRECONDITION `TASK_COMPLETED`, `TASK_CANCELLED`.
absl::Status RequireOpen(const v1::Task& task);

// Whether nothing of it is to be done any more.
bool IsSettled(const v1::Task& task);

// In the order in which people read their codes: 2 before 10, I.2 before I.10, V before IX.
void SortByCode(std::vector<v1::Task>* tasks);

// Completes a one-off task on `done`, not later than `today`. An empty `document` leaves the task's own.
// FAILED_PRECONDITION `TASK_REGULAR`, `TASK_COMPLETED`, `TASK_CANCELLED`, `DONE_IN_FUTURE`.
absl::StatusOr<v1::Task> CompleteTask(v1::Task task, absl::CivilDay done, std::string_view document,
                                      absl::CivilDay today);

// From `from` on the task no longer counts; one entered by mistake counts on no day. FAILED_PRECONDITION
// `TASK_CANCELLED`, `TASK_COMPLETED`.
absl::StatusOr<v1::Task> CancelTask(v1::Task task, std::string_view reason, absl::CivilDay from, bool mistaken);

// Takes back that it is cancelled or, otherwise, completed. FAILED_PRECONDITION `TASK_OPEN`.
absl::StatusOr<v1::Task> ReopenTask(v1::Task task);

// The task in the hand of a post. FAILED_PRECONDITION `TASK_CLAIMED`, `TASK_COMPLETED`, `TASK_CANCELLED`.
absl::StatusOr<v1::Task> ClaimTask(v1::Task task, const std::string& post);

}  // namespace congress::scheduling
