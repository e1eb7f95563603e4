#include "platform/server/main.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <map>
#include <mutex>

#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/descriptor.h"
#include "grpc/support/log.h"
#include "grpcpp/create_channel.h"
#include "platform/broken_pipes.h"
#include "platform/server/clock_watch.h"
#include "platform/server/data_dir.h"
#include "platform/server/listener.h"
#include "platform/server/ports.h"
#include "platform/server/renewed.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/open.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace congress::server {
namespace {

using telemetry::Level;
using telemetry::Log;

// How often readiness is asked of the store, and files are looked at for changes.
constexpr absl::Duration kReadinessInterval = absl::Milliseconds(500);

// How the file ends that has the checkpoints of an audit log.
constexpr std::string_view kCheckpoints = ".checkpoints";

// First thing in a process: blocks the signals that end it, before any thread exists, so that only Wait sees them.
class EndSignals {
 public:
  EndSignals() {
    // Stores hold personnel data: what the process writes is its user's alone.
    umask(077);
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    IgnoreBrokenPipes();
  }
  // Waits for one of them at most `timeout`; false when none came.
  bool Wait(absl::Duration timeout) const {
    const timespec time = absl::ToTimespec(timeout);
    return sigtimedwait(&set_, nullptr, &time) > 0;
  }

 private:
  sigset_t set_;
};

// Debian's abseil looks for circles among the locks of every gRPC call, which is of use to who debugs gRPC alone.
void IgnoreLockOrder() { absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore); }

int Fail(std::string_view process, const absl::Status& status) {
  // What a store says to the operator is more than what callers are told.
  const std::string said = store::DriverText(status);
  std::cerr << process << ": " << (said.empty() ? std::string(status.message()) : said) << std::endl;
  return 2;
}

// Tells the log what keeps each part of the process from serving: once, and again when that has changed.
class Causes {
 public:
  void Tell(const std::string& part, const absl::Status& status) {
    std::string cause = store::DriverText(status);
    if (cause.empty()) cause = std::string(status.message());
    if (std::exchange(told_[part], cause) == cause) return;
    Log(status.ok() ? Level::kInfo : Level::kWarning, status.ok() ? "ready" : "not ready",
        {{"service", part}, {"cause", cause}});
  }

 private:
  std::map<std::string, std::string> told_;
};

// The reason, or the code of what has none, such as a disk that is full; empty for OK.
std::string CauseOf(const absl::Status& ready) {
  std::string reason = status::ReasonOf(ready);
  return reason.empty() && !ready.ok() ? absl::StatusCodeToString(ready.code()) : reason;
}

// Without bytes when the options name none.
absl::StatusOr<backup::PublicKey> BackupKeyOf(const Options& options) {
  if (options.backup_key.empty()) return backup::PublicKey();
  ASSIGN_OR_RETURN(const std::string text, ReadFile(options.backup_key));
  auto key = backup::ParsePublicKey(text);
  if (!key.ok()) return absl::InvalidArgumentError(StrCat(options.backup_key, ": ", key.status().message()));
  return key;
}

// How papers look: the office's own layout, or the one that is compiled in.
absl::StatusOr<paper::Layout> LayoutOf(const Options& options) {
  if (options.paper_layout.empty()) return paper::Layout::Default();
  ASSIGN_OR_RETURN(const std::string yaml, ReadFile(options.paper_layout));
  auto layout = paper::Layout::Parse(yaml);
  if (!layout.ok()) return absl::InvalidArgumentError(StrCat(options.paper_layout, ": ", layout.status().message()));
  return layout;
}

// What a store has to say to the operator.
void LogNotice(std::string_view notice) { Log(Level::kWarning, notice); }

// `host` of HOST:PORT with the port that was really chosen.
std::string AddressOf(const std::string& listen, int port) {
  return StrCat(listen.substr(0, listen.rfind(':')), ":", port);
}

// Of all before any ends: a stream that one carries ends where another tells it.
void EndStreams(const std::vector<Listener*>& listeners) {
  for (Listener* listener : listeners) listener->gate().pulse().Close();
}

