// What FigureService does with reports: entered one by one or as a table, and taken back.
#include <algorithm>
#include <utility>
#include <vector>

#include "platform/csv/number.h"
#include "platform/imports/import.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/organisations.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/scheduling/figure_ledger.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/figure_service.h"

namespace congress::scheduling {
namespace {

using tables::v1::ImportRow;

bool MayReadAt(const rpc::Call& call, const std::string& organisation) {
  return call.Holds(kReadFigures, organisation);
}

// What became of a row.
struct RowDone {
  int line = 0;
  std::vector<status::Sentence> errors = {};
  absl::StatusOr<FigureLedger::Entered> entered = absl::UnknownError("");
};

// What a row of a table says; numbers are written as people write them.
absl::StatusOr<v1::NewFigureReport> RowOf(rpc::Call& call, const imports::Cells& cells, const csv::Table& table,
                                          const csv::Row& row, std::vector<status::Sentence>* errors) {
  v1::NewFigureReport said;
  cells.Lay(row, &said, errors);
  if (!errors->empty()) return said;
  if (const auto number = csv::ReadNumber(said.value(), table.decimal).plain) said.set_value(*number);
  RETURN_IF_ERROR(rpc::CheckFields(&said));
  ASSIGN_OR_RETURN(*errors, rpc::UnknownIn(call, said));
  return said;
}

absl::StatusOr<FigureLedger::Entered> EnterReport(rpc::Call& call, FigureLedger& ledger,
                                                  const v1::NewFigureReport& said) {
  RETURN_IF_ERROR(call.Require(said.organisation()));
  ASSIGN_OR_RETURN(const v1::Figure figure, ledger.Find(said.figure()));
  return ledger.Enter(figure, said);
}

// The findings in which the report takes part, as far as the caller may read them.
std::vector<status::Sentence> FindingsWith(const rpc::Call& call, const FigureLedger& ledger,
                                           const std::vector<v1::FigureFinding>& found, const std::string& report) {
  std::vector<status::Sentence> told;
  for (const v1::FigureFinding& finding : found) {
    const auto& reports = finding.reports();
    if (std::find(reports.begin(), reports.end(), report) == reports.end()) continue;
    if (MayReadAt(call, finding.organisation())) told.push_back(ledger.Tell(finding));
  }
  return told;
}

}  // namespace

absl::StatusOr<v1::ReportFiguresResponse> FigureService::ReportFigures(rpc::Call& call,
                                                                       const v1::ReportFiguresRequest& request) const {
  for (const v1::NewFigureReport& report : request.reports()) RETURN_IF_ERROR(call.Require(report.organisation()));
  ASSIGN_OR_RETURN(FigureLedger ledger, FigureLedger::Open(call));
  status::Refusals refusals;
  v1::ReportFiguresResponse response;
  for (int i = 0; i < request.reports_size(); ++i) {
    auto entered = EnterReport(call, ledger, request.reports(i));
    RETURN_IF_ERROR(refusals.Note(StrCat("reports[", i, "]"), entered.status()));
    if (entered.ok()) *response.add_reports() = std::move(entered->report);
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  ASSIGN_OR_RETURN(FigureLedger::Sums made, ledger.Close("reports"));
  for (v1::FigureFinding& finding : made.found) {
    if (!MayReadAt(call, finding.organisation())) continue;
    ASSIGN_OR_RETURN(*response.add_findings(), Described(call, std::move(finding)));
  }
  for (v1::FigureSum& sum : made.sums) {
    if (MayReadAt(call, sum.organisation())) *response.add_sums() = std::move(sum);
  }
  return response;
}

absl::StatusOr<tables::v1::ImportResult> FigureService::ImportFigureReports(
    rpc::Call& call, const v1::ImportFigureReportsRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  if (table.rows.size() > imports::kMostRows) return csv::TooLong(table, imports::kMostRows);
  const imports::Cells cells(table, *v1::NewFigureReport::descriptor());
  if (!cells.complete()) return csv::Lacks({"figure", "organisation", "value", "as_of"});
  ASSIGN_OR_RETURN(FigureLedger ledger, FigureLedger::Open(call));
  imports::Result result(call.language(), cells.ignored());
  std::vector<RowDone> rows;
  for (const csv::Row& row : table.rows) {
    RowDone& done = rows.emplace_back(RowDone{.line = row.line});
    const auto said = RowOf(call, cells, table, row, &done.errors);
    if (!done.errors.empty()) continue;
    done.entered = said.ok() ? EnterReport(call, ledger, *said) : said.status();
    if (!done.entered.ok() && !status::IsRefusal(done.entered.status())) return done.entered.status();
  }
  ASSIGN_OR_RETURN(const FigureLedger::Sums made, ledger.Close("csv"));
  for (const RowDone& row : rows) {
    if (!row.errors.empty()) {
      result.Add(row.line, "", ImportRow::ERROR, row.errors);
    } else if (!row.entered.ok()) {
      result.AddError(row.line, "", row.entered.status());
    } else {
      const auto state = row.entered->is_new ? ImportRow::NEW : ImportRow::UNCHANGED;
      const std::string& name = row.entered->report.name();
      result.Add(row.line, name, state, FindingsWith(call, ledger, made.found, name));
    }
  }
  return std::move(result).End(call, request.validate_only());
}

absl::StatusOr<v1::FigureReport> FigureService::WithdrawFigureReport(
    rpc::Call& call, const v1::WithdrawFigureReportRequest& request) const {
  ASSIGN_OR_RETURN(v1::FigureReport report, kFigureReports.Get(call, request.name()));
  RETURN_IF_ERROR(kFigureReports.CheckEtag(report, request.etag()));
  ASSIGN_OR_RETURN(FigureLedger ledger, FigureLedger::Open(call));
  ASSIGN_OR_RETURN(report, ledger.Withdraw(std::move(report), request.reason()));
  // What is left is told as it is: a withdrawal is never refused for it.
  RETURN_IF_ERROR(ledger.Close("").status());
  return report;
}

}  // namespace congress::scheduling
