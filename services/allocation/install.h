// The service as a process installs it.
#pragma once

#include "platform/server/host.h"

namespace congress::allocation {

server::Service Service();

}  // namespace congress::allocation