// Tells callers and balancers which services are ready: `ready` has one word for each listener. Whoever asks for the
// process asks for all of it, and a name that several have serves when each of them does.
void TellHealth(const std::vector<Listener*>& listeners, const std::vector<bool>& ready) {
  std::map<std::string, bool> by_name;
  for (size_t i = 0; i < listeners.size(); ++i) {
    for (const std::string& name : listeners[i]->service_names()) {
      const auto known = by_name.emplace(name, true).first;
      known->second = known->second && ready[i];
    }
  }
  const bool whole = std::all_of(ready.begin(), ready.end(), [](bool one) { return one; });
  for (Listener* listener : listeners) listener->SetServing(whole, by_name);
}

// From SERVING to the end: follows readiness until a signal comes, then drains. Ends at once for what does not heal.
int ServeUntilSignal(const Options& options, const EndSignals& signals, const std::vector<Listener*>& listeners,
                     const std::string& endpoint_file, Renewed& renewed) {
  const auto fail = [&](const Listener& listener, const absl::Status& status) {
    EndStreams(listeners);
    return Fail(listener.name(), status);
  };
  bool announced = false;
  bool has_metrics = options.metrics.empty();
  Causes causes;
  ClockWatch clock;
  do {
    if (const auto back = clock.Look(absl::Now(), std::chrono::steady_clock::now())) {
      Log(Level::kWarning, "the clock was set back", {{"by", absl::FormatDuration(*back)}});
    }
    std::vector<bool> are_ready;
    for (Listener* listener : listeners) {
      const absl::Status ready = listener->Ready();
      causes.Tell(listener->name(), ready);
      telemetry::Ready(listener->name(), CauseOf(ready));
      listener->TellDoor();
      // A store that will never fit does not heal.
      if (absl::IsFailedPrecondition(ready)) return fail(*listener, ready);
      are_ready.push_back(ready.ok());
    }
    TellHealth(listeners, are_ready);
    const bool all_ready = std::find(are_ready.begin(), are_ready.end(), false) == are_ready.end();
    if (!has_metrics) {
      absl::Status served = CanListen(options.metrics);
      if (served.ok()) served = telemetry::ServeMetrics(options.metrics);
      causes.Tell("metrics", served);
      if (absl::IsFailedPrecondition(served)) return fail(*listeners.back(), served);
      has_metrics = served.ok();
    }
    if (all_ready && !announced) {
      const std::string address = AddressOf(options.listen, listeners.back()->port());
      const absl::Status written = endpoint_file.empty() ? absl::OkStatus() : WriteFile(endpoint_file, address + "\n");
      if (absl::IsInvalidArgument(written)) return fail(*listeners.back(), written);
      causes.Tell("endpoint", written);
      announced = written.ok();
      if (announced) {
        Log(Level::kInfo, "serving", {{"address", address}});
        for (Listener* listener : listeners) listener->StartBackground();
      }
    }
    renewed.Look();
  } while (!signals.Wait(kReadinessInterval));
  // A balancer must stop sending before the port closes.
  Log(Level::kInfo, "draining");
  TellHealth(listeners, std::vector<bool>(listeners.size(), false));
  absl::SleepFor(options.drain_pause);
  const absl::Time deadline = absl::Now() + options.drain_deadline;
  EndStreams(listeners);
  for (auto listener = listeners.rbegin(); listener != listeners.rend(); ++listener) (*listener)->Stop(deadline);
  if (!endpoint_file.empty()) unlink(endpoint_file.c_str());
  Log(Level::kInfo, "stopped");
  return 0;
}

// gRPC writes lines of its own to stderr, beside the one that tells why a process ends; they are of use to who debugs.
void LogOfGrpc(gpr_log_func_args* line) {
  Log(Level::kDebug, line->message, {{"severity", gpr_log_severity_string(line->severity)}});
}

void StartTelemetry(const Options& options, const std::string& process) {
  telemetry::SetProcess(process);
  gpr_set_log_function(LogOfGrpc);
  Level level = Level::kInfo;
  telemetry::ParseLevel(options.log_level, &level);
  telemetry::SetLevel(level);
}

