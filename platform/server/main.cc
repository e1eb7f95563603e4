#include "platform/server/main.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <mutex>

#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "google/protobuf/descriptor.h"
#include "grpc/support/log.h"
#include "grpcpp/create_channel.h"
#include "platform/server/data_dir.h"
#include "platform/server/listener.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/open.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace congress::server {
namespace {

using telemetry::Level;
using telemetry::Log;

// How often readiness is asked of the store.
constexpr absl::Duration kReadinessInterval = absl::Milliseconds(500);

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
    signal(SIGPIPE, SIG_IGN);
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
  std::cerr << process << ": " << status.message() << std::endl;
  return 2;
}

absl::StatusOr<auth::Roles> RolesOf(const Options& options) {
  if (options.roles.empty()) return auth::Roles::Default();
  ASSIGN_OR_RETURN(const std::string yaml, ReadFile(options.roles));
  auto roles = auth::Roles::Parse(yaml);
  if (!roles.ok()) return absl::InvalidArgumentError(StrCat(options.roles, ": ", roles.status().message()));
  return roles;
}

absl::StatusOr<auth::Signer> SignerOf(const Options& options, const std::string& service) {
  const std::string issuer = StrCat(auth::kProcessPrefix, service);
  if (options.signing_key.empty()) {
    ASSIGN_OR_RETURN(auth::Key key, auth::GenerateKey());
    return auth::Signer(issuer, std::move(key));
  }
  ASSIGN_OR_RETURN(const std::string pem, ReadFile(options.signing_key));
  auto key = auth::ParsePrivateKey(pem);
  if (!key.ok()) return absl::InvalidArgumentError(StrCat(options.signing_key, ": ", key.status().message()));
  return auth::Signer(issuer, *std::move(key));
}

// What a store has to say to the operator.
void LogNotice(std::string_view notice) { Log(Level::kWarning, notice); }

// `host` of HOST:PORT with the port that was really chosen.
std::string AddressOf(const std::string& listen, int port) {
  return StrCat(listen.substr(0, listen.rfind(':')), ":", port);
}

// From SERVING to the end: follows readiness until a signal comes, then drains.
int ServeUntilSignal(const Options& options, const EndSignals& signals, const std::vector<Listener*>& listeners,
                     const std::string& endpoint_file) {
  const std::string address = AddressOf(options.listen, listeners.back()->port());
  bool announced = false;
  do {
    bool all_ready = true;
    for (Listener* listener : listeners) {
      const absl::Status ready = listener->Ready();
      if (listener->SetServing(ready.ok())) {
        Log(ready.ok() ? Level::kInfo : Level::kWarning, ready.ok() ? "ready" : "not ready",
            {{"service", listener->name()}, {"cause", store::DriverText(ready)}});
      }
      // A store that will never fit does not heal.
      if (absl::IsFailedPrecondition(ready)) return Fail(listener->name(), ready);
      all_ready = all_ready && ready.ok();
    }
    if (all_ready && !announced) {
      announced = true;
      Log(Level::kInfo, "serving", {{"address", address}});
      if (!endpoint_file.empty()) {
        if (const absl::Status written = WriteFile(endpoint_file, address + "\n"); !written.ok()) {
          return Fail(listeners.back()->name(), written);
        }
      }
      for (Listener* listener : listeners) listener->StartBackground();
    }
  } while (!signals.Wait(kReadinessInterval));
  // A balancer must stop sending before the port closes.
  Log(Level::kInfo, "draining");
  for (Listener* listener : listeners) listener->SetServing(false);
  absl::SleepFor(options.drain_pause);
  const absl::Time deadline = absl::Now() + options.drain_deadline;
  // Of all before any: a stream that one carries ends where another tells it.
  for (Listener* listener : listeners) listener->gate().pulse().Close();
  for (auto listener = listeners.rbegin(); listener != listeners.rend(); ++listener) (*listener)->Stop(deadline);
  if (!endpoint_file.empty()) unlink(endpoint_file.c_str());
  Log(Level::kInfo, "stopped");
  return 0;
}

// gRPC writes lines of its own to stderr, beside the one that tells why a process ends; they are of use to who debugs.
void LogOfGrpc(gpr_log_func_args* line) {
  Log(Level::kDebug, line->message, {{"severity", gpr_log_severity_string(line->severity)}});
}

absl::Status StartTelemetry(const Options& options, const std::string& process,
                            std::unique_ptr<telemetry::MetricsServer>* metrics) {
  telemetry::SetProcess(process);
  gpr_set_log_function(LogOfGrpc);
  Level level = Level::kInfo;
  telemetry::ParseLevel(options.log_level, &level);
  telemetry::SetLevel(level);
  if (options.metrics.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(*metrics, telemetry::MetricsServer::Start(options.metrics));
  return absl::OkStatus();
}

// Store addresses may leave the password to a file, so that it stands in no process list.
std::string StoreUrl(const Options& options) {
  if (options.store_password_file.empty()) return options.store;
  const char* join = options.store.find('?') == std::string::npos ? "?" : "&";
  return StrCat(options.store, join, "password-file=", options.store_password_file);
}

}  // namespace

