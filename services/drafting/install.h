// The drafting service as a process sees it.
#pragma once

#include "platform/server/host.h"

namespace congress::drafting {

server::Service Service();

}  // namespace congress::drafting
