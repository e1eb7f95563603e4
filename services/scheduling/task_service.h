// TaskService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/task_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class TaskService {
 public:
  absl::StatusOr<v1::Plan> CreatePlan(rpc::Call& call, const v1::CreatePlanRequest& request) const;
  absl::StatusOr<v1::Plan> GetPlan(rpc::Call& call, const v1::GetPlanRequest& request) const;
  absl::StatusOr<v1::ListPlansResponse> ListPlans(rpc::Call& call, const v1::ListPlansRequest& request) const;
  absl::StatusOr<v1::Plan> UpdatePlan(rpc::Call& call, const v1::UpdatePlanRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeletePlan(rpc::Call& call, const v1::DeletePlanRequest& request) const;
  absl::StatusOr<v1::ImportTasksResponse> ImportTasks(rpc::Call& call, const v1::ImportTasksRequest& request) const;
  absl::StatusOr<v1::Task> CreateTask(rpc::Call& call, const v1::CreateTaskRequest& request) const;
  absl::StatusOr<v1::Task> GetTask(rpc::Call& call, const v1::GetTaskRequest& request) const;
  absl::StatusOr<v1::ListTasksResponse> ListTasks(rpc::Call& call, const v1::ListTasksRequest& request) const;
  absl::StatusOr<v1::Task> UpdateTask(rpc::Call& call, const v1::UpdateTaskRequest& request) const;
  absl::StatusOr<v1::Task> CompleteTask(rpc::Call& call, const v1::CompleteTaskRequest& request) const;
  absl::StatusOr<v1::Task> CancelTask(rpc::Call& call, const v1::CancelTaskRequest& request) const;
  absl::StatusOr<v1::Task> ReopenTask(rpc::Call& call, const v1::ReopenTaskRequest& request) const;
  absl::StatusOr<v1::Task> ClaimTask(rpc::Call& call, const v1::ClaimTaskRequest& request) const;
  absl::StatusOr<v1::Task> ReleaseTask(rpc::Call& call, const v1::ReleaseTaskRequest& request) const;
  absl::StatusOr<v1::ListTaskVersionsResponse> ListTaskVersions(rpc::Call& call,
                                                                const v1::ListTaskVersionsRequest& request) const;
  absl::StatusOr<v1::Occurrence> CreateOccurrence(rpc::Call& call, const v1::CreateOccurrenceRequest& request) const;
  absl::StatusOr<v1::ListOccurrencesResponse> ListOccurrences(rpc::Call& call,
                                                              const v1::ListOccurrencesRequest& request) const;
  absl::StatusOr<v1::GetPlanProgressResponse> GetPlanProgress(rpc::Call& call,
                                                              const v1::GetPlanProgressRequest& request) const;
};

}  // namespace congress::scheduling
