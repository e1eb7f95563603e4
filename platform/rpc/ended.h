// How a call ends: what its caller is told, and what the log and the metrics are.
#pragma once

#include "absl/status/status.h"
#include "platform/auth/principal.h"
#include "platform/rpc/carrier.h"

namespace congress::rpc {

// Tells of a call that has ended, and what its caller is told, faults without their cause. `principal`: null for who is
// not known; such refusals have a line of the log at most every ten seconds, with their number.
absl::Status Ended(const Header& header, const auth::Principal* principal, absl::Status status);

}  // namespace congress::rpc
