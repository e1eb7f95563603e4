// Reading YAML into a message by its descriptor, strictly and with the line of every fault.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace congress::cli::demo {

// Keys are the names of fields; dates are `2025-07-01`, enum values are names. INVALID_ARGUMENT with line and key for
// text that is no YAML, a key that the message does not have or has twice, a value of another type and, in messages of
// the demo's own package, the absence of a field that is marked as required.
absl::Status ReadYaml(const std::string& yaml, google::protobuf::Message* message);

}  // namespace congress::cli::demo
