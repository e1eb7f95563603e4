#include "services/scheduling/calendar_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "services/scheduling/approval_schedule.h"
#include "services/scheduling/conclusion_service.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/occurrence.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/domain/working_days.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

absl::StatusOr<v1::CountWorkingDaysResponse> Count(const v1::Calendar& calendar,
                                                   const v1::CountWorkingDaysRequest& request) {
  const WorkingDays days(calendar);
  const absl::CivilDay start = civil::FromDate(request.start_date());
  absl::CivilDay end;
  int count = request.working_days();
  switch (request.extent_case()) {
    case v1::CountWorkingDaysRequest::kEndDate: {
      end = civil::FromDate(request.end_date());
      ASSIGN_OR_RETURN(count, days.Count(start, end));
      break;
    }
    case v1::CountWorkingDaysRequest::kWorkingDays: {
      ASSIGN_OR_RETURN(end, days.Add(start, count));
      break;
    }
    case v1::CountWorkingDaysRequest::EXTENT_NOT_SET:
      return RequireName("", "end_date or working_days");
  }
  v1::CountWorkingDaysResponse response;
  *response.mutable_end_date() = civil::ToDate(end);
  response.set_working_days(count);
  ASSIGN_OR_RETURN(const bool worked, days.IsWorked(end));
  response.set_ends_on_working_day(worked);
  return response;
}

absl::Status CalendarInUse(const std::string& calendar, int count, const std::string& resource) {
  return status::FailedPrecondition(v1::CALENDAR_IN_USE,
                                    {{"calendar", calendar}, {"count", StrCat(count)}, {"resource", resource}});
}

// What counts by a calendar: windows, by name, meetings, by themselves or by their window, and plans of tasks.
struct Users {
  std::vector<std::string> windows;
  std::vector<v1::Meeting> meetings;
  std::vector<v1::Plan> plans;
  std::string earlier;  // A plan that went by it once; empty: none did.
};

absl::StatusOr<Users> UsersOf(rpc::Call& call, const std::string& calendar) {
  Users users;
  ASSIGN_OR_RETURN(const auto windows, kWindows.LoadAll(call, "congresses/"));
  for (const v1::Window& window : windows) {
    if (window.calendar() == calendar) users.windows.push_back(window.name());
  }
  ASSIGN_OR_RETURN(users.meetings, kMeetings.LoadAll(call, "meetings/"));
  std::erase_if(users.meetings, [&](const v1::Meeting& meeting) {
    if (meeting.window().empty()) return meeting.calendar() != calendar;
    return std::find(users.windows.begin(), users.windows.end(), meeting.window()) == users.windows.end();
  });
  ASSIGN_OR_RETURN(users.plans, kPlans.LoadAll(call, "plans/"));
  for (const v1::Plan& plan : users.plans) {
    const auto& earlier = plan.earlier_calendars();
    const bool went_by =
        std::any_of(earlier.begin(), earlier.end(), [&](const auto& one) { return one.calendar() == calendar; });
    if (went_by && users.earlier.empty()) users.earlier = plan.name();
  }
  std::erase_if(users.plans, [&](const v1::Plan& plan) { return plan.calendar() != calendar; });
  return users;
}

struct Correction {
  WorkingDays before;
  WorkingDays after;
};

// What the correction does to meetings and their notices.
absl::Status HitMeetings(rpc::Call& call, const Users& users, const Correction& correction, Hits* hits) {
  const auto& [before, after] = correction;
  const absl::CivilDay today = civil::Today(call.now());
  std::map<std::string, Leads> leads;
  for (const v1::Meeting& meeting : users.meetings) {
    auto hit = HitByCalendar(meeting, before, after, today, call.language());
    if (hit.has_value()) AddHit(call, meeting, *std::move(hit), hits);
    if (!meeting.congress().empty()) {
      const auto [lead, fresh] = leads.try_emplace(meeting.congress());
      if (fresh) {
        ASSIGN_OR_RETURN(lead->second, LeadsOf(call, meeting.congress()));
      }
      const bool becomes_short =
          lead->second.IsShort(meeting, after, today) && !lead->second.IsShort(meeting, before, today);
      if (becomes_short) AddHit(call, meeting, LeadBecomesShort(meeting, call.language()), hits);
    }
    auto moves = NoticeMoves(meeting, before, after, call.language());
    if (!moves.has_value()) continue;
    ASSIGN_OR_RETURN(const bool issued, IsConcluded(call, meeting, today));
    if (!issued) AddHit(call, meeting, *std::move(moves), hits);
  }
  return absl::OkStatus();
}

// What it does to tasks and their occurrences. Answers the tasks whose due dates move, as they are.
absl::StatusOr<std::vector<v1::Task>> HitTasks(rpc::Call& call, const Users& users, const Correction& correction,
                                               Hits* hits) {
  std::vector<v1::Task> moved;
  for (const v1::Plan& plan : users.plans) {
    const bool readable = MayReadAsParty(call, plan, kTasks.read_permission());
    const std::string prefix = StrCat(plan.name(), "/tasks/");
    ASSIGN_OR_RETURN(auto tasks, kTasks.LoadAll(call, prefix));
    ASSIGN_OR_RETURN(const auto occurrences, kOccurrences.LoadAll(call, prefix));
    auto entered = ByTask(occurrences);
    for (v1::Task& task : tasks) {
      for (v1::Affected& move :
           OccurrencesMove(task, entered[task.name()], correction.before, correction.after, call.language())) {
        AddHit(readable, move.resource(), move, hits);
      }
      auto hit = DueMoves(task, correction.after, call.language());
      if (!hit.has_value()) continue;
      AddHit(readable, task.name(), *std::move(hit), hits);
      moved.push_back(std::move(task));
    }
  }
  return moved;
}

