#include "services/scheduling/progress_service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/progress.h"
#include "services/scheduling/task_service.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

template <class Request>
absl::CivilDay AsOf(const rpc::Call& call, const Request& request) {
  return request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
}

// The day and the knowledge that a comparison means.
absl::StatusOr<ProgressMoment> MomentOf(rpc::Call& call, const v1::Plan& plan, const v1::ProgressPoint& point) {
  if (!point.report().empty()) {
    if (!point.report().starts_with(ReportsUnder(plan.name()))) {
      return status::NotFound("ProgressReport", point.report());
    }
    ASSIGN_OR_RETURN(const v1::ProgressReport report, kProgressReports.Load(call, point.report()));
    return ProgressMoment{civil::FromDate(report.as_of()), civil::FromTimestamp(report.known_time())};
  }
  const absl::Time known_at = point.has_known_at() ? civil::FromTimestamp(point.known_at()) : call.now();
  return ProgressMoment{AsOf(call, point), std::min(known_at, call.now())};
}

}  // namespace

absl::StatusOr<v1::GetPlanProgressResponse> TaskService::GetPlanProgress(
    rpc::Call& call, const v1::GetPlanProgressRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.name(), call.permission()));
  ASSIGN_OR_RETURN(const Ledger ledger, LedgerOf(call, StrCat(plan.name(), "/tasks/")));
  ProgressMoment moment{AsOf(call, request), call.now()};
  std::string report;
  if (request.has_known_at()) {
    moment.known_at = std::min(civil::FromTimestamp(request.known_at()), call.now());
  } else if (request.has_as_of()) {
    ASSIGN_OR_RETURN(const auto reports, ReportsOf(call, plan.name(), moment.as_of));
    const v1::ProgressReport* newest = reports.empty() ? nullptr : &reports.back();
    if (newest != nullptr) report = newest->name();
    moment.known_at = KnowledgeOf(moment.as_of, newest, civil::FromTimestamp(plan.create_time()), call.now());
  }
  ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan, moment.known_at));
  moment.calendar = calendar.has_value() ? &*calendar : nullptr;
  v1::GetPlanProgressResponse progress = MeasurePlan(plan, ledger, moment, call.language());
  progress.set_report(report);
  return progress;
}

absl::StatusOr<v1::ProgressReport> ProgressService::RecordPlanProgress(
    rpc::Call& call, const v1::RecordPlanProgressRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.name(), kPlans.read_permission()));
  RETURN_IF_ERROR(call.Require(plan.organisation()));
  RETURN_IF_ERROR(CollideWithReports(call, plan.name()));
  ASSIGN_OR_RETURN(const Ledger ledger, LedgerOf(call, StrCat(plan.name(), "/tasks/")));
  v1::ReportMark mark;
  mark.set_name(plan.name());
  ASSIGN_OR_RETURN(mark, kReportMarks.LoadOr(call, std::move(mark)));
  ProgressMoment moment{AsOf(call, request), call.now()};
  if (mark.has_known_time()) moment.known_at = std::max(moment.known_at, civil::FromTimestamp(mark.known_time()));
  // Another replica's clock may be ahead.
  for (const v1::Task& task : ledger.tasks) {
    moment.known_at = std::max(moment.known_at, civil::FromTimestamp(task.update_time()));
  }
  for (const v1::Occurrence& occurrence : ledger.occurrences) {
    for (const v1::OccurrenceEntry& entry : occurrence.entries()) {
      moment.known_at = std::max(moment.known_at, civil::FromTimestamp(entry.known_time()));
    }
  }
  if (!plan.calendar().empty()) {
    ASSIGN_OR_RETURN(const v1::Calendar calendar, kCalendars.Load(call, plan.calendar()));
    moment.known_at = std::max(moment.known_at, civil::FromTimestamp(calendar.update_time()));
  }
  for (const v1::Plan::EarlierCalendar& earlier : plan.earlier_calendars()) {
    moment.known_at = std::max(moment.known_at, civil::FromTimestamp(earlier.until()));
  }
  ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan, moment.known_at));
  moment.calendar = calendar.has_value() ? &*calendar : nullptr;
  ASSIGN_OR_RETURN(const auto earlier, ReportsOf(call, plan.name(), moment.as_of));
  const PlanState known = StateAt(ledger, moment);

  v1::ProgressReport report;
  std::string id = civil::Format(moment.as_of);
  if (!earlier.empty()) id += StrCat("-", earlier.size() + 1);
  report.set_name(StrCat(ReportsUnder(plan.name()), id));
  report.set_organisation(plan.organisation());
  *report.mutable_as_of() = civil::ToDate(moment.as_of);
  *report.mutable_known_time() = civil::ToTimestamp(moment.known_at);
  *report.mutable_counts() = CountPlan(known, moment.as_of);
  for (v1::PartyProgress& party : CountParties(plan, known, moment.as_of)) *report.add_parties() = std::move(party);
  report.set_paper(request.paper());
  report.set_note(request.note());
  report.set_account(call.principal().Account());
  *mark.mutable_known_time() = report.known_time();
  kReportMarks.Put(call, std::move(mark));
  return kProgressReports.Create(call, std::move(report));
}

absl::StatusOr<v1::ListProgressReportsResponse> ProgressService::ListProgressReports(
    rpc::Call& call, const v1::ListProgressReportsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.parent(), call.permission()));
  ASSIGN_OR_RETURN(auto reports, kProgressReports.LoadAll(call, ReportsUnder(plan.name())));
  std::sort(reports.begin(), reports.end(), [](const v1::ProgressReport& a, const v1::ProgressReport& b) {
    return std::pair(civil::FromDate(a.as_of()), civil::FromTimestamp(a.known_time())) <
           std::pair(civil::FromDate(b.as_of()), civil::FromTimestamp(b.known_time()));
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), reports.size()));
  v1::ListProgressReportsResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_progress_reports() = std::move(reports[i]);
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::ComparePlanProgressResponse> ProgressService::ComparePlanProgress(
    rpc::Call& call, const v1::ComparePlanProgressRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Plan plan, ReadPlan(call, request.name(), call.permission()));
  ASSIGN_OR_RETURN(ProgressMoment first, MomentOf(call, plan, request.before()));
  ASSIGN_OR_RETURN(ProgressMoment second, MomentOf(call, plan, request.after()));
  ASSIGN_OR_RETURN(const auto then, CalendarOf(call, plan, first.known_at));
  ASSIGN_OR_RETURN(const auto later, CalendarOf(call, plan, second.known_at));
  first.calendar = then.has_value() ? &*then : nullptr;
  second.calendar = later.has_value() ? &*later : nullptr;
  ASSIGN_OR_RETURN(const Ledger ledger, LedgerOf(call, StrCat(plan.name(), "/tasks/")));
  return CompareProgress(ledger, first, second);
}

}  // namespace congress::scheduling
