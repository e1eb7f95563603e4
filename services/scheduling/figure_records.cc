#include "services/scheduling/figure_records.h"

#include <algorithm>
#include <utility>

#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::scheduling {

bool SeesFigure(const rpc::Call& call, const v1::Figure& figure) {
  return call.Holds(kReadFigures, figure.organisation()) ||
         std::any_of(figure.units().begin(), figure.units().end(),
                     [&](const std::string& unit) { return call.Holds(kReadFigures, unit); });
}

absl::StatusOr<v1::Figure> ReadFigure(rpc::Call& call, std::string_view name) {
  RETURN_IF_ERROR(call.RequireAnywhere(kReadFigures));
  ASSIGN_OR_RETURN(v1::Figure figure, kFigures.Load(call, name));
  if (!SeesFigure(call, figure)) return status::NotFound("Figure", name);
  return figure;
}

absl::StatusOr<v1::FigureFinding> Described(rpc::Call& call, v1::FigureFinding finding) {
  ASSIGN_OR_RETURN(const v1::Figure figure, kFigures.Load(call, FigureOf(finding.name())));
  v1::Figure equal;
  if (!figure.equals().empty()) {
    ASSIGN_OR_RETURN(equal, kFigures.Load(call, figure.equals()));
  }
  finding.set_description(Describe(finding, figure, equal.name().empty() ? nullptr : &equal).In(call.language()));
  return finding;
}

absl::StatusOr<std::vector<v1::FigureReport>> ReportsKnown(rpc::Call& call, const std::string& figure,
                                                           const ReportPeriod& period, absl::Time known_at) {
  ASSIGN_OR_RETURN(auto reports, kFigureReports.LoadAll(call, StrCat(figure, "/reports/", period.id(), "-")));
  std::erase_if(reports, [&](v1::FigureReport& report) {
    return ReportPeriodOf(report) != period || !AsKnown(known_at, &report) || report.state() != v1::FigureReport::LIVE;
  });
  const auto number = [](const v1::FigureReport& report) { return text::NaturalKey(report.name()); };
  std::sort(reports.begin(), reports.end(),
            [&](const v1::FigureReport& one, const v1::FigureReport& other) { return number(one) < number(other); });
  return reports;
}

}  // namespace congress::scheduling
