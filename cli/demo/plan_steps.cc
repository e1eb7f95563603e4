#include "absl/strings/str_format.h"
#include "cli/demo/steps.h"
#include "congress/allocation/v1/allocation_service.grpc.pb.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Allocation = allocation::v1::AllocationService;
using allocation::v1::ExportAllocationPlanRequest;

absl::Status Export(Work& work, Allocation::Stub& stub, ExportAllocationPlanRequest::Format format,
                    const std::string& file) {
  ExportAllocationPlanRequest request;
  request.set_name(work.plan.name());
  request.set_format(format);
  ASSIGN_OR_RETURN(const auto written,
                   work.preparer.Ask(stub, &Allocation::StubInterface::ExportAllocationPlan, request));
  return work.output.Write(file, written.content());
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
  work.progress.Say(
      absl::StrFormat("3. Plan of %d delegates: %d ex officio, %d elected, %d appointed; %d organisations, %d base + "
                      "%d by members + %d "
                      "further seats",
                      totals.total(), totals.ex_officio(), totals.elected(), totals.appointed(), totals.organisations(),
                      totals.base_seats(), totals.member_seats(), totals.addition_seats()));

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
  ASSIGN_OR_RETURN(work.plan,
                   work.preparer.Change("plan/issue", *stub, &Allocation::StubInterface::IssueAllocationPlan, issue));
  RETURN_IF_ERROR(Export(work, *stub, ExportAllocationPlanRequest::CSV, "allocation.csv"));
  RETURN_IF_ERROR(Export(work, *stub, ExportAllocationPlanRequest::DECISION_TEXT, "decision.txt"));
  work.progress.Say(absl::StrFormat("   Submitted by %s, approved by %s, issued as %s: allocation.csv, decision.txt",
                                    approved.submitted_by(), approved.approved_by(), work.plan.decision_number()));
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
