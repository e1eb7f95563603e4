// How a listener serves: by gRPC's server within the suite, by the front where clients come in.
#include <algorithm>

#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/resource_quota.h"
#include "grpcpp/server_builder.h"
#include "platform/rpc/front_entrance.h"
#include "platform/rpc/message_size.h"
#include "platform/server/listener.h"
#include "platform/server/ports.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/telemetry/metrics.h"

namespace congress::server {
namespace {

// Buffers of all calls together. Beyond it gRPC ends streams rather than let the process grow.
constexpr size_t kMostBufferBytes = size_t{1} << 30;
// Calls at once on one connection; a client queues further ones itself. More than a service has places, so that a
// client alone is told, too, when it asks for too much.
constexpr int kMostStreams = 320;
// The health service that tells only that the process runs.
constexpr char kLive[] = "live";
// Callers reconnect this often, so that a new replica gets its share. What is under way on a connection of that age may
// last as long as on any other.
constexpr int kConnectionAgeMs = 5 * 60 * 1000;
// How often a caller from whom nothing comes is asked whether it is there, so that one that went without a word holds
// no stream; and how long it may take to answer.
constexpr int kCallerPingMs = 60 * 1000;
constexpr int kCallerPingAnswerMs = 20 * 1000;

}  // namespace

absl::Status Listener::Listen() {
  if (address_.empty()) return absl::OkStatus();
  const absl::Status probes = StartProbes();
  RETURN_IF_ERROR(StartServer());
  return probes;
}

std::unique_ptr<rpc::Answerer> Listener::Answer(rpc::IncomingCall& call) {
  for (const rpc::Route& open : open_) {
    if (auto answerer = open(call)) return answerer;
  }
  auto answerer = rest_ == nullptr ? nullptr : rest_(call);
  return answerer != nullptr ? std::move(answerer) : service_.Answer(call);
}

absl::Status Listener::StartFront() {
  const rpc::Route route = [this](rpc::IncomingCall& call) {
    auto answerer = health_.Answer(call);
    return answerer != nullptr ? std::move(answerer) : Answer(call);
  };
  web_.origins = shared_.options.cors_origins;
  web_.ready = [this] { return health_.Serves(); };
  if (!shared_.options.client_ca.empty()) {
    web_.introduce = [this](const front::Client& client) { return introductions_.Of(client, shared_.clock()); };
  }
  ASSIGN_OR_RETURN(front_, front::Front::Listen({.address = address_, .tls = TlsOf(shared_.certificate)},
                                                rpc::FrontEntrance(route, /*door=*/true, web_)));
  port_ = front_->port();
  return absl::OkStatus();
}

absl::Status Listener::StartServer() {
  if (server_ != nullptr || front_ != nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(CanListen(address_));
  if (rest_ != nullptr) return StartFront();
  const rpc::Route route = [this](rpc::IncomingCall& call) { return Answer(call); };
  grpc::ServerBuilder builder;
  // Made anew with each try: an entrance belongs to one server.
  unary_entrance_ = std::make_unique<rpc::UnaryEntrance>(service_.UnaryMethods(), route, /*door=*/false);
  builder.RegisterService(unary_entrance_.get());
  entrance_ = std::make_unique<rpc::Entrance>(route, /*door=*/false);
  builder.RegisterCallbackGenericService(entrance_.get());
  // Somewhat longer ones are read, so as to be refused with a reason.
  builder.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
  builder.SetMaxSendMessageSize(rpc::kMaxReadBytes);
  builder.SetResourceQuota(grpc::ResourceQuota(name_).Resize(kMostBufferBytes));
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreams);
  // What the door has taken, with what it adds.
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kStreamWindowBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kConnectionAgeMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kCallerPingMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kCallerPingAnswerMs);
  // Callers may ask the same of the server; gRPC takes it for an attack otherwise.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kPeerPingMs / 2);
  int port = 0;
  builder.AddListeningPort(address_, credentials_, &port);
  auto server = builder.BuildAndStart();
  // Somebody was faster.
  if (server == nullptr || port == 0) return absl::UnavailableError(StrCat("cannot listen on ", address_));
  port_ = port;
  server_ = std::move(server);
  if (server_->GetHealthCheckService() == nullptr) return absl::InternalError("the server has no health service");
  server_->GetHealthCheckService()->SetServingStatus(kLive, true);
  BeginHealth();
  return absl::OkStatus();
}

absl::Status Listener::StartProbes() {
  const std::string& address = shared_.options.health;
  if (address.empty() || probes_ != nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(CanListen(address));
  const rpc::Route route = [this](rpc::IncomingCall& call) { return health_.Answer(call); };
  ASSIGN_OR_RETURN(probes_, front::Front::Listen({.address = address, .limits = {.connections = 256}, .threads = 1},
                                                 rpc::FrontEntrance(route, /*door=*/true,
                                                                    {.ready = [this] { return health_.Serves(); }})));
  return absl::OkStatus();
}

void Listener::BeginHealth() {
  health_.Set(kLive, true);
  SetServing(false, {});
  for (const std::string& name : service_names_) SetServing(false, {{name, false}});
}

void Listener::TellDoor() const {
  if (front_ == nullptr) return;
  const front::Refusals refusals = front_->refusals();
  const auto of = [&](front::Refused refused) { return refusals[static_cast<size_t>(refused)]; };
  telemetry::DoorStands({front_->connections(),
                         front_->bytes(),
                         {{"connections", of(front::Refused::kConnection)},
                          {"header", of(front::Refused::kHeader)},
                          {"bytes", of(front::Refused::kBytes)},
                          {"idle_frames", of(front::Refused::kIdleFrames)},
                          {"silence", of(front::Refused::kSilence)}}});
}

void Listener::SetServing(bool whole, const std::map<std::string, bool>& by_name) {
  auto* of_server = server_ == nullptr ? nullptr : server_->GetHealthCheckService();
  const auto set = [&](const std::string& name, bool serves) {
    health_.Set(name, serves);
    if (of_server != nullptr) of_server->SetServingStatus(name, serves);
  };
  set("", whole);
  for (const auto& [name, serves] : by_name) set(name, serves);
}

void Listener::Stop(absl::Time deadline) {
  // Streams would wait for changes until the deadline.
  gate().pulse().Close();
  for (std::jthread& thread : threads_) thread.request_stop();
  health_.Close();
  // Before the threads are joined: the port closes at once, however long a step still takes.
  if (front_ != nullptr) {
    front_->Shutdown(front::Clock::now() +
                     absl::ToChronoMilliseconds(std::max(deadline - absl::Now(), absl::ZeroDuration())));
  }
  if (server_ != nullptr) server_->Shutdown(absl::ToChronoTime(deadline));
  threads_.clear();
  if (server_ != nullptr) server_->Wait();
  // Last: probes are answered while calls in flight end.
  if (probes_ != nullptr) probes_->Shutdown(front::Clock::now());
}

}  // namespace congress::server
