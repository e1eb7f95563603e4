#include "services/scheduling/calendar_service.h"

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "services/scheduling/domain/working_days.h"
#include "services/scheduling/records.h"

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

}  // namespace

grpc::Status CalendarService::CreateCalendar(grpc::ServerContext* context, const v1::CreateCalendarRequest* request,
                                             v1::Calendar* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::CreateCalendarRequest& checked) -> absl::StatusOr<v1::Calendar> {
                      v1::Calendar calendar = checked.calendar();
                      RETURN_IF_ERROR(call.Require(calendar.organisation()));
                      RETURN_IF_ERROR(CheckCalendar(calendar));
                      calendar.set_name(StrCat("calendars/", checked.calendar_id()));
                      *calendar.mutable_create_time() = civil::ToTimestamp(call.now());
                      *calendar.mutable_update_time() = calendar.create_time();
                      return calendars_.Create(call, std::move(calendar));
                    });
}

grpc::Status CalendarService::GetCalendar(grpc::ServerContext* context, const v1::GetCalendarRequest* request,
                                          v1::Calendar* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const v1::GetCalendarRequest& checked) {
    return calendars_.Get(call, checked.name());
  });
}

grpc::Status CalendarService::ListCalendars(grpc::ServerContext* context, const v1::ListCalendarsRequest* request,
                                            v1::ListCalendarsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::ListCalendarsRequest& checked) -> absl::StatusOr<v1::ListCalendarsResponse> {
        ASSIGN_OR_RETURN(auto page, calendars_.List(call, "calendars/", rpc::PageOf(checked)));
        v1::ListCalendarsResponse answer;
        for (v1::Calendar& calendar : page.items) *answer.add_calendars() = std::move(calendar);
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status CalendarService::UpdateCalendar(grpc::ServerContext* context, const v1::UpdateCalendarRequest* request,
                                             v1::Calendar* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const v1::UpdateCalendarRequest& checked) -> absl::StatusOr<v1::Calendar> {
                      const v1::Calendar& patch = checked.calendar();
                      RETURN_IF_ERROR(RequireName(patch.name(), "calendar.name"));
                      return calendars_.Mutate(
                          call, patch.name(), EtagOf(checked, patch),
                          [&](v1::Calendar calendar) -> absl::StatusOr<v1::Calendar> {
                            RETURN_IF_ERROR(rpc::ApplyUpdate(call, checked.update_mask(), patch, &calendar));
                            RETURN_IF_ERROR(CheckCalendar(calendar));
                            *calendar.mutable_update_time() = civil::ToTimestamp(call.now());
                            return calendar;
                          });
                    });
}

grpc::Status CalendarService::CountWorkingDays(grpc::ServerContext* context, const v1::CountWorkingDaysRequest* request,
                                               v1::CountWorkingDaysResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const v1::CountWorkingDaysRequest& checked) -> absl::StatusOr<v1::CountWorkingDaysResponse> {
        ASSIGN_OR_RETURN(const v1::Calendar calendar, calendars_.Get(call, checked.calendar()));
        return Count(calendar, checked);
      });
}

}  // namespace congress::scheduling
