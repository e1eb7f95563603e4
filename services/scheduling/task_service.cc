#include "services/scheduling/task_service.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/tables/tables.h"
#include "services/scheduling/domain/progress.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/domain/task_import.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

std::string TasksUnder(const std::string& plan) { return StrCat(plan, "/tasks/"); }

// One page of the rows of a preview.
absl::Status AddRows(const TaskImport& import, const rpc::PageRequest& page, status::Language language,
                     v1::ImportTasksResponse* response) {
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(page, import.rows.size()));
  for (size_t i = slice.begin; i < slice.end; ++i) {
    v1::ImportRow& row = *response->add_rows() = import.rows[i];
    row.set_reason(import.reasons[i].In(language));
  }
  response->set_next_page_token(slice.next_page_token);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Plan> TaskService::CreatePlan(rpc::Call& call, const v1::CreatePlanRequest& request) const {
  v1::Plan plan = request.plan();
  plan.set_name(StrCat("plans/", request.plan_id()));
  *plan.mutable_create_time() = civil::ToTimestamp(call.now());
  return plans_.Create(call, std::move(plan));
}

absl::StatusOr<v1::Plan> TaskService::GetPlan(rpc::Call& call, const v1::GetPlanRequest& request) const {
  return plans_.Get(call, request.name());
}

absl::StatusOr<v1::ListPlansResponse> TaskService::ListPlans(rpc::Call& call,
                                                             const v1::ListPlansRequest& request) const {
  const auto matches = [&](const v1::Plan& plan) {
    return request.congress().empty() || plan.congress() == request.congress();
  };
  ASSIGN_OR_RETURN(auto page, plans_.ListNaturally(call, "plans/", rpc::PageOf(request), matches));
  v1::ListPlansResponse answer;
  for (v1::Plan& plan : page.items) *answer.add_plans() = std::move(plan);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::ImportTasksResponse> TaskService::ImportTasks(rpc::Call& call,
                                                                 const v1::ImportTasksRequest& request) const {
  return Import(call, request);
}

absl::StatusOr<v1::ImportTasksResponse> TaskService::Import(rpc::Call& call,
                                                            const v1::ImportTasksRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, plans_.Read(call, request.parent()));
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), {.sheet = request.sheet()}));
  std::vector<v1::Task> stored;
  for (const std::string& name : TasksIn(table, plan)) {
    auto task = tasks_.Load(call, name);
    if (absl::IsNotFound(task.status())) continue;
    if (!task.ok()) return task.status();
    stored.push_back(*std::move(task));
  }
  ASSIGN_OR_RETURN(const TaskImport import, ReadTasks(table, plan, stored, civil::Today(call.now())));
  v1::ImportTasksResponse response;
  response.set_new_count(import.new_count);
  response.set_changed_count(import.changed_count);
  response.set_unchanged_count(import.unchanged_count);
  response.set_error_count(import.error_count);
  *response.mutable_ignored_columns() = {import.ignored_columns.begin(), import.ignored_columns.end()};
  if (request.validate_only()) {
    RETURN_IF_ERROR(AddRows(import, rpc::PageOf(request), call.language(), &response));
    return response;
  }
  RETURN_IF_ERROR(RejectErrors(import));
  for (v1::Task task : import.tasks) {
    *task.mutable_update_time() = civil::ToTimestamp(call.now());
    if (!task.has_create_time()) *task.mutable_create_time() = task.update_time();
    tasks_.Put(call, std::move(task));
  }
  return response;
}

absl::StatusOr<v1::Task> TaskService::CreateTask(rpc::Call& call, const v1::CreateTaskRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, plans_.Read(call, request.parent()));
  v1::Task task = request.task();
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  RETURN_IF_ERROR(CheckTask(task));
  ASSIGN_OR_RETURN(const std::string id, TaskId(task.code()));
  task.set_name(StrCat(TasksUnder(plan.name()), id));
  task.set_organisation(plan.organisation());
  *task.mutable_create_time() = civil::ToTimestamp(call.now());
  *task.mutable_update_time() = task.create_time();
  return tasks_.Create(call, std::move(task));
}

absl::StatusOr<v1::Task> TaskService::GetTask(rpc::Call& call, const v1::GetTaskRequest& request) const {
  return tasks_.Get(call, request.name());
}

absl::StatusOr<v1::ListTasksResponse> TaskService::ListTasks(rpc::Call& call,
                                                             const v1::ListTasksRequest& request) const {
  const auto matches = [&](const v1::Task& task) {
    return call.IsOf(task.owner(), request.owner()) &&
           (request.task_class() == v1::Task::CLASS_UNSPECIFIED || task.task_class() == request.task_class());
  };
  call.Filtered();
  ASSIGN_OR_RETURN(auto tasks, tasks_.LoadAll(call, TasksUnder(request.parent())));
  std::erase_if(tasks, [&](const v1::Task& task) {
    return !call.Holds(call.permission(), task.organisation()) || !matches(task);
  });
  SortByCode(&tasks);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), tasks.size()));
  v1::ListTasksResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_tasks() = std::move(tasks[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::Task> TaskService::UpdateTask(rpc::Call& call, const v1::UpdateTaskRequest& request) const {
  const v1::Task& patch = request.task();
  RETURN_IF_ERROR(RequireName(patch.name(), "task.name"));
  return tasks_.Mutate(call, patch.name(), EtagOf(request, patch), [&](v1::Task task) -> absl::StatusOr<v1::Task> {
    RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &task));
    RETURN_IF_ERROR(CheckTask(task));
    *task.mutable_update_time() = civil::ToTimestamp(call.now());
    return task;
  });
}

absl::StatusOr<v1::Task> TaskService::CompleteTask(rpc::Call& call, const v1::CompleteTaskRequest& request) const {
  return tasks_.Mutate(call, request.name(), request.etag(), [&](v1::Task task) -> absl::StatusOr<v1::Task> {
    const absl::CivilDay today = civil::Today(call.now());
    const absl::CivilDay done = request.has_done_date() ? civil::FromDate(request.done_date()) : today;
    ASSIGN_OR_RETURN(task, scheduling::CompleteTask(std::move(task), done, request.document(), today));
    *task.mutable_update_time() = civil::ToTimestamp(call.now());
    return task;
  });
}

absl::StatusOr<v1::GetPlanProgressResponse> TaskService::GetPlanProgress(
    rpc::Call& call, const v1::GetPlanProgressRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, plans_.Get(call, request.name()));
  ASSIGN_OR_RETURN(const auto tasks, tasks_.LoadAll(call, TasksUnder(plan.name())));
  return MeasureProgress(tasks, request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now()),
                         call.language());
}

}  // namespace congress::scheduling
