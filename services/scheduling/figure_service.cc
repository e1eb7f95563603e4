#include "services/scheduling/figure_service.h"

#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/scheduling/domain/figure.h"
#include "services/scheduling/figure_ledger.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

// NOT_FOUND for a figure that the definition names and the caller may not know of.
absl::Status RequireNamed(rpc::Call& call, const v1::Figure& figure) {
  status::Refusals refusals;
  for (int i = 0; i < figure.parts_size(); ++i) {
    RETURN_IF_ERROR(refusals.Note(StrCat("figure.parts[", i, "]"), ReadFigure(call, figure.parts(i)).status()));
  }
  if (!figure.equals().empty()) {
    RETURN_IF_ERROR(refusals.Note("figure.equals", ReadFigure(call, figure.equals()).status()));
  }
  return refusals.ToStatus();
}

absl::Status CheckNew(rpc::Call& call, const v1::Figure& figure, const Figures& figures) {
  status::Refusals refusals;
  RETURN_IF_ERROR(refusals.Note("", CheckFigure(figure, figures)));
  RETURN_IF_ERROR(refusals.Note("", RequireNamed(call, figure)));
  return refusals.ToStatus();
}

bool SumsDiffer(const v1::Figure& before, const v1::Figure& after) {
  const auto differ = [](const auto& one, const auto& other) {
    return !std::equal(one.begin(), one.end(), other.begin(), other.end());
  };
  return differ(before.parts(), after.parts()) || differ(before.units(), after.units()) ||
         before.equals() != after.equals();
}

// The value of the figure at the organisation that counts; FAILED_PRECONDITION `FIGURE_NOT_REPORTED`.
absl::StatusOr<std::string> ValueOn(rpc::Call& call, const v1::Figure& figure, const std::string& organisation,
                                    const ReportPeriod& period, absl::Time known_at) {
  ASSIGN_OR_RETURN(const auto reports, ReportsKnown(call, figure.name(), period, known_at));
  std::string value;
  for (const v1::FigureReport& report : reports) {
    if (call.StandingFor(report.organisation(), period.last) == organisation) value = report.value();
  }
  if (!value.empty()) return value;
  return status::FailedPrecondition(
      v1::FIGURE_NOT_REPORTED,
      {{"figure", figure.name()}, {"organisation", organisation}, {"day", civil::Format(period.last)}});
}

ReportPeriod PeriodBetween(const google::type::Date& last, bool has_first, const google::type::Date& first) {
  ReportPeriod period{.last = civil::FromDate(last)};
  if (has_first) period.first = civil::FromDate(first);
  return period;
}

}  // namespace

absl::StatusOr<v1::Figure> FigureService::CreateFigure(rpc::Call& call, const v1::CreateFigureRequest& request) const {
  v1::Figure figure = request.figure();
  figure.set_name(StrCat("figures/", request.figure_id()));
  RETURN_IF_ERROR(call.Require(figure.organisation()));
  ASSIGN_OR_RETURN(const FigureLedger ledger, FigureLedger::Open(call));
  RETURN_IF_ERROR(CheckNew(call, figure, ledger.figures()));
  return kFigures.Create(call, std::move(figure));
}

absl::StatusOr<v1::Figure> FigureService::GetFigure(rpc::Call& call, const v1::GetFigureRequest& request) const {
  return ReadFigure(call, request.name());
}

absl::StatusOr<v1::ListFiguresResponse> FigureService::ListFigures(rpc::Call& call,
                                                                   const v1::ListFiguresRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto figures, kFigures.LoadAll(call, "figures/"));
  std::erase_if(figures, [&](const v1::Figure& figure) {
    return !SeesFigure(call, figure) || !call.IsOf(figure.organisation(), request.organisation());
  });
  SortFigures(&figures);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), figures.size()));
  v1::ListFiguresResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *listed.add_figures() = std::move(figures[i]);
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

absl::StatusOr<v1::Figure> FigureService::UpdateFigure(rpc::Call& call, const v1::UpdateFigureRequest& request) const {
  const v1::Figure& patch = request.figure();
  RETURN_IF_ERROR(RequireName(patch.name(), "figure.name"));
  return kFigures.Mutate(call, patch.name(), EtagOf(request, patch),
                         [&](v1::Figure figure) -> absl::StatusOr<v1::Figure> {
                           const v1::Figure before = figure;
                           RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &figure));
                           ASSIGN_OR_RETURN(FigureLedger ledger, FigureLedger::Open(call));
                           RETURN_IF_ERROR(CheckNew(call, figure, ledger.figures()));
                           if (!SumsDiffer(before, figure)) return figure;
                           RETURN_IF_ERROR(ledger.Revise(figure));
                           // What is there is told; nothing is refused any more.
                           RETURN_IF_ERROR(ledger.Close("").status());
                           return figure;
                         });
}

