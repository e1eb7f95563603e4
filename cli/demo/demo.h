// The main job end to end through the gateway: prepares a congress from a folder of input.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "cli/connection.h"

namespace congress::cli::demo {

// Runs every step and writes `allocation.csv`, `decision.txt`, `opinions.csv`, `attendance.csv`, `calendar.ics` and
// `readiness.json` to `output`, whose path is the only thing printed to standard output; progress goes to standard
// error. May be repeated: what was done is found again.
absl::Status Run(const Connection& connection, const std::string& input, const std::string& output);

}  // namespace congress::cli::demo
