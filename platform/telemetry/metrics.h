// Names of all metrics, in one place, and what counts them. Served as Prometheus text by prometheus-cpp.
#pragma once

#include <cstdint>
#include <map>
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

// How the port stands on which outsiders come: `congress_door_connections`, `congress_door_bytes`.
struct Door {
  int connections = 0;
  size_t bytes = 0;  // Of headers, bodies and answers that are held.
  // By what they were refused for, such as `headers`; counted since the process began.
  std::map<std::string, int64_t> refused;
};
// Notes it, with `congress_door_refused_total{limit}`.
void DoorStands(const Door& door);

// Notes that the service's directory of organisations is up to date now: `congress_directory_current_timestamp_seconds
// {service}` is the time when it last was. The time since then is how far it is behind.
void DirectoryIsCurrent(std::string_view service);

// Notes how long the certificate that the server shows is still valid: `congress_certificate_seconds_left`, below 0
// once it has expired.
void CertificateEndsIn(absl::Duration left);

// Notes a commit of the service that has ended: `congress_commit_duration_seconds{service}`, waiting for others
// included, and, when another had changed what it stood on, `congress_commit_conflicts_total{service}`.
void Committed(std::string_view service, absl::Duration took, bool conflict);

// Notes how many commits shared a flush and how many wait for the next one: `congress_commit_group_size`,
// `congress_commits_waiting`, of all stores of the process.
void CommitsGrouped(size_t size, size_t waiting);

// Notes of when the last verified backup of the service is: `congress_backup_verified_timestamp_seconds{service}`.
void BackupVerified(std::string_view service, absl::Time time);

// Notes how far the clock is behind the last act of the service, 0 when it is not: `congress_clock_behind_seconds
// {service}`.
void ClockBehind(std::string_view service, absl::Duration behind);

// Notes how many data keys of the service each process key wraps, as the last wrapping anew found it:
// `congress_data_keys{service,key_id}`; 0 for those before that wrap none any more.
void KeysWrapped(const std::string& service, const std::map<std::string, int64_t>& counts);

// Notes whether the service is ready, and what keeps it from that; empty when nothing does: `congress_ready{service}`,
// `congress_not_ready{service,cause}`, 1 for the cause of now and 0 for those before. Called by one thread.
void Ready(std::string_view service, std::string_view cause);

// Serves `GET /metrics` on HOST:PORT until the process ends: what the library does to end earlier takes up to 2 s.
// UNAVAILABLE when the address cannot be bound.
absl::Status ServeMetrics(const std::string& address);

}  // namespace congress::telemetry
