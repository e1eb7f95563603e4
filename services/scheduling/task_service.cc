// Plans, and tasks as they are made, read and changed.
#include "services/scheduling/task_service.h"

#include <algorithm>
#include <map>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/text/order.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/records.h"
#include "services/scheduling/task_checks.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

std::string TasksUnder(const std::string& plan) { return StrCat(plan, "/tasks/"); }

absl::Status CheckCalendarOf(rpc::Call& call, const v1::Plan& plan, const std::string& before) {
  if (plan.calendar().empty() || plan.calendar() == before) return absl::OkStatus();
  return kCalendars.ReadShared(call, plan.calendar()).status();
}

// The plan's tasks are due by the calendar that it has now.
absl::Status MoveDues(rpc::Call& call, const v1::Plan& plan, const std::vector<v1::Task>& tasks) {
  ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
  status::Violations violations;
  for (const v1::Task& task : tasks) {
    if (!calendar.has_value() && violations.empty() && CountsWorkingDays(task)) {
      violations.Add("plan.calendar", v1::CALENDAR_NEEDED);
    }
    if (!calendar.has_value() || !DueMoves(task, *calendar, call.language()).has_value()) continue;
    RETURN_IF_ERROR(Enter(call, task, Reckon(task, &*calendar), v1::Task::DUE_MOVED).status());
  }
  return violations.ToStatus();
}

// Who has tasks in the plan stays one of its parties.
absl::Status CheckPartners(const v1::Plan& plan, const std::vector<v1::Task>& tasks) {
  const std::vector<std::string> parties = PartiesOf(plan);
  std::map<std::string, int> strangers;
  for (const v1::Task& task : tasks) {
    if (std::find(parties.begin(), parties.end(), task.organisation()) == parties.end())
      ++strangers[task.organisation()];
  }
  if (strangers.empty()) return absl::OkStatus();
  const auto& [organisation, count] = *strangers.begin();
  return status::FailedPrecondition(v1::PARTNER_HAS_TASKS,
                                    {{"name", plan.name()}, {"organisation", organisation}, {"tasks", StrCat(count)}});
}

// What a list of tasks asks for.
bool Matches(const rpc::Call& call, const v1::ListTasksRequest& request, const v1::Task& task) {
  if (!call.IsOf(task.owner(), request.owner())) return false;
  if (request.task_class() != v1::Task::CLASS_UNSPECIFIED && task.task_class() != request.task_class()) return false;
  if (!request.post().empty() && task.post() != request.post()) return false;
  if (request.has_due_by() && (IsSettled(task) || !task.has_due_date() ||
                               civil::FromDate(task.due_date()) > civil::FromDate(request.due_by()))) {
    return false;
  }
  const auto& coordinators = task.coordinators();
  return call.IsOf(task.owner(), request.body()) ||
         std::any_of(coordinators.begin(), coordinators.end(),
                     [&](const std::string& body) { return call.IsOf(body, request.body()); });
}

}  // namespace

absl::StatusOr<v1::Plan> TaskService::CreatePlan(rpc::Call& call, const v1::CreatePlanRequest& request) const {
  v1::Plan plan = request.plan();
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  RETURN_IF_ERROR(CheckCalendarOf(call, plan, ""));
  plan.set_name(StrCat("plans/", request.plan_id()));
  *plan.mutable_create_time() = civil::ToTimestamp(call.now());
  return kPlans.Create(call, std::move(plan));
}

absl::StatusOr<v1::Plan> TaskService::GetPlan(rpc::Call& call, const v1::GetPlanRequest& request) const {
  return ReadPlan(call, request.name(), call.permission());
}

absl::StatusOr<v1::ListPlansResponse> TaskService::ListPlans(rpc::Call& call,
                                                             const v1::ListPlansRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto plans, kPlans.LoadAll(call, "plans/"));
  std::erase_if(plans, [&](const v1::Plan& plan) {
    return !MayReadAsParty(call, plan, call.permission()) ||
           (!request.congress().empty() && plan.congress() != request.congress());
  });
  std::sort(plans.begin(), plans.end(), [](const v1::Plan& a, const v1::Plan& b) {
    return text::NaturalKey(a.name()) < text::NaturalKey(b.name());
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), plans.size()));
  v1::ListPlansResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_plans() = std::move(plans[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::Plan> TaskService::UpdatePlan(rpc::Call& call, const v1::UpdatePlanRequest& request) const {
  const v1::Plan& patch = request.plan();
  RETURN_IF_ERROR(RequireName(patch.name(), "plan.name"));
  ASSIGN_OR_RETURN(v1::Plan plan, ReadPlan(call, patch.name(), kPlans.read_permission()));
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  RETURN_IF_ERROR(kPlans.CheckEtag(plan, EtagOf(request, patch)));
  const std::string before = plan.calendar();
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &plan));
  RETURN_IF_ERROR(CheckCalendarOf(call, plan, before));
  ASSIGN_OR_RETURN(const auto tasks, kTasks.LoadAll(call, TasksUnder(plan.name())));
  RETURN_IF_ERROR(CheckPartners(plan, tasks));
  if (plan.calendar() != before) {
    v1::Plan::EarlierCalendar& earlier = *plan.add_earlier_calendars();
    earlier.set_calendar(before);
    ASSIGN_OR_RETURN(const absl::Time until, EntryTime(call, plan.name()));
    *earlier.mutable_until() = civil::ToTimestamp(until);
    RETURN_IF_ERROR(MoveDues(call, plan, tasks));
  }
  return kPlans.Put(call, std::move(plan));
}

