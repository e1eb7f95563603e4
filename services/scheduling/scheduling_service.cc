#include "services/scheduling/scheduling_service.h"

#include <algorithm>

#include "platform/civil/civil.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/window.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

bool Matches(const rpc::Call& call, const v1::Meeting& meeting, const v1::ListMeetingsRequest& request) {
  const std::vector<absl::CivilDay> days = DaysOf(meeting);
  const bool in_range = std::any_of(days.begin(), days.end(), [&](absl::CivilDay day) {
    return (!request.has_first_day() || day >= civil::FromDate(request.first_day())) &&
           (!request.has_last_day() || day <= civil::FromDate(request.last_day()));
  });
  return in_range && call.IsOf(meeting.organisation(), request.organisation()) &&
         (request.person().empty() || Involves(meeting, request.person())) &&
         (request.travel_area().empty() || meeting.travel_area() == request.travel_area());
}

}  // namespace

absl::StatusOr<v1::Window> SchedulingService::CreateWindow(rpc::Call& call,
                                                           const v1::CreateWindowRequest& request) const {
  v1::Window window = request.window();
  RETURN_IF_ERROR(call.Require(window.organisation()));
  // Whoever sets a window may count by any calendar, also the province's.
  ASSIGN_OR_RETURN(const v1::Calendar calendar, schedule_.calendars().Load(call, window.calendar()));
  RETURN_IF_ERROR(CheckWindow(window, WorkingDays(calendar)));
  window.set_name(StrCat(request.parent(), "/windows/", request.window_id()));
  *window.mutable_create_time() = civil::ToTimestamp(call.now());
  return schedule_.windows().Create(call, std::move(window));
}

absl::StatusOr<v1::Window> SchedulingService::GetWindow(rpc::Call& call, const v1::GetWindowRequest& request) const {
  return schedule_.windows().Get(call, request.name());
}

absl::StatusOr<v1::ListWindowsResponse> SchedulingService::ListWindows(rpc::Call& call,
                                                                       const v1::ListWindowsRequest& request) const {
  const auto matches = [&](const v1::Window& window) {
    return request.level() == v1::Window::LEVEL_UNSPECIFIED || window.level() == request.level();
  };
  ASSIGN_OR_RETURN(auto page, schedule_.windows().ListNaturally(call, request.parent() + "/windows/",
                                                                rpc::PageOf(request), matches));
  v1::ListWindowsResponse answer;
  for (v1::Window& window : page.items) *answer.add_windows() = std::move(window);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::PlaceMeetingsResponse> SchedulingService::PlaceMeetings(
    rpc::Call& call, const v1::PlaceMeetingsRequest& request) const {
  return schedule_.Place(call, request);
}

absl::StatusOr<v1::Meeting> SchedulingService::GetMeeting(rpc::Call& call, const v1::GetMeetingRequest& request) const {
  return schedule_.meetings().Get(call, request.name());
}

absl::StatusOr<v1::ListMeetingsResponse> SchedulingService::ListMeetings(rpc::Call& call,
                                                                         const v1::ListMeetingsRequest& request) const {
  const auto matches = [&](const v1::Meeting& meeting) { return Matches(call, meeting, request); };
  ASSIGN_OR_RETURN(auto page, schedule_.meetings().ListNaturally(call, request.parent() + "/meetings/",
                                                                 rpc::PageOf(request), matches));
  v1::ListMeetingsResponse answer;
  for (v1::Meeting& meeting : page.items) *answer.add_meetings() = std::move(meeting);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Meeting> SchedulingService::UpdateMeeting(rpc::Call& call,
                                                             const v1::UpdateMeetingRequest& request) const {
  return schedule_.Update(call, request);
}

absl::StatusOr<v1::Meeting> SchedulingService::ReplyMeeting(rpc::Call& call,
                                                            const v1::ReplyMeetingRequest& request) const {
  return schedule_.meetings().Mutate(
      call, request.name(), request.etag(), [&](v1::Meeting meeting) -> absl::StatusOr<v1::Meeting> {
        *meeting.mutable_update_time() = civil::ToTimestamp(call.now());
        return scheduling::ReplyMeeting(std::move(meeting), request.person(), request.reply(), request.note());
      });
}

absl::StatusOr<v1::AssignAttendanceResponse> SchedulingService::AssignAttendance(
    rpc::Call& call, const v1::AssignAttendanceRequest& request) const {
  return schedule_.Assign(call, request);
}

absl::StatusOr<v1::ListAttendanceResponse> SchedulingService::ListAttendance(
    rpc::Call& call, const v1::ListAttendanceRequest& request) const {
  return schedule_.ListAttendance(call, request);
}

absl::StatusOr<v1::ExportCalendarResponse> SchedulingService::ExportCalendar(
    rpc::Call& call, const v1::ExportCalendarRequest& request) const {
  return schedule_.Export(call, request);
}

absl::StatusOr<v1::GetSchedulingReadinessResponse> SchedulingService::GetSchedulingReadiness(
    rpc::Call& call, const v1::GetSchedulingReadinessRequest& request) const {
  return schedule_.Readiness(call, request);
}

}  // namespace congress::scheduling
