// What FigureService draws together: the report on the work of a period.
#include "services/scheduling/domain/work_report.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// Whether it was noted by that time that it stands so.
template <class T>
bool NotedBy(const T& noted, std::string_view state, absl::Time known_at) {
  return std::any_of(noted.notes().begin(), noted.notes().end(), [&](const v1::Note& note) {
    return note.state() == state && civil::FromTimestamp(note.time()) <= known_at;
  });
}

// What was known at one time, each plan and the conclusions read once.
class Known {
 public:
  struct Tasks {
    Ledger ledger;
    std::vector<const v1::Task*> known;  // As the ledger's tasks.
  };

  Known(rpc::Call& call, absl::Time at) : call_(call), at_(at) {}

  absl::StatusOr<const Tasks*> TasksOf(const std::string& plan) {
    const auto [tasks, fresh] = tasks_.try_emplace(plan);
    if (!fresh) return &tasks->second;
    ASSIGN_OR_RETURN(tasks->second.ledger, LedgerOf(call_, StrCat(plan, "/tasks/")));
    tasks->second.known = KnownAt(tasks->second.ledger, at_);
    return &tasks->second;
  }

  // The notices that were issued by that time and bear a day until `last`.
  absl::StatusOr<std::vector<v1::Conclusion>> IssuedUntil(absl::CivilDay last) {
    ASSIGN_OR_RETURN(auto conclusions, kConclusions.LoadAll(call_, "meetings/"));
    std::erase_if(conclusions, [&](const v1::Conclusion& conclusion) {
      return conclusion.state() != v1::Conclusion::ISSUED || civil::FromDate(conclusion.date()) > last ||
             !NotedBy(conclusion, v1::Conclusion::State_Name(v1::Conclusion::ISSUED), at_);
    });
    return conclusions;
  }

  // The day by which the notice of the meeting was due; none: it had none, or the calendar did not cover the day.
  absl::StatusOr<std::optional<absl::CivilDay>> DueOf(const v1::Meeting& meeting) {
    if (!HasNotice(meeting) || !NotedBy(meeting, v1::Meeting::State_Name(v1::Meeting::HELD), at_)) return std::nullopt;
    const auto due = NoticeDue(call_, meeting, at_);
    if (absl::IsFailedPrecondition(due.status())) return std::nullopt;
    return due;
  }

 private:
  rpc::Call& call_;
  absl::Time at_;
  std::map<std::string, Tasks> tasks_;
};

// The task of that name as it was known; null: it was not.
const v1::Task* Find(const Known::Tasks& tasks, const std::string& name) {
  const auto& all = tasks.ledger.tasks;
  const auto found = std::lower_bound(all.begin(), all.end(), name,
                                      [](const v1::Task& task, const std::string& than) { return task.name() < than; });
  if (found == all.end() || found->name() != name) return nullptr;
  return tasks.known[static_cast<size_t>(found - all.begin())];
}

// How many tasks of the notice there are, and are done on that day, as it was known then.
absl::StatusOr<WorkReport::Concluded> Concluded(v1::Conclusion conclusion, absl::CivilDay day, Known& known) {
  WorkReport::Concluded concluded;
  if (!conclusion.items().empty()) {
    ASSIGN_OR_RETURN(const Known::Tasks* tasks, known.TasksOf(conclusion.plan()));
    for (const v1::Conclusion::Item& item : conclusion.items()) {
      const v1::Task* task = Find(*tasks, item.task());
      if (task == nullptr) continue;
      ++concluded.task_count;
      concluded.done_count += StatusOn(task, day) == v1::TaskDifference::COMPLETED ? 1 : 0;
    }
  }
  concluded.conclusion = std::move(conclusion);
  return concluded;
}