int Main(int argc, char** argv, const Service& service) {
  const EndSignals signals;
  IgnoreLockOrder();
  int exit_code = -1;
  const Options options = ParseOptions(argc, argv, service.name, &exit_code);
  if (exit_code >= 0) return exit_code;
  std::unique_ptr<telemetry::MetricsServer> metrics;
  if (auto status = StartTelemetry(options, service.name, &metrics); !status.ok()) return Fail(service.name, status);

  auth::Verifier verifier;
  if (auto status = verifier.TrustFolder(options.trusted_keys); !status.ok()) return Fail(service.name, status);
  const auto roles = RolesOf(options);
  if (!roles.ok()) return Fail(service.name, roles.status());
  auto signer = SignerOf(options, service.name);
  if (!signer.ok()) return Fail(service.name, signer.status());
  auto store = store::Open(StoreUrl(options), service.name, LogNotice);
  if (!store.ok()) return Fail(service.name, store.status());
  const auto credentials = ChannelCredentialsOf(options);
  if (!credentials.ok()) return Fail(service.name, credentials.status());

  std::unique_ptr<content::Files> files;
  if (!options.content.empty()) {
    auto opened = content::Files::Open(options.content, options.content_key, options.max_content);
    if (!opened.ok()) return Fail(service.name, opened.status());
    files = *std::move(opened);
  }

  // Kept for the process's life: dropping the last channel within a callback would join its own thread.
  std::map<std::string, std::unique_ptr<rpc::Peer>, std::less<>> peers;
  for (const auto& [name, target] : options.peers) {
    peers[name] = rpc::ChannelPeer(name, grpc::CreateCustomChannel(target, *credentials, ChannelSettings()));
  }
  const Shared shared{
      .options = options,
      .verifier = verifier,
      .roles = *roles,
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
      .files = files.get()};
  Listener listener(service, shared, *std::move(store), *std::move(signer));
  if (auto status = listener.Start(options.listen); !status.ok()) return Fail(service.name, status);
  return ServeUntilSignal(options, signals, {&listener}, options.endpoint_file);
}

int MainSuite(int argc, char** argv, const std::vector<Service>& services) {
  const EndSignals signals;
  IgnoreLockOrder();
  int exit_code = -1;
  const std::string process = "congressd";
  const Options options = ParseOptions(argc, argv, process, &exit_code);
  if (exit_code >= 0) return exit_code;
  std::unique_ptr<telemetry::MetricsServer> metrics;
  if (auto status = StartTelemetry(options, process, &metrics); !status.ok()) return Fail(process, status);
  const auto roles = RolesOf(options);
  if (!roles.ok()) return Fail(process, roles.status());
  auth::Verifier verifier;
  const auto folder = DataDir::Open(options, &verifier);
  if (!folder.ok()) return Fail(process, folder.status());

  const auto files = content::Files::Open(
      options.content.empty() ? (*folder)->content_url() : options.content,
      options.content_key.empty() ? (*folder)->content_key_file() : options.content_key, options.max_content);
  if (!files.ok()) return Fail(process, files.status());

  std::map<std::string, std::unique_ptr<rpc::Peer>, std::less<>> peers;
  const Shared shared{.options = options,
                      .verifier = verifier,
                      .roles = *roles,
                      .clock = absl::Now,
                      .peer = [&](std::string_view name) -> rpc::Peer& { return *peers.find(name)->second; },
                      .files = files->get()};
  std::vector<std::unique_ptr<Listener>> listeners;
  std::vector<Listener*> order;
  for (const Service& service : services) {
    auto signer = (*folder)->SignerFor(service.name, &verifier);
    if (!signer.ok()) return Fail(process, signer.status());
    auto store = store::Open(StrCat("sqlite:", (*folder)->StorePath(service.name)), service.name, LogNotice);
    if (!store.ok()) return Fail(process, store.status());
    listeners.push_back(std::make_unique<Listener>(service, shared, *std::move(store), *std::move(signer)));
    const bool door = &service == &services.back();
    if (auto status = listeners.back()->Start(door ? options.listen : ""); !status.ok()) return Fail(process, status);
    peers[service.name] = rpc::DirectPeer(listeners.back()->service());
    order.push_back(listeners.back().get());
  }
  return ServeUntilSignal(options, signals, order, (*folder)->endpoint_file());
}

}  // namespace congress::server
