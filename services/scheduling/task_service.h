// TaskService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

class TaskService final : public v1::TaskService::Service {
 public:
  // The Gate outlives this object.
  explicit TaskService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreatePlan(grpc::ServerContext* context, const v1::CreatePlanRequest* request,
                          v1::Plan* response) override;
  grpc::Status GetPlan(grpc::ServerContext* context, const v1::GetPlanRequest* request, v1::Plan* response) override;
  grpc::Status ListPlans(grpc::ServerContext* context, const v1::ListPlansRequest* request,
                         v1::ListPlansResponse* response) override;
  grpc::Status ImportTasks(grpc::ServerContext* context, const v1::ImportTasksRequest* request,
                           v1::ImportTasksResponse* response) override;
  grpc::Status CreateTask(grpc::ServerContext* context, const v1::CreateTaskRequest* request,
                          v1::Task* response) override;
  grpc::Status GetTask(grpc::ServerContext* context, const v1::GetTaskRequest* request, v1::Task* response) override;
  grpc::Status ListTasks(grpc::ServerContext* context, const v1::ListTasksRequest* request,
                         v1::ListTasksResponse* response) override;
  grpc::Status UpdateTask(grpc::ServerContext* context, const v1::UpdateTaskRequest* request,
                          v1::Task* response) override;
  grpc::Status CompleteTask(grpc::ServerContext* context, const v1::CompleteTaskRequest* request,
                            v1::Task* response) override;
  grpc::Status GetPlanProgress(grpc::ServerContext* context, const v1::GetPlanProgressRequest* request,
                               v1::GetPlanProgressResponse* response) override;

 private:
  absl::StatusOr<v1::ImportTasksResponse> Import(rpc::Call& call, const v1::ImportTasksRequest& request) const;

  rpc::Gate& gate_;
  const rpc::Repository<v1::Plan> plans_{"scheduling.plans.read"};
  const rpc::Repository<v1::Task> tasks_{"scheduling.tasks.read"};
};

}  // namespace congress::scheduling
