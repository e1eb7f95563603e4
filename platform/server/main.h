// The bootstrap of every server binary.
#pragma once

#include <vector>

#include "platform/server/host.h"

namespace congress::server {

// Serves one service until SIGTERM or SIGINT, then drains. Exit status: 0 after a drain, 2 for a wrong option or a
// fault that waiting cannot heal (faulty certificate, store of a newer schema), told in one line. What may heal (a port
// in use, a full disk, a Redis that does not answer) is waited for.
int Main(int argc, char** argv, const Service& service);

// Serves all services in one process by direct calls on the embedded store; the last one is the door and
// listens. Each service may call those before it.
int MainSuite(int argc, char** argv, const std::vector<Service>& services);

}  // namespace congress::server
