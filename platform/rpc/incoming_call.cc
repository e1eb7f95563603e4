#include "platform/rpc/incoming_call.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
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

absl::Status Nobodys(const Header& header) {
  const absl::Status status = status::InLanguage(MethodUnknown(header.method), status::LanguageOf(header.language));
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

// A call of any shape.
class StreamedCall final : public grpc::ServerGenericBidiReactor, public IncomingCall {
 public:
  StreamedCall(grpc::GenericCallbackServerContext* context, const Route& route, bool door)
      : IncomingCall(*context, context->method().substr(1), route, door) {
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
class UnaryCall final : public grpc::ServerUnaryReactor, public IncomingCall {
 public:
  UnaryCall(grpc::CallbackServerContext* context, const grpc::ByteBuffer& request, grpc::ByteBuffer* response,
            std::string method, const Route& route, bool door)
      : IncomingCall(*context, std::move(method), route, door), response_(*response) {
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

IncomingCall::IncomingCall(grpc::ServerContextBase& context, std::string method, const Route& route, bool door)
    : context_(context), route_(route) {
  header_.method = std::move(method);
  header_.authorization = MetadataOf(context, "authorization");
  header_.language = MetadataOf(context, kLanguageKey);
  header_.ungraded = MetadataOf(context, kUngradedKey) == "true";
  if (!door) header_.call_id = MetadataOf(context, kCallIdKey);
  if (!IsUsable(header_.call_id)) header_.call_id = NewCallId();
  if (context.deadline() != std::chrono::system_clock::time_point::max()) {
    header_.deadline = absl::FromChrono(context.deadline());
  }
  context.AddInitialMetadata(kCallIdKey, header_.call_id);
}

void IncomingCall::Start() {
  auto answerer = route_(*this);
  if (answerer == nullptr) return End(ToGrpc(Nobodys(header_)));
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
