// CalendarService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/calendar_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

class CalendarService final : public v1::CalendarService::Service {
 public:
  // The Gate outlives this object.
  explicit CalendarService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateCalendar(grpc::ServerContext* context, const v1::CreateCalendarRequest* request,
                              v1::Calendar* response) override;
  grpc::Status GetCalendar(grpc::ServerContext* context, const v1::GetCalendarRequest* request,
                           v1::Calendar* response) override;
  grpc::Status ListCalendars(grpc::ServerContext* context, const v1::ListCalendarsRequest* request,
                             v1::ListCalendarsResponse* response) override;
  grpc::Status UpdateCalendar(grpc::ServerContext* context, const v1::UpdateCalendarRequest* request,
                              v1::Calendar* response) override;
  grpc::Status CountWorkingDays(grpc::ServerContext* context, const v1::CountWorkingDaysRequest* request,
                                v1::CountWorkingDaysResponse* response) override;

 private:
  rpc::Gate& gate_;
  const rpc::Repository<v1::Calendar> calendars_{"scheduling.calendars.read"};
};

}  // namespace congress::scheduling