// The notices of the period, and those that were due by its end.
absl::Status AddConclusions(rpc::Call& call, const v1::ExportWorkReportRequest& request, Known& known,
                            WorkReport* report) {
  const absl::CivilDay first = civil::FromDate(request.first_day());
  const absl::CivilDay last = civil::FromDate(request.last_day());
  ASSIGN_OR_RETURN(auto conclusions, known.IssuedUntil(last));
  std::set<std::string> concluded_meetings;
  for (v1::Conclusion& conclusion : conclusions) {
    concluded_meetings.insert(conclusion.name().substr(0, conclusion.name().find("/conclusions/")));
    if (civil::FromDate(conclusion.date()) < first || !call.IsOf(conclusion.organisation(), request.organisation()) ||
        !call.Holds(kConclusions.read_permission(), conclusion.organisation())) {
      continue;
    }
    ASSIGN_OR_RETURN(auto concluded, Concluded(std::move(conclusion), last, known));
    report->conclusions.push_back(std::move(concluded));
  }
  std::stable_sort(report->conclusions.begin(), report->conclusions.end(), [](const auto& one, const auto& other) {
    return civil::FromDate(one.conclusion.date()) < civil::FromDate(other.conclusion.date());
  });
  ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
  for (const v1::Meeting& meeting : meetings) {
    if (concluded_meetings.contains(meeting.name()) || !call.IsOf(meeting.organisation(), request.organisation()) ||
        !MayRead(call, meeting)) {
      continue;
    }
    ASSIGN_OR_RETURN(const auto due, known.DueOf(meeting));
    if (due.has_value() && *due >= first && *due <= last) report->owed.push_back({meeting.title(), *due});
  }
  return absl::OkStatus();
}

// The plans asked for, for who may read them as one of their parties.
absl::StatusOr<std::vector<v1::Plan>> PlansAskedFor(rpc::Call& call, const v1::ExportWorkReportRequest& request) {
  std::vector<v1::Plan> plans;
  for (const std::string& name : request.plans()) {
    ASSIGN_OR_RETURN(v1::Plan plan, ReadPlan(call, name, kPlans.read_permission()));
    plans.push_back(std::move(plan));
  }
  return plans;
}

// What the report knows where the request does not say it: what the newest recorded report on its plans did.
absl::StatusOr<absl::Time> KnowledgeFor(rpc::Call& call, const v1::ExportWorkReportRequest& request) {
  if (request.has_known_at()) return std::min(civil::FromTimestamp(request.known_at()), call.now());
  absl::Time newest = absl::InfinitePast();
  for (const std::string& plan : request.plans()) {
    ASSIGN_OR_RETURN(const auto reports, ReportsOf(call, plan, civil::FromDate(request.last_day())));
    if (!reports.empty()) newest = std::max(newest, civil::FromTimestamp(reports.back().known_time()));
  }
  return newest == absl::InfinitePast() ? call.now() : newest;
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
  ASSIGN_OR_RETURN(auto plans, PlansAskedFor(call, request));
  ASSIGN_OR_RETURN(const absl::Time known_at, KnowledgeFor(call, request));
  Known known(call, known_at);
  WorkReport report{.organisation_name = call.NameOf(request.organisation())};
  for (v1::Plan& plan : plans) {
    ASSIGN_OR_RETURN(const Known::Tasks* tasks, known.TasksOf(plan.name()));
    ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan, known_at));
    const ProgressMoment moment{
        .as_of = last, .known_at = known_at, .calendar = calendar.has_value() ? &*calendar : nullptr};
    WorkReport::Tasks told{.progress = MeasurePlan(plan, tasks->ledger, moment, call.language())};
    for (const v1::Occurrence& late : told.progress.overdue_occurrences()) {
      const v1::Task* task = Find(*tasks, late.name().substr(0, late.name().find("/occurrences/")));
      if (task != nullptr) told.late.push_back({task->code(), task->title(), late});
    }
    told.plan = std::move(plan);
    report.plans.push_back(std::move(told));
  }
  RETURN_IF_ERROR(AddConclusions(call, request, known, &report));
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
  *response.mutable_known_at() = civil::ToTimestamp(known_at);
  *response.mutable_paper() = WorkReportPaper(report, request, call.language());
  ASSIGN_OR_RETURN(paper::File file, paper::Render(response.paper(), request.paper_format(), layout_));
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("work-report", file.extension));
  response.set_content(std::move(file.content));
  return response;
}

}  // namespace congress::scheduling
