#include "platform/telemetry/metrics.h"

#include <map>
#include <memory>
#include <set>

#include "platform/status/strings.h"
#include "platform/sync.h"
#include "platform/telemetry/log.h"
#include "prometheus/counter.h"
#include "prometheus/exposer.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace congress::telemetry {
namespace {

const std::shared_ptr<prometheus::Registry>& Registry() {
  static const auto& registry = *new std::shared_ptr<prometheus::Registry>(new prometheus::Registry);
  return registry;
}

// A mistake of a client that says nothing of this process.
constexpr std::string_view kMethodUnknown = "METHOD_UNKNOWN";

constexpr char kTotal[] = "congress_rpc_total";

Level LevelOf(std::string_view code) {
  static const std::set<std::string_view> faults = {"INTERNAL", "DATA_LOSS", "UNKNOWN", "UNIMPLEMENTED"};
  static const std::set<std::string_view> dependencies = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED"};
  if (code == "OK") return Level::kDebug;
  if (faults.contains(code)) return Level::kError;
  if (dependencies.contains(code)) return Level::kWarning;
  return code == "ABORTED" ? Level::kInfo : Level::kDebug;
}

// The counters of one method, code and reason.
struct Counters {
  prometheus::Counter* total;
  prometheus::Histogram* duration;
};

Counters CountersOf(const FinishedCall& call) {
  static auto& totals = prometheus::BuildCounter()
                            .Name(kTotal)
                            .Help("Calls that have ended, by method, code and reason.")
                            .Register(*Registry());
  static auto& durations = prometheus::BuildHistogram()
                               .Name("congress_rpc_duration_seconds")
                               .Help("How long calls took in this process.")
                               .Register(*Registry());
  static const prometheus::Histogram::BucketBoundaries buckets = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                                  0.1,   0.25,   0.5,   1,    2.5,   10};
  // Each thread remembers what it looked up: methods and reasons are few, and the registry's own look-up is dear.
  thread_local std::map<std::string, Counters, std::less<>> known;
  const std::string key = StrCat(call.method, " ", call.code, " ", call.reason);
  if (const auto found = known.find(key); found != known.end()) return found->second;
  const std::string method(call.method);
  const Counters counters = {
      &totals.Add({{"method", method}, {"code", std::string(call.code)}, {"reason", std::string(call.reason)}}),
      &durations.Add({{"method", method}}, buckets)};
  known.emplace(key, counters);
  return counters;
}

}  // namespace

void Observe(const FinishedCall& call) {
  const Counters counters = CountersOf(call);
  counters.total->Increment();
  counters.duration->Observe(absl::ToDoubleSeconds(call.duration));
  const Level level = call.reason == kMethodUnknown ? Level::kInfo : LevelOf(call.code);
  if (!Logs(level)) return;
  Fields fields = {{"method", std::string(call.method)},
                   {"code", std::string(call.code)},
                   {"call_id", std::string(call.call_id)},
                   {"ms", StrCat(absl::ToInt64Milliseconds(call.duration))}};
  if (!call.reason.empty()) fields.emplace_back("reason", std::string(call.reason));
  if (!call.principal.empty()) fields.emplace_back("principal", std::string(call.principal));
  if (!call.cause.empty()) fields.emplace_back("cause", std::string(call.cause));
  Log(level, "call", fields);
}

void DoorStands(const Door& door) {
  static auto& connections = prometheus::BuildGauge()
                                 .Name("congress_door_connections")
                                 .Help("Connections of outsiders.")
                                 .Register(*Registry())
                                 .Add({});
  static auto& bytes = prometheus::BuildGauge()
                           .Name("congress_door_bytes")
                           .Help("Bytes of headers, bodies and answers that are held for outsiders.")
                           .Register(*Registry())
                           .Add({});
  static auto& refused = prometheus::BuildCounter()
                             .Name("congress_door_refused_total")
                             .Help("What outsiders were refused by a limit of the door.")
                             .Register(*Registry());
  connections.Set(door.connections);
  bytes.Set(static_cast<double>(door.bytes));
  for (const auto& [limit, count] : door.refused) {
    auto& counter = refused.Add({{"limit", limit}});
    counter.Increment(static_cast<double>(count) - counter.Value());
  }
}

void DirectoryIsCurrent(std::string_view service) {
  static auto& family = prometheus::BuildGauge()
                            .Name("congress_directory_current_timestamp_seconds")
                            .Help("When the service's directory of organisations was last known to be up to date.")
                            .Register(*Registry());
  family.Add({{"service", std::string(service)}}).SetToCurrentTime();
}

std::vector<CallTotal> Totals() {
  std::vector<CallTotal> totals;
  for (const auto& family : Registry()->Collect()) {
    if (family.name != kTotal) continue;
    for (const auto& metric : family.metric) {
      std::map<std::string, std::string> labels;
      for (const auto& label : metric.label) labels[label.name] = label.value;
      totals.push_back(
          {labels["method"], labels["code"], labels["reason"], static_cast<int64_t>(metric.counter.value)});
    }
  }
  return totals;
}

