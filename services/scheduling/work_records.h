// Where plans and tasks lie with all that was entered of them, and who may read and change them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/calendar.pb.h"
#include "congress/scheduling/v1/progress.pb.h"
#include "congress/scheduling/v1/stored.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "congress/scheduling/v1/task_template.pb.h"
#include "platform/rpc/repository.h"
#include "services/scheduling/domain/ledger.h"
#include "services/scheduling/domain/working_days.h"
#include "services/scheduling/meeting_records.h"

namespace congress::scheduling {

inline const rpc::Repository<v1::Plan> kPlans("scheduling.plans.read");
inline const rpc::Repository<v1::Task> kTasks(rpc::kPart, "scheduling.tasks.read");
inline const rpc::Repository<v1::TaskHistory> kTaskHistories(rpc::kUnlisted);
inline const rpc::Repository<v1::Occurrence> kOccurrences(rpc::kPart, "scheduling.tasks.read");
inline const rpc::Repository<v1::ProgressReport> kProgressReports(rpc::kPart, "scheduling.plans.read");
inline const rpc::Repository<v1::ReportMark> kReportMarks(rpc::kUnlisted);
inline const rpc::Repository<v1::CalendarHistory> kCalendarHistories(rpc::kUnlisted);
inline const rpc::Repository<v1::TaskTemplate> kTaskTemplates("scheduling.templates.read");

// `plans/p` of a name below it.
std::string PlanOf(std::string_view name);

// The plan, for who may read it at one of its parties and holds `permission` there. NOT_FOUND alike when it is missing
// or may not be read.
absl::StatusOr<v1::Plan> ReadPlan(rpc::Call& call, std::string_view name, std::string_view permission);

// Whether the caller may read what the plan holds, as one of its parties.
bool MayReadAsParty(const rpc::Call& call, const v1::Plan& plan, std::string_view permission);

// The task, for who may read it at its organisation or at another party of its plan.
absl::StatusOr<v1::Task> ReadTask(rpc::Call& call, std::string_view name);

// The task, for who may read it and holds the method's permission at its organisation.
absl::StatusOr<v1::Task> TaskForChange(rpc::Call& call, std::string_view name, std::string_view etag);

// The calendar as it was known at that time; as it was first where it is younger.
absl::StatusOr<v1::Calendar> CalendarKnown(rpc::Call& call, const std::string& name, absl::Time known_at);

// The plan's calendar, as it is or was known at a time; none where it has none.
absl::StatusOr<std::optional<WorkingDays>> CalendarOf(rpc::Call& call, const v1::Plan& plan,
                                                      absl::Time known_at = absl::InfiniteFuture());

// Entries about tasks of the plan and reports that are recorded of it collide.
absl::Status CollideWithReports(rpc::Call& call, const std::string& plan);

// When an entry about a task of the plan is made: now, and after what the newest recorded report knew.
absl::StatusOr<absl::Time> EntryTime(rpc::Call& call, const std::string& plan);

// Stages a new task, or an entry about one that is there.
absl::StatusOr<v1::Task> EnterNew(rpc::Call& call, v1::Task task);
absl::StatusOr<v1::Task> Enter(rpc::Call& call, const v1::Task& before, v1::Task after, v1::Task::Change change,
                               std::string_view reason = "");

// The record beside the resource of that name; an empty one where there is none.
template <class T>
absl::StatusOr<T> NamedOrEmpty(rpc::Call& call, const rpc::Repository<T>& records, const std::string& name) {
  T none;
  none.set_name(name);
  return records.LoadOr(call, std::move(none));
}

// All that was ever entered of the tasks whose names begin with `prefix` (`plans/p/tasks/`).
absl::StatusOr<Ledger> LedgerOf(rpc::Call& call, std::string_view prefix);

// Where the reports that are recorded of a plan lie.
std::string ReportsUnder(std::string_view plan);
// Those of that day, the oldest first.
absl::StatusOr<std::vector<v1::ProgressReport>> ReportsOf(rpc::Call& call, const std::string& plan, absl::CivilDay day);

// Fills in which of `after` the tasks wait for.
absl::Status AddBlockedBy(rpc::Call& call, std::vector<v1::Task>* tasks);

}  // namespace congress::scheduling
