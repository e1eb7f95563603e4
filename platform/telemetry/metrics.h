// Names of all metrics, in one place, and what counts them. Served as Prometheus text by prometheus-cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace congress::telemetry {

// A call that has ended, for the access log and the metrics `congress_rpc_total{method,code,reason}` and
// `congress_rpc_duration_seconds{method}`.
struct FinishedCall {
  std::string_view method;  // `congress.x.v1.XService/Method`
  std::string_view code;    // `OK`, `NOT_FOUND` …
  std::string_view reason;  // Empty without one.
  std::string_view call_id;
  std::string_view principal;  // Empty when not authenticated.
  std::string_view cause;      // Driver text and other detail that the client is not told.
  absl::Duration duration;
};
// Counts the call and logs it at the level of its cause: mistakes of clients at debug, conflicts at info, silent
// dependencies at warning, faults at error.
void Observe(const FinishedCall& call);

// How often calls of a method ended with a code and a reason.
struct CallTotal {
  std::string method;
  std::string code;
  std::string reason;
  int64_t count = 0;
};
// All of `congress_rpc_total` of this process, in no order.
std::vector<CallTotal> Totals();

// Notes that the service's directory of organisations is up to date now: `congress_directory_current_timestamp_seconds
// {service}` is the time when it last was. The time since then is how far it is behind.
void DirectoryIsCurrent(std::string_view service);

// Notes how long the certificate that the server shows is still valid: `congress_certificate_seconds_left`, below 0
// once it has expired.
void CertificateEndsIn(absl::Duration left);

// Serves `GET /metrics` on HOST:PORT until the process ends: what the library does to end earlier takes up to 2 s.
// UNAVAILABLE when the address cannot be bound.
absl::Status ServeMetrics(const std::string& address);

}  // namespace congress::telemetry
