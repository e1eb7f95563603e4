// The gateway as a service of a process.
#pragma once

#include "platform/server/host.h"

namespace congress::gateway {

// Proxy to the four services, the preparation service and, by option, reflection.
server::Service Service();

}  // namespace congress::gateway
