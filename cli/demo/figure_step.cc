#include "cli/demo/steps.h"
#include "congress/scheduling/v1/figure_service.grpc.pb.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {

using scheduling::v1::FigureService;

absl::Status EnterFigures(Work& work) {
  const auto stub = FigureService::NewStub(work.preparer.channel());
  const ReportedFigures& input = work.province().figures();
  for (const auto& figure : input.figures()) {
    RETURN_IF_ERROR(
        work.preparer
            .Change(StrCat("figure ", figure.figure_id()), *stub, &FigureService::StubInterface::CreateFigure, figure)
            .status());
  }
  scheduling::v1::ReportFiguresRequest request;
  *request.mutable_reports() = input.reports();
  return work.preparer.Change("figures", *stub, &FigureService::StubInterface::ReportFigures, request).status();
}

absl::Status ReportWork(Work& work) {
  const auto stub = FigureService::NewStub(work.preparer.channel());
  // Without `known_at`: as the report that was recorded of its day, whatever was entered since.
  scheduling::v1::ExportWorkReportRequest report = work.province().figures().work_report();
  report.add_plans(StrCat("plans/", work.province().preparation().scope().task_plan().id()));
  for (const auto& [file, asked] :
       {std::pair("work-report.docx", report), std::pair("session-report.docx", work.province().sessions().report())}) {
    ASSIGN_OR_RETURN(const std::string paper,
                     work.preparer.AskForPaper(*stub, &FigureService::StubInterface::ExportWorkReport, asked));
    RETURN_IF_ERROR(work.output.Write(file, paper));
  }
  work.progress.Tell("   Figures that do not add up: work-report.docx; what was concluded since: session-report.docx",
                     "   Số liệu không khớp: work-report.docx; công tác và kết luận sau đó: session-report.docx");
  scheduling::v1::ListFigureFindingsRequest list;
  list.set_parent("figures/-");
  return work.preparer.AskAll(*stub, &FigureService::StubInterface::ListFigureFindings, list,
                              [&](const scheduling::v1::ListFigureFindingsResponse& page) {
                                for (const auto& finding : page.findings()) {
                                  work.progress.Say(StrCat("   ", finding.description()));
                                }
                              });
}

}  // namespace congress::cli::demo
