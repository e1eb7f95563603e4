// The words of a driver (SQLite, Redis, libcurl, the operating system) that travel with a status to the log.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace congress::status {

// Payload with the driver's words. Whoever hands a status to a client logs it and erases it first: it may name
// files, hosts and commands.
inline constexpr char kDriverTextPayload[] = "congress/driver-text";

// The driver's words; empty when the status carries none.
std::string DriverText(const absl::Status& status);

absl::Status WithDriverText(absl::Status status, std::string_view driver_text);

}  // namespace congress::status
