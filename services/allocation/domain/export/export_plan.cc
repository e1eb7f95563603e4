#include "services/allocation/domain/export/export_plan.h"

#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/export/decision_paper.h"
#include "services/allocation/domain/export/export_chart.h"
#include "services/allocation/domain/export/export_csv.h"
#include "services/allocation/domain/export/export_xlsx.h"
#include "services/allocation/domain/export/project_paper.h"
#include "services/allocation/domain/plan/explain.h"

namespace congress::allocation {
namespace {

using Request = v1::ExportAllocationPlanRequest;

v1::ExportAllocationPlanResponse File(std::string content, const char* media_type, std::string file_name) {
  v1::ExportAllocationPlanResponse file;
  file.set_content(std::move(content));
  file.set_media_type(media_type);
  file.set_file_name(std::move(file_name));
  return file;
}

absl::StatusOr<v1::ExportAllocationPlanResponse> PaperOf(const PlanPaper& made, const Request& request,
                                                         const paper::Layout& layout) {
  const bool is_project = request.format() == Request::PROJECT;
  ASSIGN_OR_RETURN(paper::File file, paper::Render(is_project ? ProjectPaper(made) : DecisionPaper(made),
                                                   request.paper_format(), layout));
  const char* name = is_project ? "project" : "decision";
  const char* language = made.language == status::Language::kEnglish ? "-en" : "";
  auto answer = File(std::move(file.content), file.media_type, StrCat(name, language, file.extension));
  if (!is_project) answer.set_issued_paper(made.plan.issued_paper());
  return answer;
}

}  // namespace

absl::StatusOr<v1::ExportAllocationPlanResponse> ExportPlan(v1::AllocationPlan plan, const v1::AllocationPlan* replaced,
                                                            const Request& request, const paper::Layout& layout) {
  const bool is_paper = request.format() == Request::DECISION || request.format() == Request::PROJECT;
  const bool is_english = is_paper && request.paper_language() == paper::v1::ENGLISH;
  const auto language = is_english ? status::Language::kEnglish : status::Language::kVietnamese;
  TellPlan(language, &plan);
  switch (request.format()) {
    case Request::CSV:
      return File(ToCsv(plan), "text/csv; charset=utf-8", "allocation.csv");
    case Request::XLSX: {
      ASSIGN_OR_RETURN(std::string workbook, ToXlsx(plan));
      return File(std::move(workbook), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                  "allocation.xlsx");
    }
    case Request::CHART_SVG: {
      ASSIGN_OR_RETURN(std::string chart, ToChart(plan));
      return File(std::move(chart), "image/svg+xml", "allocation.svg");
    }
    default:
      return PaperOf({plan, replaced, request.decision_form(), language}, request, layout);
  }
}

}  // namespace congress::allocation
