// What leaves the service about many meetings: readiness.
#include <iterator>
#include <map>
#include <utility>

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "services/scheduling/approval_schedule.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/conclusion_service.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/readiness.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"
#include "services/scheduling/schedule.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {

absl::StatusOr<WrongDays> WrongDaysOf(rpc::Call& call, const std::vector<v1::Meeting>& meetings, absl::CivilDay as_of) {
  WrongDays wrong;
  std::map<std::string, v1::Window> windows;
  std::map<std::string, WorkingDays> calendars;
  std::map<std::string, Leads> leads;
  for (const v1::Meeting& meeting : meetings) {
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
    const WorkingDays& days = calendars.at(calendar);
    const auto off = DayOff(meeting, days, as_of);
    if (off.has_value()) wrong.off.emplace(meeting.name(), *off);
    if (meeting.congress().empty()) continue;
    auto [lead, fresh] = leads.try_emplace(meeting.congress());
    if (fresh) {
      ASSIGN_OR_RETURN(lead->second, LeadsOf(call, meeting.congress()));
    }
    if (lead->second.IsShort(meeting, days, as_of)) {
      wrong.soon.emplace(meeting.name(), civil::FromDate(meeting.slots(0).date()));
    }
  }
  return wrong;
}

absl::StatusOr<v1::GetSchedulingReadinessResponse> Schedule::Readiness(
    rpc::Call& call, const v1::GetSchedulingReadinessRequest& request) const {
  call.Filtered();
  const auto sees = [&](const std::string& organisation) { return call.Holds(call.permission(), organisation); };
  const absl::CivilDay as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  std::vector<std::string> expected;
  std::copy_if(request.organisations().begin(), request.organisations().end(), std::back_inserter(expected), sees);
  ASSIGN_OR_RETURN(auto meetings, kMeetings.LoadAll(call, "meetings/"));
  ASSIGN_OR_RETURN(ApprovalStanding standing, StandingOf(call, request.parent(), meetings));
  std::erase_if(meetings, [&](const v1::Meeting& meeting) {
    return meeting.congress() != request.parent() || !sees(meeting.organisation());
  });
  ASSIGN_OR_RETURN(WrongDays wrong, WrongDaysOf(call, meetings, as_of));
  for (const v1::Meeting& meeting : meetings) {
    ASSIGN_OR_RETURN(const auto overdue, NoticeOverdue(call, meeting, as_of));
    if (overdue.has_value()) wrong.notice.emplace(meeting.name(), *overdue);
  }
  call.AttributeToStanding(as_of, &meetings);
  ASSIGN_OR_RETURN(const auto plans, kPlans.LoadAll(call, "plans/"));
  std::vector<v1::Task> tasks;
  for (const v1::Plan& plan : plans) {
    if (plan.congress() != request.parent() || !sees(plan.organisation())) continue;
    ASSIGN_OR_RETURN(auto of_plan, kTasks.LoadAll(call, plan.name() + "/tasks/"));
    for (v1::Task& task : of_plan) task.set_owner(call.StandingFor(task.owner(), as_of));
    std::move(of_plan.begin(), of_plan.end(), std::back_inserter(tasks));
  }
  const bool sees_all = sees(std::string(auth::kProvince));
  return JudgeReadiness(sees_all ? request.parent() : "", expected, meetings, tasks, as_of, call.language(), wrong,
                        {.states = std::move(standing.states), .approved = standing.approved});
}

}  // namespace congress::scheduling