absl::StatusOr<google::protobuf::Empty> TaskService::DeletePlan(rpc::Call& call,
                                                                const v1::DeletePlanRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.name(), kPlans.read_permission()));
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  RETURN_IF_ERROR(kPlans.CheckEtag(plan, request.etag()));
  ASSIGN_OR_RETURN(const auto tasks, kTasks.LoadAll(call, TasksUnder(plan.name())));
  if (!tasks.empty()) {
    return status::FailedPrecondition(v1::PLAN_NOT_EMPTY, {{"name", plan.name()}, {"tasks", StrCat(tasks.size())}});
  }
  // Reports of a plan without tasks say nothing.
  ASSIGN_OR_RETURN(const auto reports, kProgressReports.LoadAll(call, ReportsUnder(plan.name())));
  for (const v1::ProgressReport& report : reports) kProgressReports.Delete(call, report.name());
  kReportMarks.Delete(call, plan.name());
  kPlans.Delete(call, plan.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::Task> TaskService::CreateTask(rpc::Call& call, const v1::CreateTaskRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.parent(), kPlans.read_permission()));
  v1::Task task = request.task();
  RETURN_IF_ERROR(call.Require(task.organisation().empty() ? plan.organisation() : task.organisation()));
  // A code that makes no id is told with all else that is wrong.
  task.set_name(StrCat(TasksUnder(plan.name()), TaskId(task.code()).value_or("")));
  ASSIGN_OR_RETURN(task, CheckedTask(call, plan, std::move(task), {}));
  ASSIGN_OR_RETURN(const bool exists, kTasks.Exists(call, task.name()));
  if (exists) return status::AlreadyExists("Task", task.name());
  std::vector<v1::Task> made(1);
  ASSIGN_OR_RETURN(made.front(), EnterNew(call, std::move(task)));
  RETURN_IF_ERROR(AddBlockedBy(call, &made));
  return made.front();
}

absl::StatusOr<v1::Task> TaskService::GetTask(rpc::Call& call, const v1::GetTaskRequest& request) const {
  std::vector<v1::Task> read(1);
  ASSIGN_OR_RETURN(read.front(), ReadTask(call, request.name()));
  RETURN_IF_ERROR(AddBlockedBy(call, &read));
  return read.front();
}

absl::StatusOr<v1::ListTasksResponse> TaskService::ListTasks(rpc::Call& call,
                                                             const v1::ListTasksRequest& request) const {
  call.Filtered();
  const bool all = request.parent() == "plans/-";
  ASSIGN_OR_RETURN(auto tasks, kTasks.LoadAll(call, all ? "plans/" : TasksUnder(request.parent())));
  ASSIGN_OR_RETURN(const auto plans, kPlans.LoadAll(call, all ? "plans/" : request.parent()));
  std::map<std::string, bool> of_party;
  for (const v1::Plan& plan : plans) of_party[plan.name()] = MayReadAsParty(call, plan, call.permission());
  std::erase_if(tasks, [&](const v1::Task& task) {
    const bool readable = of_party[PlanOf(task.name())] || call.Holds(call.permission(), task.organisation());
    return !readable || !Matches(call, request, task);
  });
  SortByCode(&tasks);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), tasks.size()));
  std::vector<v1::Task> page(std::make_move_iterator(tasks.begin() + static_cast<int64_t>(slice.begin)),
                             std::make_move_iterator(tasks.begin() + static_cast<int64_t>(slice.end)));
  RETURN_IF_ERROR(AddBlockedBy(call, &page));
  v1::ListTasksResponse answer;
  for (v1::Task& task : page) *answer.add_tasks() = std::move(task);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::Task> TaskService::UpdateTask(rpc::Call& call, const v1::UpdateTaskRequest& request) const {
  const v1::Task& patch = request.task();
  RETURN_IF_ERROR(RequireName(patch.name(), "task.name"));
  ASSIGN_OR_RETURN(const v1::Task before, TaskForChange(call, patch.name(), EtagOf(request, patch)));
  ASSIGN_OR_RETURN(const v1::Plan plan, kPlans.Load(call, PlanOf(before.name())));
  v1::Task task = before;
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &task));
  ASSIGN_OR_RETURN(task, CheckedTask(call, plan, std::move(task), before));
  std::vector<v1::Task> changed(1);
  ASSIGN_OR_RETURN(changed.front(), Enter(call, before, std::move(task), v1::Task::CHANGED));
  RETURN_IF_ERROR(AddBlockedBy(call, &changed));
  return changed.front();
}

absl::StatusOr<v1::ListTaskVersionsResponse> TaskService::ListTaskVersions(
    rpc::Call& call, const v1::ListTaskVersionsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Task task, ReadTask(call, request.name()));
  ASSIGN_OR_RETURN(const v1::TaskHistory history, NamedOrEmpty(call, kTaskHistories, task.name()));
  std::vector<v1::TaskVersion> versions = VersionsOf(task, history);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), versions.size()));
  v1::ListTaskVersionsResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_versions() = std::move(versions[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

}  // namespace congress::scheduling
