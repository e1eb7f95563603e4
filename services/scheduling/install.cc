#include "services/scheduling/install.h"

#include <memory>

#include "services/scheduling/calendar_service.h"
#include "services/scheduling/scheduling_service.h"
#include "services/scheduling/task_service.h"

namespace congress::scheduling {
namespace {

const google::protobuf::ServiceDescriptor& Descriptor(const google::protobuf::FileDescriptor& file) {
  return *file.service(0);
}

void Install(server::Host& host) {
  host.Serve(std::make_unique<CalendarService>(host.gate()),
             Descriptor(*v1::CreateCalendarRequest::descriptor()->file()));
  host.Serve(std::make_unique<TaskService>(host.gate()), Descriptor(*v1::CreatePlanRequest::descriptor()->file()));
  host.Serve(std::make_unique<SchedulingService>(host.gate()),
             Descriptor(*v1::CreateWindowRequest::descriptor()->file()));
}

}  // namespace

server::Service Service() { return {.name = "scheduling", .install = Install}; }

}  // namespace congress::scheduling
