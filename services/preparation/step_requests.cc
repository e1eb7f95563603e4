#include "services/preparation/step_requests.h"

#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "congress/scheduling/v1/task_service.pb.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::preparation {
namespace {

// Everything that a step's call is made of.
struct Made {
  const Peers& peers;
  const v1::PreparedCongress& congress;
  const v1::Scope& scope;
  std::string request_id;
  rpc::Header header;
};

absl::StatusOr<std::string> MakePlan(Made made) {
  allocation::v1::CreateAllocationPlanRequest request;
  request.set_parent(made.congress.congress());
  request.set_allocation_plan_id(made.scope.allocation_plan().id());
  request.set_request_id(made.request_id);
  auto& plan = *request.mutable_allocation_plan();
  plan.set_organisation(made.congress.organisation());
  plan.set_display_name(made.scope.allocation_plan().display_name());
  plan.set_rule_set(made.congress.rule_set());
  *plan.mutable_as_of() = made.scope.allocation_plan().as_of();
  plan.set_delegate_cap(made.congress.delegate_cap());
  ASSIGN_OR_RETURN(const auto answer,
                   made.peers.allocation.Invoke<allocation::v1::AllocationPlan>(
                       "congress.allocation.v1.AllocationService/CreateAllocationPlan", made.header, request));
  return answer.name();
}

absl::StatusOr<std::string> MakeDocument(Made made, const v1::DraftDocument& draft) {
  drafting::v1::CreateDocumentRequest request;
  request.set_parent(made.congress.congress());
  request.set_document_id(draft.id());
  request.set_request_id(made.request_id);
  auto& document = *request.mutable_document();
  document.set_organisation(made.congress.organisation());
  document.set_document_template(draft.document_template());
  document.set_display_name(draft.display_name());
  ASSIGN_OR_RETURN(const auto answer, made.peers.drafting.Invoke<drafting::v1::Document>(
                                          "congress.drafting.v1.DraftingService/CreateDocument", made.header, request));
  return answer.name();
}

absl::StatusOr<std::string> MakeTaskPlan(Made made) {
  scheduling::v1::CreatePlanRequest request;
  request.set_plan_id(made.scope.task_plan().id());
  request.set_request_id(made.request_id);
  auto& plan = *request.mutable_plan();
  plan.set_organisation(made.congress.organisation());
  plan.set_congress(made.congress.congress());
  plan.set_number(made.scope.task_plan().number());
  plan.set_title(made.scope.task_plan().title());
  ASSIGN_OR_RETURN(const auto answer, made.peers.scheduling.Invoke<scheduling::v1::Plan>(
                                          "congress.scheduling.v1.TaskService/CreatePlan", made.header, request));
  return answer.name();
}

absl::StatusOr<std::string> ImportTasks(Made made) {
  scheduling::v1::ImportTasksRequest request;
  request.set_parent(StrCat("plans/", made.scope.task_plan().id()));
  request.set_csv(made.scope.task_plan().csv());
  request.set_request_id(made.request_id);
  RETURN_IF_ERROR(made.peers.scheduling
                      .Invoke<scheduling::v1::ImportTasksResponse>("congress.scheduling.v1.TaskService/ImportTasks",
                                                                   made.header, request)
                      .status());
  return request.parent();
}

absl::StatusOr<std::string> MakeWindow(Made made, const v1::MeetingWindow& wanted) {
  scheduling::v1::CreateWindowRequest request;
  request.set_parent(made.congress.congress());
  request.set_window_id(wanted.id());
  request.set_request_id(made.request_id);
  auto& window = *request.mutable_window();
  window.set_organisation(made.congress.organisation());
  // The windows are those of the level below.
  window.set_level(made.congress.level() == v1::Congress::PROVINCE ? scheduling::v1::Window::ABOVE_GRASSROOTS
                                                                   : scheduling::v1::Window::GRASSROOTS);
  *window.mutable_first_day() = wanted.first_day();
  *window.mutable_last_day() = wanted.last_day();
  window.set_longest_days(wanted.longest_days());
  window.set_calendar(wanted.calendar());
  window.set_legal_basis(wanted.legal_basis());
  ASSIGN_OR_RETURN(const auto answer,
                   made.peers.scheduling.Invoke<scheduling::v1::Window>(
                       "congress.scheduling.v1.SchedulingService/CreateWindow", made.header, request));
  return answer.name();
}

}  // namespace

absl::StatusOr<std::string> MakeStep(const Peers& peers, const v1::Preparation& preparation, const v1::Step& step,
                                     const rpc::Header& header) {
  Made made{peers, preparation.congress(), preparation.scope(), uuid::V5(preparation.uid(), step.id()), header};
  if (step.id() == "allocation-plan") return MakePlan(std::move(made));
  if (step.id() == "task-plan") return MakeTaskPlan(std::move(made));
  if (step.id() == "tasks") return ImportTasks(std::move(made));
  for (const auto& document : preparation.scope().documents()) {
    if (step.id() == StrCat("document-", document.id())) return MakeDocument(std::move(made), document);
  }
  for (const auto& window : preparation.scope().windows()) {
    if (step.id() == StrCat("window-", window.id())) return MakeWindow(std::move(made), window);
  }
  return absl::InternalError(StrCat("the preparation has no step '", step.id(), "'"));
}

}  // namespace congress::preparation