// When the correction is made: after all that was reported of the plans that count by the calendar.
absl::StatusOr<absl::Time> CorrectionTime(rpc::Call& call, const Users& users) {
  absl::Time when = call.now();
  for (const v1::Plan& plan : users.plans) {
    ASSIGN_OR_RETURN(const absl::Time entry, EntryTime(call, plan.name()));
    when = std::max(when, entry);
  }
  return when;
}

// What the calendar was stays known.
absl::Status KeepEarlier(rpc::Call& call, v1::Calendar before) {
  ASSIGN_OR_RETURN(v1::CalendarHistory history, NamedOrEmpty(call, kCalendarHistories, before.name()));
  before.clear_etag();
  *history.add_earlier() = std::move(before);
  kCalendarHistories.Put(call, std::move(history));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Calendar> CalendarService::CreateCalendar(rpc::Call& call,
                                                             const v1::CreateCalendarRequest& request) const {
  v1::Calendar calendar = request.calendar();
  RETURN_IF_ERROR(call.Require(calendar.organisation()));
  RETURN_IF_ERROR(CheckCalendar(calendar));
  calendar.set_name(StrCat("calendars/", request.calendar_id()));
  *calendar.mutable_create_time() = civil::ToTimestamp(call.now());
  *calendar.mutable_update_time() = calendar.create_time();
  return kCalendars.Create(call, std::move(calendar));
}

absl::StatusOr<v1::Calendar> CalendarService::GetCalendar(rpc::Call& call,
                                                          const v1::GetCalendarRequest& request) const {
  return kCalendars.Get(call, request.name());
}

absl::StatusOr<v1::ListCalendarsResponse> CalendarService::ListCalendars(
    rpc::Call& call, const v1::ListCalendarsRequest& request) const {
  ASSIGN_OR_RETURN(auto page, kCalendars.ListNaturally(call, "calendars/", rpc::PageOf(request)));
  v1::ListCalendarsResponse answer;
  for (v1::Calendar& calendar : page.items) *answer.add_calendars() = std::move(calendar);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::UpdateCalendarResponse> CalendarService::UpdateCalendar(
    rpc::Call& call, const v1::UpdateCalendarRequest& request) const {
  const v1::Calendar& patch = request.calendar();
  RETURN_IF_ERROR(RequireName(patch.name(), "calendar.name"));
  ASSIGN_OR_RETURN(const v1::Calendar before, kCalendars.Get(call, patch.name()));
  RETURN_IF_ERROR(kCalendars.CheckEtag(before, EtagOf(request, patch)));
  v1::Calendar calendar = before;
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &calendar));
  RETURN_IF_ERROR(CheckCalendar(calendar));
  ASSIGN_OR_RETURN(const Users users, UsersOf(call, calendar.name()));
  ASSIGN_OR_RETURN(const absl::Time when, CorrectionTime(call, users));
  const Correction correction{WorkingDays(before), WorkingDays(calendar)};
  Hits hits;
  RETURN_IF_ERROR(HitMeetings(call, users, correction, &hits));
  ASSIGN_OR_RETURN(const auto moved, HitTasks(call, users, correction, &hits));
  if (hits.count > 0 && !request.allow_affected() && !request.validate_only()) {
    return CalendarInUse(patch.name(), hits.count, hits.first);
  }
  for (const v1::Task& task : moved) {
    RETURN_IF_ERROR(
        Enter(call, task, Reckon(task, &correction.after), v1::Task::DUE_MOVED, calendar.display_name()).status());
  }
  RETURN_IF_ERROR(KeepEarlier(call, before));
  *calendar.mutable_update_time() = civil::ToTimestamp(when);
  v1::UpdateCalendarResponse response;
  *response.mutable_calendar() = kCalendars.Put(call, std::move(calendar));
  TellHits(hits, &response);
  return response;
}

absl::StatusOr<google::protobuf::Empty> CalendarService::DeleteCalendar(
    rpc::Call& call, const v1::DeleteCalendarRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Calendar calendar, kCalendars.Get(call, request.name()));
  RETURN_IF_ERROR(kCalendars.CheckEtag(calendar, request.etag()));
  ASSIGN_OR_RETURN(const Users users, UsersOf(call, calendar.name()));
  if (!users.windows.empty()) {
    return CalendarInUse(calendar.name(), static_cast<int>(users.windows.size()), users.windows.front());
  }
  if (!users.meetings.empty()) {
    return CalendarInUse(calendar.name(), static_cast<int>(users.meetings.size()), users.meetings.front().name());
  }
  if (!users.plans.empty()) {
    return CalendarInUse(calendar.name(), static_cast<int>(users.plans.size()), users.plans.front().name());
  }
  // Reports of plans that went by it are still reckoned by it.
  if (!users.earlier.empty()) return CalendarInUse(calendar.name(), 1, users.earlier);
  kCalendarHistories.Delete(call, calendar.name());
  kCalendars.Delete(call, calendar.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::CountWorkingDaysResponse> CalendarService::CountWorkingDays(
    rpc::Call& call, const v1::CountWorkingDaysRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Calendar calendar, kCalendars.Get(call, request.calendar()));
  return Count(calendar, request);
}

}  // namespace congress::scheduling
