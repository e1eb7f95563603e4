#include "platform/rpc/incoming_call.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "platform/auth/token.h"
#include "platform/rpc/client.h"
#include "platform/rpc/metadata.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/telemetry/metrics.h"

namespace congress::rpc {
namespace {

// Ids that clients send to a service directly are taken when they fit into a log line.
bool IsUsable(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

// What is told of a call that comes to no service.
absl::Status Untaken(const Header& header, absl::Status cause) {
  const absl::Status status = status::InLanguage(std::move(cause), status::LanguageOf(header.language));
  // Clients invent names without end; they are no labels of metrics.
  telemetry::Observe({.method = "unknown",
                      .code = absl::StatusCodeToString(status.code()),
                      .reason = status::ReasonOf(status),
                      .call_id = header.call_id,
                      .principal = "",
                      .cause = "",
                      .duration = absl::Now() - header.start});
  return status;
}

class Refusal final : public Answerer {
 public:
  Refusal(IncomingCall& call, absl::Status status) : call_(call), status_(std::move(status)) {}
  void Start() override { call_.End(ToGrpc(status_)); }
  void OnRead(bool) override {}
  void OnWritten(bool) override {}
  void OnCancel() override {}

 private:
  IncomingCall& call_;
  const absl::Status status_;
};

// A call that gRPC's server carries.
class CallOfServer : public IncomingCall {
 public:
  CallOfServer(grpc::ServerContextBase& context, std::string_view method, const Route& route, bool door)
      : IncomingCall(
            [&] {
              Header header = HeaderOf(method, door, [&](const char* key) { return MetadataOf(context, key); });
              if (context.deadline() != std::chrono::system_clock::time_point::max()) {
                header.deadline = absl::FromChrono(context.deadline());
              }
              return header;
            }(),
            route),
        context_(context) {
    Tell(kCallIdKey, header().call_id);
  }

  void EachSaid(absl::FunctionRef<void(std::string_view, std::string_view)> take) const override {
    for (const auto& [key, value] : context_.client_metadata()) {
      take({key.data(), key.size()}, {value.data(), value.size()});
    }
  }
  void Tell(std::string_view key, std::string_view value) final {
    context_.AddInitialMetadata(std::string(key), std::string(value));
  }
  void TellAtEnd(std::string_view key, std::string_view value) override {
    context_.AddTrailingMetadata(std::string(key), std::string(value));
  }
  bool broken() const override { return context_.IsCancelled(); }

 private:
  grpc::ServerContextBase& context_;
};

// A call of any shape.
class StreamedCall final : public grpc::ServerGenericBidiReactor, public CallOfServer {
 public:
  StreamedCall(grpc::GenericCallbackServerContext* context, const Route& route, bool door)
      : CallOfServer(*context, context->method().substr(1), route, door) {
    StartRead(&message_);
  }

  void Read() override { StartRead(&message_); }
  void Write(grpc::ByteBuffer* message) override { StartWrite(message); }
  void EndWith(grpc::ByteBuffer* message) override { StartWriteAndFinish(message, {}, grpc::Status::OK); }
  void End(const grpc::Status& status) override { Finish(status); }

  void OnReadDone(bool ok) override {
    if (answerer() != nullptr) return answerer()->OnRead(ok);
    has_message_ = ok;
    Start();
  }
  void OnWriteDone(bool ok) override { answerer()->OnWritten(ok); }
  void OnCancel() override { Cancel(); }
  void OnDone() override { delete this; }
};

// A call of one request and one answer.
class UnaryCall final : public grpc::ServerUnaryReactor, public CallOfServer {
 public:
  UnaryCall(grpc::CallbackServerContext* context, const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
            const std::string& method, const Route& route, bool door)
      : CallOfServer(*context, method, route, door), response_(*response) {
    message_ = request;
    has_message_ = true;
  }

  void Begin() { Start(); }
  // There is no second one, either way.
  void Read() override { answerer()->OnRead(false); }
  void Write(grpc::ByteBuffer* message) override {
    response_.Swap(message);
    answerer()->OnWritten(true);
  }
  void EndWith(grpc::ByteBuffer* message) override {
    response_.Swap(message);
    Finish(grpc::Status::OK);
  }
  void End(const grpc::Status& status) override { Finish(status); }

  void OnCancel() override { Cancel(); }
  void OnDone() override { delete this; }

 private:
  grpc::ByteBuffer& response_;
};

}  // namespace

grpc::ServerGenericBidiReactor* Entrance::CreateReactor(grpc::GenericCallbackServerContext* context) {
  return new StreamedCall(context, route_, door_);
}

UnaryEntrance::UnaryEntrance(const std::vector<std::string>& methods, Route route, bool door)
    : route_(std::move(route)) {
  for (const std::string& method : methods) paths_.push_back(StrCat("/", method));
  int index = 0;
  for (const std::string& method : methods) {
    const char* path = paths_[static_cast<size_t>(index)].c_str();
    AddMethod(new grpc::internal::RpcServiceMethod(path, grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        index++, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                     [this, method, door](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) -> grpc::ServerUnaryReactor* {
                       auto* call = new UnaryCall(context, *request, response, method, route_, door);
                       call->Begin();
                       return call;
                     }));
  }
}

std::unique_ptr<Answerer> RefuseWith(IncomingCall& call, absl::Status status) {
  return std::make_unique<Refusal>(call, std::move(status));
}

Header HeaderOf(std::string_view method, bool door, absl::FunctionRef<std::string(const char* key)> said) {
  Header header;
  header.method = std::string(method);
  header.authorization = said("authorization");
  header.language = said(kLanguageKey);
  header.ungraded = said(kUngradedKey) == "true";
  if (!door) header.call_id = said(kCallIdKey);
  if (!IsUsable(header.call_id)) header.call_id = NewCallId();
  return header;
}

void IncomingCall::Start() {
  int tokens = 0;
  EachSaid([&](std::string_view key, std::string_view) { tokens += key == "authorization" ? 1 : 0; });
  // Two readers could take two for the caller's.
  if (tokens > 1) return End(ToGrpc(Untaken(header_, auth::TokenInvalid("repeated"))));
  auto answerer = route_(*this);
  if (answerer == nullptr) return End(ToGrpc(Untaken(header_, MethodUnknown(header_.method))));
  Answerer& started = *answerer;
  bool cancelled = false;
  {
    const MutexLock lock(mutex_);
    answerer_ = std::move(answerer);
    cancelled = cancelled_;
  }
  if (cancelled) started.OnCancel();
  started.Start();
}

void IncomingCall::Cancel() {
  Answerer* answerer = nullptr;
  {
    const MutexLock lock(mutex_);
    cancelled_ = true;
    answerer = answerer_.get();
  }
  if (answerer != nullptr) answerer->OnCancel();
}

}  // namespace congress::rpc
