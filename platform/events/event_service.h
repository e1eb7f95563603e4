// Tells of a service's changes as they are committed; every process has it.
#pragma once

#include <string>

#include "congress/events/v1/event_service.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/methods.h"

namespace congress::events {

class EventService {
 public:
  // `service`: whose changes they are; `gate`: that service's.
  EventService(std::string service, rpc::Gate& gate) : service_(std::move(service)), gate_(gate) {}

  absl::Status Watch(rpc::Call& call, const v1::WatchRequest& request, rpc::Writer<v1::WatchResponse>& writer) const;

 private:
  const std::string service_;
  rpc::Gate& gate_;
};

// The table of its methods, for the changes of `service`.
rpc::Bind<EventService> EventMethods(const std::string& service, rpc::Gate& gate);

}  // namespace congress::events
