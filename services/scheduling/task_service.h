// TaskService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/task_service.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

class TaskService {
 public:
  // The Gate outlives this object.
  absl::StatusOr<v1::Plan> CreatePlan(rpc::Call& call, const v1::CreatePlanRequest& request) const;
  absl::StatusOr<v1::Plan> GetPlan(rpc::Call& call, const v1::GetPlanRequest& request) const;
  absl::StatusOr<v1::ListPlansResponse> ListPlans(rpc::Call& call, const v1::ListPlansRequest& request) const;
  absl::StatusOr<v1::ImportTasksResponse> ImportTasks(rpc::Call& call, const v1::ImportTasksRequest& request) const;
  absl::StatusOr<v1::Task> CreateTask(rpc::Call& call, const v1::CreateTaskRequest& request) const;
  absl::StatusOr<v1::Task> GetTask(rpc::Call& call, const v1::GetTaskRequest& request) const;
  absl::StatusOr<v1::ListTasksResponse> ListTasks(rpc::Call& call, const v1::ListTasksRequest& request) const;
  absl::StatusOr<v1::Task> UpdateTask(rpc::Call& call, const v1::UpdateTaskRequest& request) const;
  absl::StatusOr<v1::Task> CompleteTask(rpc::Call& call, const v1::CompleteTaskRequest& request) const;
  absl::StatusOr<v1::GetPlanProgressResponse> GetPlanProgress(rpc::Call& call,
                                                              const v1::GetPlanProgressRequest& request) const;

 private:
  absl::StatusOr<v1::ImportTasksResponse> Import(rpc::Call& call, const v1::ImportTasksRequest& request) const;

  const rpc::Repository<v1::Plan> plans_{"scheduling.plans.read"};
  const rpc::Repository<v1::Task> tasks_{rpc::kPart, "scheduling.tasks.read"};
};

}  // namespace congress::scheduling
