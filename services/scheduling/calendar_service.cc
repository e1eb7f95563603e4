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

absl::StatusOr<v1::Calendar> CalendarService::CreateCalendar(rpc::Call& call,
                                                             const v1::CreateCalendarRequest& request) const {
  v1::Calendar calendar = request.calendar();
  RETURN_IF_ERROR(call.Require(calendar.organisation()));
  RETURN_IF_ERROR(CheckCalendar(calendar));
  calendar.set_name(StrCat("calendars/", request.calendar_id()));
  *calendar.mutable_create_time() = civil::ToTimestamp(call.now());
  *calendar.mutable_update_time() = calendar.create_time();
  return calendars_.Create(call, std::move(calendar));
}

absl::StatusOr<v1::Calendar> CalendarService::GetCalendar(rpc::Call& call,
                                                          const v1::GetCalendarRequest& request) const {
  return calendars_.Get(call, request.name());
}

absl::StatusOr<v1::ListCalendarsResponse> CalendarService::ListCalendars(
    rpc::Call& call, const v1::ListCalendarsRequest& request) const {
  ASSIGN_OR_RETURN(auto page, calendars_.ListNaturally(call, "calendars/", rpc::PageOf(request)));
  v1::ListCalendarsResponse answer;
  for (v1::Calendar& calendar : page.items) *answer.add_calendars() = std::move(calendar);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Calendar> CalendarService::UpdateCalendar(rpc::Call& call,
                                                             const v1::UpdateCalendarRequest& request) const {
  const v1::Calendar& patch = request.calendar();
  RETURN_IF_ERROR(RequireName(patch.name(), "calendar.name"));
  return calendars_.Mutate(call, patch.name(), EtagOf(request, patch),
                           [&](v1::Calendar calendar) -> absl::StatusOr<v1::Calendar> {
                             RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &calendar));
                             RETURN_IF_ERROR(CheckCalendar(calendar));
                             *calendar.mutable_update_time() = civil::ToTimestamp(call.now());
                             return calendar;
                           });
}

absl::StatusOr<v1::CountWorkingDaysResponse> CalendarService::CountWorkingDays(
    rpc::Call& call, const v1::CountWorkingDaysRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Calendar calendar, calendars_.Get(call, request.calendar()));
  return Count(calendar, request);
}

}  // namespace congress::scheduling
