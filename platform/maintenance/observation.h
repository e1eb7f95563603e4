// What a process looks at by itself, now and then, so that metrics and log tell it before anybody asks.
#pragma once

#include <stop_token>

#include "platform/maintenance/subject.h"
#include "platform/rpc/gate.h"

namespace congress::maintenance {

// Looks each minute until `stop` is requested: of when the last verified backup is, and whether the clock is behind
// what was done last, as after a restart with a clock that was set back.
void Observe(const Subject& subject, const rpc::Clock& clock, const std::stop_token& stop);

}  // namespace congress::maintenance