// Store addresses may leave the password to a file, so that it stands in no process list.
std::string StoreUrl(const Options& options) {
  if (options.store_password_file.empty()) return options.store;
  const char* join = options.store.find('?') == std::string::npos ? "?" : "&";
  return StrCat(options.store, join, "password-file=", options.store_password_file);
}

store::Identity IdentityOf(const Options& options, const Service& service) {
  return {.keyspace = service.name,
          .suite = options.suite,
          .witness = options.witness,
          .schema = store::SchemaOf(service.steps)};
}

// Whether the store may be served, now or as soon as it answers.
absl::Status Admit(store::IdentifiedStore& store, bool make) {
  const absl::Status admitted = make ? store.Initialise(absl::Now()) : store.Admit();
  return absl::IsUnavailable(admitted) ? absl::OkStatus() : admitted;
}

// Does what the options ask for in place of serving.
int Tend(const Options& options, const std::string& service, store::IdentifiedStore& store) {
  absl::Status status;
  std::string done = "its store is there";
  if (options.init) {
    status = store.Initialise(absl::Now());
  } else {
    const auto begun = store.AcceptRollback(absl::Now());
    status = begun.status();
    done = begun.value_or(false) ? StrCat("epoch ", store.Epoch(),
                                          " begins; what must never repeat on paper waits for "
                                          "the last number that is on paper")
                                 : "its store was not set back; nothing was changed";
  }
  if (!status.ok()) return Fail(service, status);
  std::cout << service << ": " << done << std::endl;
  return 0;
}

