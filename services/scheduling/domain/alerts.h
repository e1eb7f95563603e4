// What of a plan's tasks waits for somebody.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/alerts/v1/alert.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/ledger.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// An alert and the task that it is about, by which it is found.
struct TaskAlert {
  alerts::v1::Alert alert;
  const v1::Task* task = nullptr;
};

// How urgent something is on `day` whose day is `due`.
alerts::v1::Alert::Level LevelOf(absl::CivilDay due, absl::CivilDay day);

// All tasks of the plan that are open on that day, their occurrences that are due within a week or were before, and the
// days on which to ask how they go that have come within a week. `calendar` may be null.
std::vector<TaskAlert> AlertsOf(const v1::Plan& plan, const Ledger& ledger, const WorkingDays* calendar,
                                absl::CivilDay day, status::Language language);

// The most urgent first, then by day; those without one last.
void SortAlerts(std::vector<TaskAlert>* alerts);

}  // namespace congress::scheduling
