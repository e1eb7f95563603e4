#include "services/scheduling/work_records.h"

#include <algorithm>
#include <map>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/task.h"

namespace congress::scheduling {
namespace {

absl::StatusOr<v1::ReportMark> MarkOf(rpc::Call& call, const std::string& plan) {
  return NamedOrEmpty(call, kReportMarks, plan);
}

// Which of the plan's parties gives the caller the permission; empty: none.
std::string PartyWith(const rpc::Call& call, const v1::Plan& plan, std::string_view permission) {
  for (const std::string& party : PartiesOf(plan)) {
    if (call.Holds(permission, party)) return party;
  }
  return "";
}

}  // namespace

std::string PlanOf(std::string_view name) { return std::string(name.substr(0, name.find('/', sizeof("plans/") - 1))); }

absl::StatusOr<v1::Plan> ReadPlan(rpc::Call& call, std::string_view name, std::string_view permission) {
  ASSIGN_OR_RETURN(v1::Plan plan, kPlans.Load(call, name));
  if (PartyWith(call, plan, kPlans.read_permission()).empty()) return status::NotFound("Plan", name);
  const std::string party = PartyWith(call, plan, permission);
  RETURN_IF_ERROR(call.Require(permission, party.empty() ? plan.organisation() : party));
  return plan;
}

bool MayReadAsParty(const rpc::Call& call, const v1::Plan& plan, std::string_view permission) {
  return !PartyWith(call, plan, permission).empty();
}

absl::StatusOr<v1::Task> ReadTask(rpc::Call& call, std::string_view name) {
  ASSIGN_OR_RETURN(v1::Task task, kTasks.Load(call, name));
  const std::string& permission = kTasks.read_permission();
  if (call.Holds(permission, task.organisation())) {
    RETURN_IF_ERROR(call.Require(permission, task.organisation()));
    return task;
  }
  ASSIGN_OR_RETURN(const v1::Plan plan, kPlans.Load(call, PlanOf(name)));
  const std::string party = PartyWith(call, plan, permission);
  if (party.empty()) return status::NotFound("Task", name);
  RETURN_IF_ERROR(call.Require(permission, party));
  return task;
}

absl::StatusOr<v1::Task> TaskForChange(rpc::Call& call, std::string_view name, std::string_view etag) {
  ASSIGN_OR_RETURN(v1::Task task, ReadTask(call, name));
  RETURN_IF_ERROR(call.Require(task.organisation()));
  RETURN_IF_ERROR(kTasks.CheckEtag(task, etag));
  return task;
}

absl::StatusOr<v1::Calendar> CalendarKnown(rpc::Call& call, const std::string& name, absl::Time known_at) {
  ASSIGN_OR_RETURN(v1::Calendar calendar, kCalendars.Load(call, name));
  if (civil::FromTimestamp(calendar.update_time()) <= known_at) return calendar;
  ASSIGN_OR_RETURN(v1::CalendarHistory history, NamedOrEmpty(call, kCalendarHistories, name));
  for (auto earlier = history.mutable_earlier()->rbegin(); earlier != history.mutable_earlier()->rend(); ++earlier) {
    calendar = std::move(*earlier);
    if (civil::FromTimestamp(calendar.update_time()) <= known_at) break;
  }
  return calendar;
}

absl::StatusOr<std::optional<WorkingDays>> CalendarOf(rpc::Call& call, const v1::Plan& plan, absl::Time known_at) {
  std::optional<WorkingDays> days;
  const auto& earlier = plan.earlier_calendars();
  const auto then = std::find_if(earlier.begin(), earlier.end(), [&](const v1::Plan::EarlierCalendar& one) {
    return known_at < civil::FromTimestamp(one.until());
  });
  const std::string& name = then == earlier.end() ? plan.calendar() : then->calendar();
  if (name.empty()) return days;
  ASSIGN_OR_RETURN(const v1::Calendar calendar, CalendarKnown(call, name, known_at));
  days.emplace(calendar);
  return days;
}

absl::Status CollideWithReports(rpc::Call& call, const std::string& plan) {
  return rpc::CollideOn(call, StrCat("entries of ", plan));
}

absl::StatusOr<absl::Time> EntryTime(rpc::Call& call, const std::string& plan) {
  // A report that is recorded meanwhile has it or comes after it.
  RETURN_IF_ERROR(CollideWithReports(call, plan));
  ASSIGN_OR_RETURN(const v1::ReportMark mark, MarkOf(call, plan));
  if (!mark.has_known_time()) return call.now();
  return std::max(call.now(), civil::FromTimestamp(mark.known_time()) + absl::Microseconds(1));
}

absl::StatusOr<v1::Task> EnterNew(rpc::Call& call, v1::Task task) {
  ASSIGN_OR_RETURN(const v1::Plan plan, kPlans.Load(call, PlanOf(task.name())));
  ASSIGN_OR_RETURN(const v1::ReportMark mark, MarkOf(call, plan.name()));
  const absl::CivilDay today = civil::Today(call.now());
  if (!task.has_start_date()) {
    const bool with_the_plan = civil::Today(civil::FromTimestamp(plan.create_time())) == today;
    if (!with_the_plan || mark.has_known_time()) {
      *task.mutable_start_date() = civil::ToDate(today);
    } else if (plan.has_issue_date()) {
      *task.mutable_start_date() = plan.issue_date();
    }
  }
  ASSIGN_OR_RETURN(const absl::Time when, EntryTime(call, plan.name()));
  return kTasks.Put(call,
                    Entered(std::move(task), nullptr, v1::Task::ADDED, call.principal().Account(), when, nullptr));
}

absl::StatusOr<v1::Task> Enter(rpc::Call& call, const v1::Task& before, v1::Task after, v1::Task::Change change,
                               std::string_view reason) {
  ASSIGN_OR_RETURN(v1::TaskHistory history, NamedOrEmpty(call, kTaskHistories, before.name()));
  ASSIGN_OR_RETURN(const absl::Time when, EntryTime(call, PlanOf(before.name())));
  after.set_change_reason(std::string(reason));
  after = Entered(std::move(after), &before, change, call.principal().Account(), when, &history);
  kTaskHistories.Put(call, std::move(history));
  return kTasks.Put(call, std::move(after));
}

absl::StatusOr<Ledger> LedgerOf(rpc::Call& call, std::string_view prefix) {
  Ledger ledger;
  ASSIGN_OR_RETURN(ledger.tasks, kTasks.LoadAll(call, prefix));
  ASSIGN_OR_RETURN(auto histories, kTaskHistories.LoadAll(call, prefix));
  for (v1::TaskHistory& history : histories) {
    const std::string name = history.name();
    ledger.histories.emplace(name, std::move(history));
  }
  ASSIGN_OR_RETURN(ledger.occurrences, kOccurrences.LoadAll(call, prefix));
  return ledger;
}

std::string ReportsUnder(std::string_view plan) { return StrCat(plan, "/progressReports/"); }

absl::StatusOr<std::vector<v1::ProgressReport>> ReportsOf(rpc::Call& call, const std::string& plan,
                                                          absl::CivilDay day) {
  ASSIGN_OR_RETURN(auto reports, kProgressReports.LoadAll(call, ReportsUnder(plan)));
  std::erase_if(reports, [&](const v1::ProgressReport& one) { return civil::FromDate(one.as_of()) != day; });
  std::sort(reports.begin(), reports.end(), [](const v1::ProgressReport& a, const v1::ProgressReport& b) {
    return civil::FromTimestamp(a.known_time()) < civil::FromTimestamp(b.known_time());
  });
  return reports;
}

absl::Status AddBlockedBy(rpc::Call& call, std::vector<v1::Task>* tasks) {
  std::map<std::string, bool> settled;
  for (const v1::Task& task : *tasks) settled[task.name()] = IsSettled(task);
  for (v1::Task& task : *tasks) {
    for (const std::string& name : task.after()) {
      auto known = settled.find(name);
      if (known == settled.end()) {
        const auto other = kTasks.Load(call, name);
        if (!other.ok() && !absl::IsNotFound(other.status())) return other.status();
        known = settled.emplace(name, !other.ok() || IsSettled(*other)).first;
      }
      if (!known->second) task.add_blocked_by(name);
    }
  }
  return absl::OkStatus();
}

}  // namespace congress::scheduling
