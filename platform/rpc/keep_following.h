// What follows another service for as long as the process runs.
#pragma once

#include <stop_token>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace congress::rpc {

// Calls `once`, which follows until it ends and sets its argument as soon as something came, again and again, `pause`
// apart, until `stop` is requested. Each outage is logged once: as `trouble`, of this service.
void KeepFollowing(const std::stop_token& stop, absl::Duration pause, std::string_view trouble,
                   std::string_view service, absl::FunctionRef<absl::Status(bool* answered)> once);

}  // namespace congress::rpc
