// CalendarService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/calendar_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class CalendarService {
 public:
  // The Gate outlives this object.
  absl::StatusOr<v1::Calendar> CreateCalendar(rpc::Call& call, const v1::CreateCalendarRequest& request) const;
  absl::StatusOr<v1::Calendar> GetCalendar(rpc::Call& call, const v1::GetCalendarRequest& request) const;
  absl::StatusOr<v1::ListCalendarsResponse> ListCalendars(rpc::Call& call,
                                                          const v1::ListCalendarsRequest& request) const;
  absl::StatusOr<v1::UpdateCalendarResponse> UpdateCalendar(rpc::Call& call,
                                                            const v1::UpdateCalendarRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteCalendar(rpc::Call& call,
                                                         const v1::DeleteCalendarRequest& request) const;
  absl::StatusOr<v1::CountWorkingDaysResponse> CountWorkingDays(rpc::Call& call,
                                                                const v1::CountWorkingDaysRequest& request) const;
};

}  // namespace congress::scheduling
