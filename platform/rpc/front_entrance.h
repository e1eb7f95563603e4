// Calls at a port of platform/front, in whatever dialect they come, and what else HTTP asks there.
#pragma once

#include <chrono>
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

// Whether who shows a certificate is introduced by it: while it is valid, to who sends no token, and not for the page
// of another origin than these, with whose requests a browser shows it as well.
bool IsIntroduced(const front::Request& request, const std::vector<std::string>& origins,
                  std::chrono::system_clock::time_point now);

// Hands every call to whom `route` finds. `door`: as for Entrance.
front::Accept FrontEntrance(Route route, bool door, Web web = {});

}  // namespace congress::rpc
