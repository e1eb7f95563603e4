// Tells of a service's changes as they are committed; every process has it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "congress/events/v1/event_service.pb.h"
#include "platform/rpc/concerns.h"
#include "platform/rpc/methods.h"
#include "platform/rpc/service.h"

namespace congress::events {

class EventService {
 public:
  // `service`: whose changes they are, as requests name it; `served`: that service. `concerns` may be null: nothing of
  // it is about anybody.
  EventService(std::string service, rpc::Service& served, rpc::Concerns concerns)
      : service_(std::move(service)), served_(served), concerns_(std::move(concerns)) {}

  absl::Status Watch(rpc::Call& call, const v1::WatchRequest& request, rpc::Writer<v1::WatchResponse>& writer) const;

 private:
  const std::string service_;
  rpc::Service& served_;
  const rpc::Concerns concerns_;
};

// What stands before the id in the name of a resource, `dossiers` of `congresses/x/dossiers/d`; the last word of a name
// without one.
std::string KindOf(std::string_view name);

// The table of its methods, for the changes of `service`.
rpc::Bind<EventService> EventMethods(const std::string& service, rpc::Service& served,
                                     rpc::Concerns concerns = nullptr);

}  // namespace congress::events
