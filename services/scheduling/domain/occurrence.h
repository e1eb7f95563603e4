// The times at which regular tasks are due, done or not.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/scheduling/v1/task.pb.h"
#include "services/scheduling/domain/ledger.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// The occurrences of a regular task that are due on or before `until`, in the order of their days: those that its
// rhythm demands and those that were entered. `calendar` may be null. With `within_calendar` days that it does not
// cover are left out, otherwise FAILED_PRECONDITION `DATE_NOT_COVERED`.
absl::StatusOr<std::vector<v1::Occurrence>> OccurrencesOf(const v1::Task& task,
                                                          const std::vector<const v1::Occurrence*>& entered,
                                                          const WorkingDays* calendar, absl::CivilDay until,
                                                          bool within_calendar);

// What was entered of each task, by its name.
std::map<std::string, std::vector<const v1::Occurrence*>> ByTask(const std::vector<v1::Occurrence>& occurrences);

// Of the tasks as they were known, those occurrences that were due before the day and not done by then.
std::vector<v1::Occurrence> OverdueOccurrences(const Ledger& ledger, const std::vector<const v1::Task*>& known,
                                               const WorkingDays* calendar, absl::CivilDay day, absl::Time known_at);

// Enters that the occurrence was done on a day, or with none that it is not done after all. `document` and `reason` may
// be empty. FAILED_PRECONDITION `TASK_COMPLETED`, `TASK_OPEN`, `DONE_IN_FUTURE`.
absl::StatusOr<v1::Occurrence> EnterOccurrence(const v1::Task& task, v1::Occurrence occurrence,
                                               std::optional<absl::CivilDay> done, std::string_view document,
                                               std::string_view reason, const std::string& account, absl::Time now);

}  // namespace congress::scheduling
