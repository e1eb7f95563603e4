#include "services/scheduling/task_service.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/rpc/field_mask.h"
#include "services/scheduling/domain/progress.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/domain/task_import.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

std::string TasksUnder(const std::string& plan) { return StrCat(plan, "/tasks/"); }

// One page of the rows of a preview.
absl::Status AddRows(const TaskImport& import, const rpc::PageRequest& page, v1::ImportTasksResponse* response) {
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(page, import.rows.size()));
  for (size_t i = slice.begin; i < slice.end; ++i) *response->add_rows() = import.rows[i];
  response->set_next_page_token(slice.next_page_token);
  return absl::OkStatus();
}

}  // namespace

grpc::Status TaskService::CreatePlan(grpc::ServerContext* context, const v1::CreatePlanRequest* request,
                                     v1::Plan* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::CreatePlanRequest& checked) {
    v1::Plan plan = checked.plan();
    plan.set_name(StrCat("plans/", checked.plan_id()));
    *plan.mutable_create_time() = civil::ToTimestamp(call.now());
    return plans_.Create(call, std::move(plan));
  });
}

grpc::Status TaskService::GetPlan(grpc::ServerContext* context, const v1::GetPlanRequest* request, v1::Plan* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetPlanRequest& checked) {
    return plans_.Get(call, checked.name());
  });
}

grpc::Status TaskService::ListPlans(grpc::ServerContext* context, const v1::ListPlansRequest* request,
                                    v1::ListPlansResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::ListPlansRequest& checked) -> absl::StatusOr<v1::ListPlansResponse> {
                      const auto matches = [&](const v1::Plan& plan) {
                        return checked.congress().empty() || plan.congress() == checked.congress();
                      };
                      ASSIGN_OR_RETURN(auto page, plans_.List(call, "plans/", rpc::PageOf(checked), matches));
                      v1::ListPlansResponse answer;
                      for (v1::Plan& plan : page.items) *answer.add_plans() = std::move(plan);
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

grpc::Status TaskService::ImportTasks(grpc::ServerContext* context, const v1::ImportTasksRequest* request,
                                      v1::ImportTasksResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::ImportTasksRequest& checked) { return Import(call, checked); });
}

absl::StatusOr<v1::ImportTasksResponse> TaskService::Import(rpc::Call& call,
                                                            const v1::ImportTasksRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, plans_.Read(call, request.parent()));
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  const auto table = csv::Parse(request.csv());
  if (!table.ok()) return MalformedCsv(std::string(table.status().message()));
  std::vector<v1::Task> stored;
  for (const std::string& name : TasksIn(*table, plan)) {
    auto task = tasks_.Load(call, name);
    if (absl::IsNotFound(task.status())) continue;
    if (!task.ok()) return task.status();
    stored.push_back(*std::move(task));
  }
  ASSIGN_OR_RETURN(const TaskImport import, ReadTasks(*table, plan, stored, civil::Today(call.now())));
  v1::ImportTasksResponse response;
  response.set_new_count(import.new_count);
  response.set_changed_count(import.changed_count);
  response.set_unchanged_count(import.unchanged_count);
  response.set_error_count(import.error_count);
  if (request.validate_only()) {
    RETURN_IF_ERROR(AddRows(import, rpc::PageOf(request), &response));
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

grpc::Status TaskService::CreateTask(grpc::ServerContext* context, const v1::CreateTaskRequest* request,
                                     v1::Task* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::CreateTaskRequest& checked) -> absl::StatusOr<v1::Task> {
                      ASSIGN_OR_RETURN(const v1::Plan plan, plans_.Read(call, checked.parent()));
                      v1::Task task = checked.task();
                      RETURN_IF_ERROR(call.Require(plan.organisation()));
                      RETURN_IF_ERROR(CheckTask(task));
                      ASSIGN_OR_RETURN(const std::string id, TaskId(task.code()));
                      task.set_name(StrCat(TasksUnder(plan.name()), id));
                      task.set_organisation(plan.organisation());
                      *task.mutable_create_time() = civil::ToTimestamp(call.now());
                      *task.mutable_update_time() = task.create_time();
                      return tasks_.Create(call, std::move(task));
                    });
}

grpc::Status TaskService::GetTask(grpc::ServerContext* context, const v1::GetTaskRequest* request, v1::Task* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetTaskRequest& checked) {
    return tasks_.Get(call, checked.name());
  });
}

grpc::Status TaskService::ListTasks(grpc::ServerContext* context, const v1::ListTasksRequest* request,
                                    v1::ListTasksResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::ListTasksRequest& checked) -> absl::StatusOr<v1::ListTasksResponse> {
        const auto matches = [&](const v1::Task& task) {
          return (checked.owner().empty() || task.owner() == checked.owner()) &&
                 (checked.task_class() == v1::Task::CLASS_UNSPECIFIED || task.task_class() == checked.task_class());
        };
        call.Filtered();
        ASSIGN_OR_RETURN(auto tasks, tasks_.LoadAll(call, TasksUnder(checked.parent())));
        std::erase_if(tasks, [&](const v1::Task& task) {
          return !call.Holds(call.permission(), task.organisation()) || !matches(task);
        });
        SortByCode(&tasks);
        ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(checked), tasks.size()));
        v1::ListTasksResponse answer;
        for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_tasks() = std::move(tasks[i]);
        answer.set_next_page_token(slice.next_page_token);
        return answer;
      });
}

grpc::Status TaskService::UpdateTask(grpc::ServerContext* context, const v1::UpdateTaskRequest* request,
                                     v1::Task* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::UpdateTaskRequest& checked) -> absl::StatusOr<v1::Task> {
                      const v1::Task& patch = checked.task();
                      RETURN_IF_ERROR(RequireName(patch.name(), "task.name"));
                      return tasks_.Mutate(
                          call, patch.name(), EtagOf(checked, patch), [&](v1::Task task) -> absl::StatusOr<v1::Task> {
                            RETURN_IF_ERROR(rpc::ApplyUpdate(call, checked.update_mask(), patch, &task));
                            RETURN_IF_ERROR(CheckTask(task));
                            *task.mutable_update_time() = civil::ToTimestamp(call.now());
                            return task;
                          });
                    });
}

grpc::Status TaskService::CompleteTask(grpc::ServerContext* context, const v1::CompleteTaskRequest* request,
                                       v1::Task* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::CompleteTaskRequest& checked) {
    return tasks_.Mutate(call, checked.name(), checked.etag(), [&](v1::Task task) -> absl::StatusOr<v1::Task> {
      const absl::CivilDay today = civil::Today(call.now());
      const absl::CivilDay done = checked.has_done_date() ? civil::FromDate(checked.done_date()) : today;
      ASSIGN_OR_RETURN(task, scheduling::CompleteTask(std::move(task), done, checked.document(), today));
      *task.mutable_update_time() = civil::ToTimestamp(call.now());
      return task;
    });
  });
}

grpc::Status TaskService::GetPlanProgress(grpc::ServerContext* context, const v1::GetPlanProgressRequest* request,
                                          v1::GetPlanProgressResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::GetPlanProgressRequest& checked) -> absl::StatusOr<v1::GetPlanProgressResponse> {
        ASSIGN_OR_RETURN(const v1::Plan plan, plans_.Get(call, checked.name()));
        ASSIGN_OR_RETURN(const auto tasks, tasks_.LoadAll(call, TasksUnder(plan.name())));
        return MeasureProgress(tasks,
                               checked.has_as_of() ? civil::FromDate(checked.as_of()) : civil::Today(call.now()));
      });
}

}  // namespace congress::scheduling
