// TaskTemplateService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/task_template_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class TaskTemplateService {
 public:
  absl::StatusOr<v1::TaskTemplate> CreateTaskTemplate(rpc::Call& call,
                                                      const v1::CreateTaskTemplateRequest& request) const;
  absl::StatusOr<v1::TaskTemplate> GetTaskTemplate(rpc::Call& call, const v1::GetTaskTemplateRequest& request) const;
  absl::StatusOr<v1::ListTaskTemplatesResponse> ListTaskTemplates(rpc::Call& call,
                                                                  const v1::ListTaskTemplatesRequest& request) const;
  absl::StatusOr<v1::TaskTemplate> UpdateTaskTemplate(rpc::Call& call,
                                                      const v1::UpdateTaskTemplateRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteTaskTemplate(rpc::Call& call,
                                                             const v1::DeleteTaskTemplateRequest& request) const;
  absl::StatusOr<v1::ApplyTaskTemplateResponse> ApplyTaskTemplate(rpc::Call& call,
                                                                  const v1::ApplyTaskTemplateRequest& request) const;
};

}  // namespace congress::scheduling
