// What leaves the service about many meetings: calendars and readiness.
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "congress/store/v1/stored.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/status/strings.h"
#include "platform/store/identified_store.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/conclusion_service.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/icalendar.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/programme.h"
#include "services/scheduling/domain/readiness.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"
#include "services/scheduling/schedule.h"

namespace congress::scheduling {
namespace {

// Seconds from year 1 to 9999, the range of a calendar's dates.
constexpr int64_t kEarliest = -62'135'596'800;
constexpr int64_t kLatest = 253'402'300'799;

// What identifies the installation; empty for a store that nobody has named.
absl::StatusOr<std::string> SuiteOf(store::Store& store) {
  const auto record = store.Get(store::kFormatKey);
  if (absl::IsNotFound(record.status())) return "";
  RETURN_IF_ERROR(record.status());
  store::v1::StoreFormat format;
  return format.ParseFromString(record->value) ? format.suite_id() : "";
}

// What people call an organisation or a room.
std::function<std::string(const std::string&)> Names(rpc::Call& call) {
  return [&call](const std::string& name) {
    if (name.find("/rooms/") == std::string::npos) return call.NameOf(name);
    const auto room = kRooms.Load(call, name);
    return room.ok() ? room->display_name() : name;
  };
}

// The first days ahead of meetings that have become days off, or are outside of their window.
absl::StatusOr<WrongDays> WrongDaysOf(rpc::Call& call, const std::vector<v1::Meeting>& meetings, absl::CivilDay as_of) {
  WrongDays wrong;
  std::map<std::string, v1::Window> windows;
  std::map<std::string, WorkingDays> calendars;
  for (const v1::Meeting& meeting : meetings) {
    ASSIGN_OR_RETURN(const auto overdue, NoticeOverdue(call, meeting, as_of));
    if (overdue.has_value()) wrong.notice.emplace(meeting.name(), *overdue);
    if (!IsAhead(meeting, as_of)) continue;
    std::string calendar = meeting.calendar();
    if (!meeting.window().empty()) {
      auto [known, fresh] = windows.try_emplace(meeting.window());
      if (fresh) {
        ASSIGN_OR_RETURN(known->second, kWindows.Load(call, meeting.window()));
      }
      calendar = known->second.calendar();
      const auto outside = DayOutside(meeting, known->second, as_of);
      if (outside.has_value()) wrong.outside.emplace(meeting.name(), *outside);
    }
    if (calendar.empty()) continue;
    if (!calendars.contains(calendar)) {
      ASSIGN_OR_RETURN(const v1::Calendar stored, kCalendars.Load(call, calendar));
      calendars.emplace(calendar, WorkingDays(stored));
    }
    const auto off = DayOff(meeting, calendars.at(calendar), as_of);
    if (off.has_value()) wrong.off.emplace(meeting.name(), *off);
  }
  return wrong;
}

}  // namespace

absl::StatusOr<v1::ExportCalendarResponse> Schedule::Programme(rpc::Call& call,
                                                               const v1::ExportCalendarRequest& request,
                                                               const std::vector<v1::Meeting>& meetings) const {
  ASSIGN_OR_RETURN(paper::File file, paper::Render(ProgrammePaper(meetings, Names(call), request, call.language()),
                                                   request.paper_format(), layout_));
  v1::ExportCalendarResponse response;
  response.set_content_type(file.media_type);
  response.set_file_name(StrCat("programme", file.extension));
  response.set_content(std::move(file.content));
  response.set_event_count(static_cast<int>(meetings.size()));
  return response;
}

absl::StatusOr<v1::ExportCalendarResponse> Schedule::Export(rpc::Call& call,
                                                            const v1::ExportCalendarRequest& request) const {
  if (!request.organisation().empty()) RETURN_IF_ERROR(call.Require(request.organisation()));
  call.Filtered();
  absl::Time stamp = call.now();
  if (request.has_stamp_time()) {
    const int64_t seconds = request.stamp_time().seconds();
    status::Violations violations;
    if (seconds < kEarliest || seconds > kLatest) violations.Add("stamp_time", v1::YEAR_NOT_WRITABLE);
    RETURN_IF_ERROR(violations.ToStatus());
    stamp = civil::FromTimestamp(request.stamp_time());
  }
  ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
  std::vector<v1::Meeting> wanted;
  // Those that only the post keeps out.
  int others = 0;
  const bool places = call.Holds("scheduling.meetings.place", auth::kProvince);
  for (const v1::Meeting& meeting : meetings) {
    // Before it is announced, a schedule is nobody's but theirs who make it.
    if (meeting.congress() != request.parent() || (!meeting.has_released() && !places)) continue;
    if (!call.Holds(call.permission(), meeting.organisation()) ||
        !call.IsOf(meeting.organisation(), request.organisation())) {
      continue;
    }
    if (request.post().empty() || Involves(AsShown(meeting), request.post())) {
      wanted.push_back(ForReader(call, meeting));
    } else {
      ++others;
    }
  }
  if (wanted.empty()) {
    return paper::NothingToPrint(request.parent(), request.organisation(), others > 0 ? request.post() : "");
  }
  if (request.format() == v1::ExportCalendarRequest::PROGRAMME || paper::MeansPaper(request)) {
    std::erase_if(wanted, [](const v1::Meeting& meeting) { return meeting.state() == v1::Meeting::CANCELLED; });
    if (wanted.empty()) return paper::NothingToPrint(request.parent(), request.organisation());
    return Programme(call, request, wanted);
  }
  v1::ExportCalendarResponse response;
  response.set_content_type("text/calendar; charset=utf-8");
  response.set_file_name("meetings.ics");
  ASSIGN_OR_RETURN(std::string suite_id, SuiteOf(call.store()));
  CalendarFile file = WriteCalendar(wanted, stamp, {.suite_id = std::move(suite_id), .name_of = Names(call)});
  // Nor may a calendar be without any entry, by its form.
  if (file.event_count == 0) return paper::NothingToPrint(request.parent(), request.organisation());
  response.set_content(std::move(file.text));
  response.set_event_count(file.event_count);
  return response;
}

absl::StatusOr<v1::GetSchedulingReadinessResponse> Schedule::Readiness(
    rpc::Call& call, const v1::GetSchedulingReadinessRequest& request) const {
  call.Filtered();
  const auto sees = [&](const std::string& organisation) { return call.Holds(call.permission(), organisation); };
  const absl::CivilDay as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  std::vector<std::string> expected;
  std::copy_if(request.organisations().begin(), request.organisations().end(), std::back_inserter(expected), sees);
  ASSIGN_OR_RETURN(auto meetings, kMeetings.LoadAll(call, "meetings/"));
  std::erase_if(meetings, [&](const v1::Meeting& meeting) {
    return meeting.congress() != request.parent() || !sees(meeting.organisation());
  });
  ASSIGN_OR_RETURN(const WrongDays wrong, WrongDaysOf(call, meetings, as_of));
  call.AttributeToStanding(as_of, &meetings);
  ASSIGN_OR_RETURN(const auto plans, plans_.LoadAll(call, "plans/"));
  std::vector<v1::Task> tasks;
  for (const v1::Plan& plan : plans) {
    if (plan.congress() != request.parent() || !sees(plan.organisation())) continue;
    ASSIGN_OR_RETURN(auto of_plan, tasks_.LoadAll(call, plan.name() + "/tasks/"));
    for (v1::Task& task : of_plan) task.set_owner(call.StandingFor(task.owner(), as_of));
    std::move(of_plan.begin(), of_plan.end(), std::back_inserter(tasks));
  }
  ASSIGN_OR_RETURN(ApprovalStanding standing, StandingOf(call, request.parent()));
  const bool sees_all = sees(std::string(auth::kProvince));
  return JudgeReadiness(sees_all ? request.parent() : "", expected, meetings, tasks, as_of, call.language(), wrong,
                        {.states = std::move(standing.states), .approved = standing.approved});
}

}  // namespace congress::scheduling
