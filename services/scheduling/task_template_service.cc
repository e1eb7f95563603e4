#include "services/scheduling/task_template_service.h"

#include <algorithm>

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/text/order.h"
#include "services/scheduling/domain/task_template.h"
#include "services/scheduling/records.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {

absl::StatusOr<v1::TaskTemplate> TaskTemplateService::CreateTaskTemplate(
    rpc::Call& call, const v1::CreateTaskTemplateRequest& request) const {
  v1::TaskTemplate made = request.task_template();
  RETURN_IF_ERROR(call.Require(made.organisation()));
  made.set_name(StrCat("taskTemplates/", request.task_template_id()));
  RETURN_IF_ERROR(CheckTemplate(made));
  *made.mutable_create_time() = civil::ToTimestamp(call.now());
  *made.mutable_update_time() = made.create_time();
  return kTaskTemplates.Create(call, std::move(made));
}

absl::StatusOr<v1::TaskTemplate> TaskTemplateService::GetTaskTemplate(rpc::Call& call,
                                                                      const v1::GetTaskTemplateRequest& request) const {
  return kTaskTemplates.ReadShared(call, request.name());
}

absl::StatusOr<v1::ListTaskTemplatesResponse> TaskTemplateService::ListTaskTemplates(
    rpc::Call& call, const v1::ListTaskTemplatesRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  ASSIGN_OR_RETURN(auto all, kTaskTemplates.LoadAll(call, "taskTemplates/"));
  std::erase_if(all, [&](const v1::TaskTemplate& one) {
    return one.organisation() != auth::kProvince && !call.Holds(call.permission(), one.organisation());
  });
  std::sort(all.begin(), all.end(), [](const v1::TaskTemplate& a, const v1::TaskTemplate& b) {
    return text::NaturalKey(a.name()) < text::NaturalKey(b.name());
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), all.size()));
  v1::ListTaskTemplatesResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_task_templates() = std::move(all[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::TaskTemplate> TaskTemplateService::UpdateTaskTemplate(
    rpc::Call& call, const v1::UpdateTaskTemplateRequest& request) const {
  const v1::TaskTemplate& patch = request.task_template();
  RETURN_IF_ERROR(RequireName(patch.name(), "task_template.name"));
  return kTaskTemplates.Mutate(call, patch.name(), EtagOf(request, patch),
                               [&](v1::TaskTemplate changed) -> absl::StatusOr<v1::TaskTemplate> {
                                 RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &changed));
                                 RETURN_IF_ERROR(CheckTemplate(changed));
                                 *changed.mutable_update_time() = civil::ToTimestamp(call.now());
                                 return changed;
                               });
}

absl::StatusOr<google::protobuf::Empty> TaskTemplateService::DeleteTaskTemplate(
    rpc::Call& call, const v1::DeleteTaskTemplateRequest& request) const {
  ASSIGN_OR_RETURN(const v1::TaskTemplate old, kTaskTemplates.Get(call, request.name()));
  RETURN_IF_ERROR(kTaskTemplates.CheckEtag(old, request.etag()));
  kTaskTemplates.Delete(call, old.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::ApplyTaskTemplateResponse> TaskTemplateService::ApplyTaskTemplate(
    rpc::Call& call, const v1::ApplyTaskTemplateRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.parent(), kPlans.read_permission()));
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  ASSIGN_OR_RETURN(const v1::TaskTemplate applied, kTaskTemplates.ReadShared(call, request.template_()));
  ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
  ASSIGN_OR_RETURN(auto tasks, TasksOf(applied, plan, civil::FromDate(request.anchor()),
                                       calendar.has_value() ? &*calendar : nullptr, request.code_prefix()));
  for (v1::Task& task : tasks) {
    ASSIGN_OR_RETURN(const bool exists, kTasks.Exists(call, task.name()));
    if (exists) return status::AlreadyExists("Task", task.name());
    ASSIGN_OR_RETURN(task, EnterNew(call, std::move(task)));
  }
  RETURN_IF_ERROR(AddBlockedBy(call, &tasks));
  v1::ApplyTaskTemplateResponse answer;
  for (v1::Task& task : tasks) *answer.add_tasks() = std::move(task);
  return answer;
}

}  // namespace congress::scheduling
