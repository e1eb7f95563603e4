// The front's carrier: calls of gRPC's protocol that come in at a port of platform/front.
#pragma once

#include "platform/front/stream.h"
#include "platform/rpc/incoming_call.h"

namespace congress::rpc {

// Hands every call to whom `route` finds. `door`: as for Entrance.
front::Accept FrontEntrance(Route route, bool door);

}  // namespace congress::rpc
