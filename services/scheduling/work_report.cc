// What FigureService draws together: the report on the work of a period.
#include "services/scheduling/domain/work_report.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/scheduling/conclusion_service.h"
#include "services/scheduling/domain/progress.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/figure_service.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

// The figures asked for, or all that the organisation keeps.
absl::StatusOr<std::vector<v1::Figure>> FiguresAskedFor(rpc::Call& call, const v1::ExportWorkReportRequest& request) {
  std::vector<v1::Figure> figures;
  for (const std::string& name : request.figures()) {
    ASSIGN_OR_RETURN(v1::Figure figure, ReadFigure(call, name));
    figures.push_back(std::move(figure));
  }
  if (!figures.empty()) return figures;
  ASSIGN_OR_RETURN(figures, kFigures.LoadAll(call, "figures/"));
  std::erase_if(figures, [&](const v1::Figure& figure) {
    return !SeesFigure(call, figure) || !call.IsOf(figure.organisation(), request.organisation());
  });
  SortFigures(&figures);
  return figures;
}

absl::StatusOr<WorkReport::Values> ValuesOf(rpc::Call& call, v1::Figure figure, const std::string& organisation,
                                            const v1::ExportWorkReportRequest& request, absl::Time known_at) {
  ASSIGN_OR_RETURN(auto reports, kFigureReports.LoadAll(call, StrCat(figure.name(), "/reports/")));
  std::erase_if(reports, [&](v1::FigureReport& report) {
    return !call.IsOf(report.organisation(), organisation) || !AsKnown(known_at, &report) ||
           report.state() != v1::FigureReport::LIVE;
  });
  std::stable_sort(reports.begin(), reports.end(), [](const v1::FigureReport& one, const v1::FigureReport& other) {
    return civil::FromTimestamp(one.known_time()) < civil::FromTimestamp(other.known_time());
  });
  WorkReport::Values values{.figure = std::move(figure)};
  ChooseValues(reports, civil::FromDate(request.first_day()), civil::FromDate(request.last_day()), &values);
  return values;
}

// Whether the notice was issued by that time.
bool IssuedBy(const v1::Conclusion& conclusion, absl::Time known_at) {
  return std::any_of(conclusion.notes().begin(), conclusion.notes().end(), [&](const v1::Note& note) {
    return note.state() == v1::Conclusion::State_Name(v1::Conclusion::ISSUED) &&
           civil::FromTimestamp(note.time()) <= known_at;
  });
}

// How many tasks of the notice there are, and are done on that day, as it was known then.
absl::StatusOr<WorkReport::Concluded> Concluded(rpc::Call& call, v1::Conclusion conclusion, absl::CivilDay day,
                                                absl::Time known_at) {
  WorkReport::Concluded concluded;
  std::set<std::string> names;
  for (const v1::Conclusion::Item& item : conclusion.items()) names.insert(item.task());
  if (!names.empty()) {
    ASSIGN_OR_RETURN(const Ledger ledger, LedgerOf(call, StrCat(conclusion.plan(), "/tasks/")));
    for (const v1::Task* task : KnownAt(ledger, known_at)) {
      if (task == nullptr || !names.contains(task->name())) continue;
      ++concluded.task_count;
      concluded.done_count += StatusOn(task, day) == v1::TaskDifference::COMPLETED ? 1 : 0;
    }
  }
  concluded.conclusion = std::move(conclusion);
  return concluded;
}

