// Calls at a port of platform/front, in whatever dialect they come, and what else HTTP asks there.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "platform/front/stream.h"
#include "platform/rpc/incoming_call.h"
#include "platform/rpc/rest.h"

namespace congress::rpc {

// What a front offers to who speaks HTTP rather than gRPC.
struct Web {
  // Describes the methods beside those that the process is linked with; null: nothing. Outlives the front.
  const google::protobuf::DescriptorPool* descriptors = nullptr;
  // From whose pages browsers may call, such as `https://office.example`.
  std::vector<std::string> origins = {};
  // The paths that methods declare, beside those of their names; null: none. Outlives the front.
  const RestPaths* rest = nullptr;
  // Answers GET /openapi.json; null: nobody does. From any thread.
  std::function<const std::string&()> openapi = nullptr;
  // What stands in `authorization` for a caller who shows a certificate and sends no token; null: nothing does. From
  // any thread.
  std::function<std::string(const front::Client&)> introduce = nullptr;
  // Answers GET /healthz; null: nobody does. From any thread.
  std::function<bool()> ready = nullptr;
};

// Hands every call to whom `route` finds. `door`: as for Entrance.
front::Accept FrontEntrance(Route route, bool door, Web web = {});

}  // namespace congress::rpc
