#include "services/scheduling/scheduling_service.h"

#include <algorithm>

#include "platform/civil/civil.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/window.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

bool Matches(const v1::Meeting& meeting, const v1::ListMeetingsRequest& request) {
  const std::vector<absl::CivilDay> days = DaysOf(meeting);
  const bool in_range = std::any_of(days.begin(), days.end(), [&](absl::CivilDay day) {
    return (!request.has_first_day() || day >= civil::FromDate(request.first_day())) &&
           (!request.has_last_day() || day <= civil::FromDate(request.last_day()));
  });
  return in_range && (request.organisation().empty() || meeting.organisation() == request.organisation()) &&
         (request.person().empty() || Involves(meeting, request.person())) &&
         (request.travel_area().empty() || meeting.travel_area() == request.travel_area());
}

}  // namespace

grpc::Status SchedulingService::CreateWindow(grpc::ServerContext* context, const v1::CreateWindowRequest* request,
                                             v1::Window* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::CreateWindowRequest& checked) -> absl::StatusOr<v1::Window> {
                      v1::Window window = checked.window();
                      RETURN_IF_ERROR(call.Require(window.organisation()));
                      // Whoever sets a window may count by any calendar, also the province's.
                      ASSIGN_OR_RETURN(const v1::Calendar calendar,
                                       schedule_.calendars().Load(call, window.calendar()));
                      RETURN_IF_ERROR(CheckWindow(window, WorkingDays(calendar)));
                      window.set_name(StrCat(checked.parent(), "/windows/", checked.window_id()));
                      *window.mutable_create_time() = civil::ToTimestamp(call.now());
                      return schedule_.windows().Create(call, std::move(window));
                    });
}

grpc::Status SchedulingService::GetWindow(grpc::ServerContext* context, const v1::GetWindowRequest* request,
                                          v1::Window* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetWindowRequest& checked) {
    return schedule_.windows().Get(call, checked.name());
  });
}

grpc::Status SchedulingService::ListWindows(grpc::ServerContext* context, const v1::ListWindowsRequest* request,
                                            v1::ListWindowsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::ListWindowsRequest& checked) -> absl::StatusOr<v1::ListWindowsResponse> {
        const auto matches = [&](const v1::Window& window) {
          return checked.level() == v1::Window::LEVEL_UNSPECIFIED || window.level() == checked.level();
        };
        ASSIGN_OR_RETURN(auto page,
                         schedule_.windows().List(call, checked.parent() + "/windows/", rpc::PageOf(checked), matches));
        v1::ListWindowsResponse answer;
        for (v1::Window& window : page.items) *answer.add_windows() = std::move(window);
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status SchedulingService::PlaceMeetings(grpc::ServerContext* context, const v1::PlaceMeetingsRequest* request,
                                              v1::PlaceMeetingsResponse* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::PlaceMeetingsRequest& checked) {
    return schedule_.Place(call, checked);
  });
}

grpc::Status SchedulingService::GetMeeting(grpc::ServerContext* context, const v1::GetMeetingRequest* request,
                                           v1::Meeting* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetMeetingRequest& checked) {
    return schedule_.meetings().Get(call, checked.name());
  });
}

grpc::Status SchedulingService::ListMeetings(grpc::ServerContext* context, const v1::ListMeetingsRequest* request,
                                             v1::ListMeetingsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::ListMeetingsRequest& checked) -> absl::StatusOr<v1::ListMeetingsResponse> {
        const auto matches = [&](const v1::Meeting& meeting) { return Matches(meeting, checked); };
        ASSIGN_OR_RETURN(
            auto page, schedule_.meetings().List(call, checked.parent() + "/meetings/", rpc::PageOf(checked), matches));
        v1::ListMeetingsResponse answer;
        for (v1::Meeting& meeting : page.items) *answer.add_meetings() = std::move(meeting);
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status SchedulingService::UpdateMeeting(grpc::ServerContext* context, const v1::UpdateMeetingRequest* request,
                                              v1::Meeting* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::UpdateMeetingRequest& checked) {
    return schedule_.Update(call, checked);
  });
}

grpc::Status SchedulingService::ReplyMeeting(grpc::ServerContext* context, const v1::ReplyMeetingRequest* request,
                                             v1::Meeting* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::ReplyMeetingRequest& checked) {
    return schedule_.meetings().Mutate(
        call, checked.name(), checked.etag(), [&](v1::Meeting meeting) -> absl::StatusOr<v1::Meeting> {
          *meeting.mutable_update_time() = civil::ToTimestamp(call.now());
          return scheduling::ReplyMeeting(std::move(meeting), checked.person(), checked.reply(), checked.note());
        });
  });
}

grpc::Status SchedulingService::AssignAttendance(grpc::ServerContext* context,
                                                 const v1::AssignAttendanceRequest* request,
                                                 v1::AssignAttendanceResponse* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::AssignAttendanceRequest& checked) {
    return schedule_.Assign(call, checked);
  });
}

grpc::Status SchedulingService::ListAttendance(grpc::ServerContext* context, const v1::ListAttendanceRequest* request,
                                               v1::ListAttendanceResponse* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::ListAttendanceRequest& checked) {
    return schedule_.ListAttendance(call, checked);
  });
}

grpc::Status SchedulingService::ExportCalendar(grpc::ServerContext* context, const v1::ExportCalendarRequest* request,
                                               v1::ExportCalendarResponse* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::ExportCalendarRequest& checked) {
    return schedule_.Export(call, checked);
  });
}

grpc::Status SchedulingService::GetSchedulingReadiness(grpc::ServerContext* context,
                                                       const v1::GetSchedulingReadinessRequest* request,
                                                       v1::GetSchedulingReadinessResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::GetSchedulingReadinessRequest& checked) {
                      return schedule_.Readiness(call, checked);
                    });
}

}  // namespace congress::scheduling
