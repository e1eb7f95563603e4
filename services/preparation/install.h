// The preparation service, part of the gateway's process and of congressd.
#pragma once

#include "platform/server/host.h"

namespace congress::preparation {

// PreparationService and the worker that does its steps.
server::Service Service();

}  // namespace congress::preparation