void CertificateEndsIn(absl::Duration left) {
  static auto& gauge = prometheus::BuildGauge()
                           .Name("congress_certificate_seconds_left")
                           .Help("How long the certificate that the server shows is still valid.")
                           .Register(*Registry())
                           .Add({});
  gauge.Set(absl::ToDoubleSeconds(left));
}

void Committed(std::string_view service, absl::Duration took, bool conflict) {
  static auto& durations = prometheus::BuildHistogram()
                               .Name("congress_commit_duration_seconds")
                               .Help("How long commits took, waiting for those before them included.")
                               .Register(*Registry());
  static auto& conflicts = prometheus::BuildCounter()
                               .Name("congress_commit_conflicts_total")
                               .Help("Commits that were refused because another had changed what they stood on.")
                               .Register(*Registry());
  static const prometheus::Histogram::BucketBoundaries buckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                                  0.05,   0.1,   0.25,   0.5,   1,    2.5};
  durations.Add({{"service", std::string(service)}}, buckets).Observe(absl::ToDoubleSeconds(took));
  auto& counter = conflicts.Add({{"service", std::string(service)}});
  if (conflict) counter.Increment();
}

void CommitsGrouped(size_t size, size_t waiting) {
  static auto& sizes = prometheus::BuildHistogram()
                           .Name("congress_commit_group_size")
                           .Help("How many commits shared a flush.")
                           .Register(*Registry())
                           .Add({}, prometheus::Histogram::BucketBoundaries{1, 2, 4, 8, 16, 32, 64, 128});
  static auto& queue = prometheus::BuildGauge()
                           .Name("congress_commits_waiting")
                           .Help("How many commits waited for the next flush when the last one had ended.")
                           .Register(*Registry())
                           .Add({});
  sizes.Observe(static_cast<double>(size));
  queue.Set(static_cast<double>(waiting));
}

void BackupVerified(std::string_view service, absl::Time time) {
  static auto& family = prometheus::BuildGauge()
                            .Name("congress_backup_verified_timestamp_seconds")
                            .Help("Of when the last backup of the service is that was verified.")
                            .Register(*Registry());
  family.Add({{"service", std::string(service)}}).Set(static_cast<double>(absl::ToUnixSeconds(time)));
}

void ClockBehind(std::string_view service, absl::Duration behind) {
  static auto& family = prometheus::BuildGauge()
                            .Name("congress_clock_behind_seconds")
                            .Help("How far the clock is behind the last act of the service.")
                            .Register(*Registry());
  family.Add({{"service", std::string(service)}}).Set(absl::ToDoubleSeconds(behind));
}

void KeysWrapped(const std::string& service, const std::map<std::string, int64_t>& counts) {
  static auto& family = prometheus::BuildGauge()
                            .Name("congress_data_keys")
                            .Help("Data keys of the service by the process key that wraps them.")
                            .Register(*Registry());
  static Mutex mutex;
  static auto& known = *new std::map<std::string, std::map<std::string, prometheus::Gauge*>>;
  const MutexLock lock(mutex);
  for (auto& [key_id, gauge] : known[service]) gauge->Set(0);
  for (const auto& [key_id, count] : counts) {
    prometheus::Gauge*& gauge = known[service][key_id];
    if (gauge == nullptr) gauge = &family.Add({{"service", service}, {"key_id", key_id}});
    gauge->Set(static_cast<double>(count));
  }
}

void Ready(std::string_view service, std::string_view cause) {
  static auto& ready = prometheus::BuildGauge()
                           .Name("congress_ready")
                           .Help("Whether the service is ready: 1, or 0.")
                           .Register(*Registry());
  static auto& causes = prometheus::BuildGauge()
                            .Name("congress_not_ready")
                            .Help("What keeps the service from being ready: 1 for the cause of now.")
                            .Register(*Registry());
  static auto& told = *new std::map<std::string, prometheus::Gauge*>;
  ready.Add({{"service", std::string(service)}}).Set(cause.empty() ? 1 : 0);
  prometheus::Gauge*& last = told[std::string(service)];
  if (last != nullptr) last->Set(0);
  last = cause.empty() ? nullptr : &causes.Add({{"service", std::string(service)}, {"cause", std::string(cause)}});
  if (last != nullptr) last->Set(1);
}

absl::Status ServeMetrics(const std::string& address) {
  // The library throws when it cannot bind; no exception leaves this function.
  try {
    static auto& exposers = *new std::vector<std::unique_ptr<prometheus::Exposer>>;
    exposers.push_back(std::make_unique<prometheus::Exposer>(address, 1));
    exposers.back()->RegisterCollectable(Registry());
    return absl::OkStatus();
  } catch (const std::exception&) {
    return absl::UnavailableError(StrCat("cannot serve metrics on ", address));
  }
}

}  // namespace congress::telemetry
