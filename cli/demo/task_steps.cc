#include "absl/strings/str_format.h"
#include "cli/demo/steps.h"
#include "congress/scheduling/v1/progress_service.grpc.pb.h"
#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Reports = scheduling::v1::ProgressService;
using TaskService = scheduling::v1::TaskService;

template <class Counts>
std::string SumOf(const Counts& counts) {
  const std::string en = absl::StrFormat("%d = %d regular + %d completed + %d continuing", counts.total_count(),
                                         counts.regular_count(), counts.completed_count(), counts.continuing_count());
  const std::string vi =
      absl::StrFormat("%d = %d thường xuyên + %d đã hoàn thành + %d đang thực hiện", counts.total_count(),
                      counts.regular_count(), counts.completed_count(), counts.continuing_count());
  return Say({.en = en, .vi = vi});
}

}  // namespace

absl::Status CountTasks(Work& work) {
  const auto stub = TaskService::NewStub(work.preparer.channel());
  scheduling::v1::GetPlanProgressRequest request;
  request.set_name(StrCat("plans/", work.province().preparation().scope().task_plan().id()));
  *request.mutable_as_of() = work.province().tasks().as_of();
  ASSIGN_OR_RETURN(const auto plan, work.preparer.Ask(*stub, &TaskService::StubInterface::GetPlanProgress, request));
  work.progress.Tell("3. Tasks on %s: %s", "3. Nhiệm vụ tính đến %s: %s", DayTold(plan.as_of()), SumOf(plan));
  return absl::OkStatus();
}

absl::Status KeepReport(Work& work) {
  const Tasks& rules = work.province().tasks();
  const std::string plan = StrCat("plans/", work.province().preparation().scope().task_plan().id());
  const auto tasks = TaskService::NewStub(work.preparer.channel());
  const auto reports = Reports::NewStub(work.preparer.channel());
  scheduling::v1::RecordPlanProgressRequest record;
  record.set_name(plan);
  *record.mutable_as_of() = rules.as_of();
  record.set_paper(rules.report());
  ASSIGN_OR_RETURN(const auto report,
                   work.preparer.Change("task-report", *reports, &Reports::StubInterface::RecordPlanProgress, record));
  for (scheduling::v1::CreateTaskRequest later : rules.later_tasks()) {
    later.set_parent(plan);
    RETURN_IF_ERROR(
        work.preparer
            .Change(StrCat("later-task ", later.task().code()), *tasks, &TaskService::StubInterface::CreateTask, later)
            .status());
  }
  for (scheduling::v1::CompleteTaskRequest later : rules.later_completions()) {
    later.set_name(StrCat(plan, "/tasks/", later.name()));
    RETURN_IF_ERROR(
        work.preparer
            .Change(StrCat("later-completion ", later.name()), *tasks, &TaskService::StubInterface::CompleteTask, later)
            .status());
  }
  scheduling::v1::GetPlanProgressRequest again;
  again.set_name(plan);
  *again.mutable_as_of() = rules.as_of();
  ASSIGN_OR_RETURN(const auto told, work.preparer.Ask(*tasks, &TaskService::StubInterface::GetPlanProgress, again));
  scheduling::v1::ComparePlanProgressRequest compare;
  compare.set_name(plan);
  compare.mutable_before()->set_report(report.name());
  *compare.mutable_after()->mutable_as_of() = rules.as_of();
  ASSIGN_OR_RETURN(const auto known,
                   work.preparer.Ask(*reports, &Reports::StubInterface::ComparePlanProgress, compare));
  *compare.mutable_after()->mutable_as_of() = rules.later_as_of();
  ASSIGN_OR_RETURN(const auto later,
                   work.preparer.Ask(*reports, &Reports::StubInterface::ComparePlanProgress, compare));
  work.progress.Tell(
      "   After later entries the report %s still says %s; as it is known now it would be %s; on %s it is %s, %d tasks "
      "differ",
      "   Sau khi nhập thêm, báo cáo %s vẫn là %s; theo những gì biết hiện nay sẽ là %s; ngày %s là %s, %d nhiệm vụ "
      "khác "
      "đi",
      report.paper(), SumOf(told), SumOf(known.after()), DayTold(rules.later_as_of()), SumOf(later.after()),
      later.differences_size());
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
