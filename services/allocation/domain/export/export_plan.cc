#include "services/allocation/domain/export/export_plan.h"

#include "platform/status/macros.h"
#include "services/allocation/domain/export/export_chart.h"
#include "services/allocation/domain/export/export_csv.h"
#include "services/allocation/domain/export/export_decision.h"
#include "services/allocation/domain/export/export_xlsx.h"

namespace congress::allocation {
namespace {

using Request = v1::ExportAllocationPlanRequest;

v1::ExportAllocationPlanResponse File(std::string content, const char* media_type, const char* file_name) {
  v1::ExportAllocationPlanResponse file;
  file.set_content(std::move(content));
  file.set_media_type(media_type);
  file.set_file_name(file_name);
  return file;
}

}  // namespace

absl::StatusOr<v1::ExportAllocationPlanResponse> ExportPlan(const v1::AllocationPlan& plan, const Request& request) {
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
    case Request::DECISION_TEXT_ENGLISH:
      return File(ToDecisionText(plan, request.decision_form(), English()), "text/plain; charset=utf-8",
                  "decision-en.txt");
    default:
      return File(ToDecisionText(plan, request.decision_form(), Vietnamese()), "text/plain; charset=utf-8",
                  "decision.txt");
  }
}

}  // namespace congress::allocation
