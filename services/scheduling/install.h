// The scheduling service as a process sees it.
#pragma once

#include "platform/server/host.h"

namespace congress::scheduling {

server::Service Service();

}  // namespace congress::scheduling
