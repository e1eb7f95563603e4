// Why an address cannot be listened on, in words; gRPC says it to nobody.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace congress::server {

// Whether HOST:PORT can be bound now. UNAVAILABLE for what waiting may heal: another process, perhaps the predecessor,
// has the port; the address or the host's name is not there yet. FAILED_PRECONDITION for what it never heals, such as
// missing rights.
absl::Status CanListen(const std::string& address);

}  // namespace congress::server