// The memory of a process has keys and what persons are, and a dump would take it to a disk. The limit alone does not
// bind a kernel that pipes dumps to a program.
void LeaveNoCoreDumps() {
  const rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

int Main(int argc, char** argv, const Service& service) {
  LeaveNoCoreDumps();
  const EndSignals signals;
  IgnoreLockOrder();
  int exit_code = -1;
  const Options options = ParseOptions(argc, argv, service.name, &exit_code);
  if (exit_code >= 0) return exit_code;
  StartTelemetry(options, service.name);

  Renewed renewed(options);
  if (auto status = renewed.FollowKeys(options.trusted_keys); !status.ok()) return Fail(service.name, status);
  if (auto status = renewed.Load(options); !status.ok()) return Fail(service.name, status);
  const auto layout = LayoutOf(options);
  if (!layout.ok()) return Fail(service.name, layout.status());
  auto signer = renewed.SignerOf(options, service.name);
  if (!signer.ok()) return Fail(service.name, signer.status());
  auto store = store::OpenIdentified(StoreUrl(options), IdentityOf(options, service), LogNotice);
  if (!store.ok()) return Fail(service.name, store.status());
  if (options.init || options.accept_rollback) return Tend(options, service.name, **store);
  if (auto status = Admit(**store, /*make=*/false); !status.ok()) return Fail(service.name, status);
  const auto backup_key = BackupKeyOf(options);
  if (!backup_key.ok()) return Fail(service.name, backup_key.status());

  const auto keys = renewed.ContentKeysOf(options.content_key);
  if (!keys.ok()) return Fail(service.name, keys.status());
  std::unique_ptr<content::Files> files;
  if (!options.content.empty()) {
    auto opened = content::Files::Open(options.content, options.max_content);
    if (!opened.ok()) return Fail(service.name, opened.status());
    files = *std::move(opened);
  }

  // Kept for the process's life: dropping the last channel within a callback would join its own thread.
  std::map<std::string, std::unique_ptr<rpc::Peer>, std::less<>> peers;
  for (const auto& [name, target] : options.peers) {
    peers[name] = rpc::ChannelPeer(name, renewed.ChannelTo(target, PeersAsked::kReady),
                                   renewed.ChannelTo(target, PeersAsked::kAll));
  }
  const Shared shared{
      .options = options,
      .verifier = renewed.verifier(),
      .roles = renewed.roles(),
      .clock = absl::Now,
      .peer = [&](std::string_view name) -> rpc::Peer& {
        auto& peer = peers[std::string(name)];
        // A peer that nobody named answers UNAVAILABLE, like one that is down.
        if (peer == nullptr) {
          peer = rpc::ChannelPeer(
              std::string(name),
              grpc::CreateCustomChannel("unix:/nonexistent", grpc::InsecureChannelCredentials(), ChannelSettings()));
        }
        return *peer;
      },
      .files = files.get(),
      .keys = keys->has_value() ? &**keys : nullptr,
      .backup_key = *backup_key,
      .certificate = renewed.certificate(),
      .layout = *layout};
  const auto witnessed = [known = store->get()] { return known->Witnessed(); };
  const std::string checkpoints = (*store)->PathBeside(kCheckpoints);
  Listener listener(service, shared, *std::move(store), *std::move(signer), witnessed, checkpoints);
  if (auto status = listener.Start(options.listen); !status.ok()) return Fail(service.name, status);
  return ServeUntilSignal(options, signals, {&listener}, options.endpoint_file, renewed);
}

int MainSuite(int argc, char** argv, const std::vector<Service>& services) {
  LeaveNoCoreDumps();
  const EndSignals signals;
  IgnoreLockOrder();
  int exit_code = -1;
  const std::string process = "congressd";
  const Options options = ParseOptions(argc, argv, process, &exit_code);
  if (exit_code >= 0) return exit_code;
  StartTelemetry(options, process);
  Renewed renewed(options);
  if (auto status = renewed.Load(options); !status.ok()) return Fail(process, status);
  const auto layout = LayoutOf(options);
  if (!layout.ok()) return Fail(process, layout.status());
  const auto folder = DataDir::Open(options, &renewed.verifier());
  if (!folder.ok()) return Fail(process, folder.status());
  if (auto status = renewed.FollowKeys((*folder)->trusted_keys()); !status.ok()) return Fail(process, status);

  const auto backup_key = BackupKeyOf(options);
  if (!backup_key.ok()) return Fail(process, backup_key.status());

  const auto keys =
      renewed.ContentKeysOf(options.content_key.empty() ? (*folder)->content_key_file() : options.content_key);
  if (!keys.ok()) return Fail(process, keys.status());
  const auto files =
      content::Files::Open(options.content.empty() ? (*folder)->content_url() : options.content, options.max_content);
  if (!files.ok()) return Fail(process, files.status());

  std::map<std::string, std::unique_ptr<rpc::Peer>, std::less<>> peers;
  const Shared shared{.options = options,
                      .verifier = renewed.verifier(),
                      .roles = renewed.roles(),
                      .clock = [&] { return options.Now(); },
                      .peer = [&](std::string_view name) -> rpc::Peer& { return *peers.find(name)->second; },
                      .files = files->get(),
                      .keys = &**keys,
                      .backup_key = *backup_key,
                      .certificate = renewed.certificate(),
                      .layout = *layout};
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<Listener*> order;
  for (const Service& service : services) {
    auto signer = (*folder)->SignerFor(service.name, &renewed.verifier());
    if (!signer.ok()) return Fail(process, signer.status());
    auto store = store::OpenIdentified(StrCat("sqlite:", (*folder)->StorePath(service.name)),
                                       IdentityOf(options, service), LogNotice);
    if (!store.ok()) return Fail(process, store.status());
    if (options.init || options.accept_rollback) {
      if (const int code = Tend(options, service.name, **store); code != 0) return code;
      continue;
    }
    if (auto status = Admit(**store, /*make=*/options.dev); !status.ok()) return Fail(process, status);
    const auto witnessed = [known = store->get()] { return known->Witnessed(); };
    const std::string checkpoints = (*store)->PathBeside(kCheckpoints);
    listeners.push_back(
        std::make_unique<Listener>(service, shared, *std::move(store), *std::move(signer), witnessed, checkpoints));
    const bool door = &service == &services.back();
    if (auto status = listeners.back()->Start(door ? options.listen : ""); !status.ok()) return Fail(process, status);
    peers[service.name] = rpc::DirectPeer(listeners.back()->service());
    order.push_back(listeners.back().get());
  }
  if (order.empty()) return 0;
  return ServeUntilSignal(options, signals, order, (*folder)->endpoint_file(), renewed);
}

}  // namespace congress::server