// The notices of the period, and those that were due by its end.
absl::Status AddConclusions(rpc::Call& call, const v1::ExportWorkReportRequest& request, absl::Time known_at,
                            WorkReport* report) {
  const absl::CivilDay first = civil::FromDate(request.first_day());
  const absl::CivilDay last = civil::FromDate(request.last_day());
  ASSIGN_OR_RETURN(auto conclusions, kConclusions.LoadAll(call, "meetings/"));
  for (v1::Conclusion& conclusion : conclusions) {
    const absl::CivilDay day = civil::FromDate(conclusion.date());
    if (conclusion.state() != v1::Conclusion::ISSUED || day < first || day > last || !IssuedBy(conclusion, known_at) ||
        !call.IsOf(conclusion.organisation(), request.organisation()) ||
        !call.Holds(kConclusions.read_permission(), conclusion.organisation())) {
      continue;
    }
    ASSIGN_OR_RETURN(auto concluded, Concluded(call, std::move(conclusion), last, known_at));
    report->conclusions.push_back(std::move(concluded));
  }
  std::stable_sort(report->conclusions.begin(), report->conclusions.end(), [](const auto& one, const auto& other) {
    return civil::FromDate(one.conclusion.date()) < civil::FromDate(other.conclusion.date());
  });
  ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
  for (const v1::Meeting& meeting : meetings) {
    if (!call.IsOf(meeting.organisation(), request.organisation()) || !MayRead(call, meeting)) continue;
    ASSIGN_OR_RETURN(const auto due, NoticeOverdue(call, meeting, last + 1));
    if (due.has_value() && *due >= first) report->owed.push_back({meeting.title(), *due});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ExportWorkReportResponse> FigureService::ExportWorkReport(
    rpc::Call& call, const v1::ExportWorkReportRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.organisation()));
  const absl::CivilDay first = civil::FromDate(request.first_day());
  const absl::CivilDay last = civil::FromDate(request.last_day());
  status::Violations violations;
  if (last < first) violations.Add("last_day", v1::LAST_BEFORE_FIRST);
  RETURN_IF_ERROR(violations.ToStatus());
  const absl::Time known_at = request.has_known_at() ? civil::FromTimestamp(request.known_at()) : call.now();
  WorkReport report{.organisation_name = call.NameOf(request.organisation())};
  for (const std::string& name : request.plans()) {
    ASSIGN_OR_RETURN(v1::Plan plan, kPlans.Read(call, name));
    ASSIGN_OR_RETURN(const Ledger ledger, LedgerOf(call, StrCat(name, "/tasks/")));
    ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
    v1::GetPlanProgressResponse progress = MeasurePlan(plan, ledger, calendar.has_value() ? &*calendar : nullptr,
                                                       {.as_of = last, .known_at = known_at}, call.language());
    report.plans.push_back({std::move(plan), std::move(progress)});
  }
  RETURN_IF_ERROR(AddConclusions(call, request, known_at, &report));
  ASSIGN_OR_RETURN(std::vector<v1::Figure> figures, FiguresAskedFor(call, request));
  for (v1::Figure& figure : figures) {
    ASSIGN_OR_RETURN(auto findings, kFigureFindings.LoadAll(call, StrCat(figure.name(), "/findings/")));
    for (v1::FigureFinding& finding : findings) {
      const absl::CivilDay day = civil::FromDate(finding.as_of());
      if (day < first || day > last || !call.IsWithin(finding.organisation(), request.organisation()) ||
          !call.Holds(kReadFigures, finding.organisation()) || !AsKnown(known_at, &finding)) {
        continue;
      }
      ASSIGN_OR_RETURN(finding, Described(call, std::move(finding)));
      std::string name = call.NameOf(finding.organisation());
      report.findings.push_back({std::move(finding), std::move(name)});
    }
    ASSIGN_OR_RETURN(auto values, ValuesOf(call, std::move(figure), request.organisation(), request, known_at));
    report.figures.push_back(std::move(values));
  }
  v1::ExportWorkReportResponse response;
  *response.mutable_paper() = WorkReportPaper(report, request, call.language());
  ASSIGN_OR_RETURN(paper::File file, paper::Render(response.paper(), request.paper_format(), layout_));
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("work-report", file.extension));
  response.set_content(std::move(file.content));
  return response;
}

}  // namespace congress::scheduling