absl::StatusOr<google::protobuf::Empty> FigureService::DeleteFigure(rpc::Call& call,
                                                                    const v1::DeleteFigureRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Figure figure, kFigures.Get(call, request.name()));
  RETURN_IF_ERROR(kFigures.CheckEtag(figure, request.etag()));
  ASSIGN_OR_RETURN(const bool reported, kFigureDays.Exists(call, MarkOf(figure.name())));
  if (reported) {
    return status::FailedPrecondition(v1::FIGURE_IN_USE, {{"name", figure.name()}, {"cause", "reported"}});
  }
  ASSIGN_OR_RETURN(const auto figures, kFigures.LoadAll(call, "figures/"));
  for (const v1::Figure& other : figures) {
    const bool is_part = std::find(other.parts().begin(), other.parts().end(), figure.name()) != other.parts().end();
    if (!is_part && other.equals() != figure.name()) continue;
    return status::FailedPrecondition(v1::FIGURE_IN_USE, {{"name", figure.name()}, {"user", other.name()}});
  }
  kFigures.Delete(call, figure.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::ListFigureReportsResponse> FigureService::ListFigureReports(
    rpc::Call& call, const v1::ListFigureReportsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::FigureReport> query, rpc::QueryOf<v1::FigureReport>(request));
  query.Of(call, request.organisation());
  if (request.has_as_of()) query.Only("as_of", civil::Format(civil::FromDate(request.as_of())));
  if (request.has_known_at()) {
    const absl::Time known_at = civil::FromTimestamp(request.known_at());
    query.matches = [known_at](const v1::FigureReport& report) {
      return civil::FromTimestamp(report.known_time()) <= known_at;
    };
    query.project = [known_at](v1::FigureReport* report) { AsKnown(known_at, report); };
  }
  ASSIGN_OR_RETURN(auto page,
                   kFigureReports.Find(call, StrCat(request.parent(), "/reports/"), rpc::PageOf(request), query));
  v1::ListFigureReportsResponse listed;
  listed.mutable_reports()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::FigureFinding> FigureService::GetFigureFinding(rpc::Call& call,
                                                                  const v1::GetFigureFindingRequest& request) const {
  ASSIGN_OR_RETURN(v1::FigureFinding finding, kFigureFindings.Get(call, request.name()));
  return Described(call, std::move(finding));
}

absl::StatusOr<v1::ListFigureFindingsResponse> FigureService::ListFigureFindings(
    rpc::Call& call, const v1::ListFigureFindingsRequest& request) const {
  ASSIGN_OR_RETURN(rpc::Query<v1::FigureFinding> query, rpc::QueryOf<v1::FigureFinding>(request));
  query.Of(call, request.organisation());
  if (request.has_known_at()) {
    const absl::Time known_at = civil::FromTimestamp(request.known_at());
    query.matches = [known_at](const v1::FigureFinding& finding) {
      return civil::FromTimestamp(finding.create_time()) <= known_at;
    };
    query.project = [known_at](v1::FigureFinding* finding) { AsKnown(known_at, finding); };
  }
  ASSIGN_OR_RETURN(auto page,
                   kFigureFindings.Find(call, StrCat(request.parent(), "/findings/"), rpc::PageOf(request), query));
  v1::ListFigureFindingsResponse listed;
  for (v1::FigureFinding& finding : page.items) {
    ASSIGN_OR_RETURN(*listed.add_findings(), Described(call, std::move(finding)));
  }
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::FigureFinding> FigureService::ExplainFigureFinding(
    rpc::Call& call, const v1::ExplainFigureFindingRequest& request) const {
  ASSIGN_OR_RETURN(v1::FigureFinding explained,
                   kFigureFindings.Mutate(call, request.name(), request.etag(),
                                          [&](v1::FigureFinding finding) -> absl::StatusOr<v1::FigureFinding> {
                                            RETURN_IF_ERROR(Explain(request.explanation(), DoerOf(call), &finding));
                                            return finding;
                                          }));
  return Described(call, std::move(explained));
}

absl::StatusOr<v1::FigureChange> FigureService::CompareFigures(rpc::Call& call,
                                                               const v1::CompareFiguresRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Figure figure, ReadFigure(call, request.figure()));
  const std::string& organisation = request.organisation().empty() ? figure.organisation() : request.organisation();
  RETURN_IF_ERROR(call.Require(organisation));
  status::Violations violations;
  const bool target = request.target();
  if (request.beside_case() == v1::CompareFiguresRequest::BESIDE_NOT_SET || (request.has_target() && !target)) {
    violations.Add("beside", status::PlatformFault::REQUIRED);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  const absl::Time known_at = request.has_known_at() ? civil::FromTimestamp(request.known_at()) : call.now();
  const ReportPeriod period =
      PeriodBetween(request.first_date(), request.has_first_begin_date(), request.first_begin_date());
  ASSIGN_OR_RETURN(const std::string value, ValueOn(call, figure, organisation, period, known_at));
  if (target) {
    if (figure.target().empty()) {
      return status::FailedPrecondition(v1::FIGURE_TARGET_MISSING, {{"figure", figure.name()}});
    }
    return Compare(figure.target(), value, figure.decimals(), call.language());
  }
  v1::Figure other = figure;
  ReportPeriod beside = period;
  if (request.has_other_figure()) {
    ASSIGN_OR_RETURN(other, ReadFigure(call, request.other_figure()));
  } else {
    beside = PeriodBetween(request.second_date(), request.has_second_begin_date(), request.second_begin_date());
  }
  ASSIGN_OR_RETURN(const std::string second, ValueOn(call, other, organisation, beside, known_at));
  return Compare(value, second, figure.decimals(), call.language());
}

}  // namespace congress::scheduling
