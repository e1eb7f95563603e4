#include "cli/demo/steps.h"
#include "congress/allocation/v1/allocation_service.grpc.pb.h"
#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Allocation = allocation::v1::AllocationService;
using allocation::v1::ExportAllocationPlanRequest;

absl::Status Export(Work& work, Allocation::Stub& stub, ExportAllocationPlanRequest::Format format,
                    paper::v1::Format paper = paper::v1::FORMAT_UNSPECIFIED) {
  ExportAllocationPlanRequest request;
  request.set_name(work.plan.name());
  request.set_format(format);
  *request.mutable_decision_form() = work.province().decision().form();
  request.set_paper_format(paper);
  ASSIGN_OR_RETURN(const auto written,
                   work.preparer.Ask(stub, &Allocation::StubInterface::ExportAllocationPlan, request));
  return work.output.Write(written.file_name(), written.content());
}

// Fetches the decision as it was issued and has it verified, as whoever gets it can.
absl::Status VerifyDecision(Work& work) {
  const auto stub = drafting::v1::IssuingService::NewStub(work.preparer.channel());
  for (const char* kind : {"docx", "pdf"}) {
    ASSIGN_OR_RETURN(const std::string file, work.preparer.Fetch(StrCat(work.plan.issued_paper(), "/files/", kind)));
    RETURN_IF_ERROR(work.output.Write(StrCat("decision-issued.", kind), file));
    drafting::v1::VerifyIssuedPaperRequest verify;
    verify.set_content(file);
    ASSIGN_OR_RETURN(const auto told,
                     work.preparer.Ask(*stub, &drafting::v1::IssuingService::StubInterface::VerifyIssuedPaper, verify));
    work.progress.Say(StrCat("   decision-issued.", kind, ": ", told.text()));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status DecideAllocation(Work& work) {
  const auto stub = Allocation::NewStub(work.preparer.channel());
  const std::string name =
      StrCat(work.congress(), "/allocationPlans/", work.province().preparation().scope().allocation_plan().id());
  allocation::v1::SubmitAllocationPlanRequest submit;
  submit.set_name(name);
  ASSIGN_OR_RETURN(
      const auto submitted,
      work.preparer.Change("plan/submit", *stub, &Allocation::StubInterface::SubmitAllocationPlan, submit));
  const auto& totals = submitted.totals();
  work.progress.Tell(
      "4. Plan of %d delegates: %d ex officio, %d elected, %d appointed; %d organisations, %d base + %d by members + "
      "%d "
      "further seats",
      "4. Phân bổ %d đại biểu: %d đương nhiên, %d bầu, %d chỉ định; %d đảng bộ, %d cơ bản + %d theo đảng viên + %d "
      "phân "
      "bổ thêm",
      totals.total(), totals.ex_officio(), totals.elected(), totals.appointed(), totals.organisations(),
      totals.base_seats(), totals.member_seats(), totals.addition_seats());

  const auto approving = Allocation::NewStub(work.approver.channel());
  allocation::v1::ApproveAllocationPlanRequest approve;
  approve.set_name(name);
  approve.set_reason(work.province().decision().approval_reason());
  ASSIGN_OR_RETURN(
      const auto approved,
      work.approver.Change("plan/approve", *approving, &Allocation::StubInterface::ApproveAllocationPlan, approve));

  allocation::v1::IssueAllocationPlanRequest issue;
  issue.set_name(name);
  issue.set_number_series(StrCat("numberSeries/", work.province().number_series().number_series_id()));
  *issue.mutable_decision_date() = work.province().decision().date();
  *issue.mutable_decision_form() = work.province().decision().form();
  ASSIGN_OR_RETURN(work.plan,
                   work.preparer.Change("plan/issue", *stub, &Allocation::StubInterface::IssueAllocationPlan, issue));
  using Request = ExportAllocationPlanRequest;
  for (const auto format : {Request::CSV, Request::XLSX, Request::CHART_SVG}) {
    RETURN_IF_ERROR(Export(work, *stub, format));
  }
  for (const auto paper : {paper::v1::TEXT, paper::v1::DOCX, paper::v1::PDF}) {
    RETURN_IF_ERROR(Export(work, *stub, Request::DECISION, paper));
    RETURN_IF_ERROR(Export(work, *stub, Request::PROJECT, paper));
  }
  work.progress.Tell(
      "   Submitted by %s, approved by %s, issued on %s as %s: allocation.csv, .xlsx, .svg; decision and project "
      "(.txt, "
      ".docx, .pdf)",
      "   %s trình, %s duyệt, ban hành ngày %s, số %s: allocation.csv, .xlsx, .svg; quyết định và đề án (.txt, .docx, "
      ".pdf)",
      approved.submitted_by(), approved.approved_by(), DayTold(work.plan.decision_date()), work.plan.decision_number());
  return VerifyDecision(work);
}

}  // namespace congress::cli::demo
