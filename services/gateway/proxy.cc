#include "services/gateway/proxy.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>

#include "absl/time/clock.h"
#include "platform/rpc/client.h"
#include "platform/rpc/metadata.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/telemetry/metrics.h"
#include "services/gateway/routes/routes.h"

namespace congress::gateway {
namespace {

using status::PlatformReason;

// What gRPC itself sets on the next hop, and what only the gateway may say.
bool PassesOn(const std::string& key) {
  static const std::set<std::string> own = {"user-agent", "content-type", "te", "grpc-accept-encoding",
                                            rpc::kCallIdKey};
  return !own.contains(key) && !key.starts_with(":") && !key.starts_with("grpc-");
}

absl::Status MethodUnknown(const std::string& method) {
  return status::Error(absl::StatusCode::kUnimplemented, PlatformReason::METHOD_UNKNOWN,
                       StrCat("The suite has no method '", method, "'."), {{"method", method}});
}

// What a call may take at most, and what one without a deadline gets.
constexpr absl::Duration kLongest = absl::Minutes(5);

// One proxied call: the server half towards the client, the client half towards the service. Reads on one side become
// writes on the other, one message in flight per direction. It deletes itself when both halves are done.
class ProxiedCall final : public grpc::ServerGenericBidiReactor {
 public:
  ProxiedCall(grpc::GenericCallbackServerContext* context, grpc::GenericStub& stub, std::string service)
      : server_(context), service_(std::move(service)), backend_(*this) {
    for (const auto& [key, value] : context->client_metadata()) {
      const std::string name(key.data(), key.size());
      if (PassesOn(name)) client_.AddMetadata(name, std::string(value.data(), value.size()));
    }
    client_.AddMetadata(rpc::kCallIdKey, call_id_);
    // A client that waits for ever must not hold a paused service's calls for ever.
    client_.set_deadline(std::min(context->deadline(), absl::ToChronoTime(start_ + kLongest)));
    context->AddInitialMetadata(rpc::kCallIdKey, call_id_);
    stub.PrepareBidiStreamingCall(&client_, context->method(), {}, &backend_);
    // Keeps the backend's OnDone away while this half may still start operations there: until the last reply.
    backend_.AddHold();
    backend_.StartCall();
    backend_.StartRead(&reply_);
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    const std::lock_guard lock(mutex_);
    if (backend_ended_) return;
    if (ok) {
      backend_.StartWrite(&request_);
    } else {
      backend_.StartWritesDone();
    }
  }
  void OnWriteDone(bool ok) override {
    // The client is gone: the rest of the replies is read to its end and dropped.
    if (!ok) client_.TryCancel();
    backend_.StartRead(&reply_);
  }
  void OnCancel() override { client_.TryCancel(); }
  void OnDone() override { Release(); }

 private:
  class Backend final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
   public:
    explicit Backend(ProxiedCall& call) : call_(call) {}
    void OnReadDone(bool ok) override {
      if (ok) return call_.StartWrite(&call_.reply_);
      {
        const std::lock_guard lock(call_.mutex_);
        call_.backend_ended_ = true;
      }
      RemoveHold();
    }
    void OnWriteDone(bool ok) override {
      if (ok) call_.StartRead(&call_.request_);
    }
    void OnDone(const grpc::Status& status) override { call_.Finished(status); }

   private:
    ProxiedCall& call_;
  };

  void Finished(const grpc::Status& status) {
    for (const auto& [key, value] : client_.GetServerTrailingMetadata()) {
      const std::string name(key.data(), key.size());
      if (PassesOn(name)) server_->AddTrailingMetadata(name, std::string(value.data(), value.size()));
    }
    const absl::Status outcome = OutcomeOf(status);
    const std::string reason = status::ReasonOf(outcome);
    // Clients invent names without end; they are no labels of metrics.
    const bool unknown = reason == "METHOD_UNKNOWN";
    telemetry::Observe({.method = unknown ? "unknown" : std::string_view(server_->method()).substr(1),
                        .code = outcome.ok() ? "OK" : absl::StatusCodeToString(outcome.code()),
                        .reason = reason,
                        .call_id = call_id_,
                        .principal = "",
                        .cause = "",
                        .duration = absl::Now() - start_});
    // Byte for byte, but for what gRPC said in place of the service.
    Finish(status.error_details().empty() && !reason.empty() ? rpc::ToGrpc(outcome) : status);
    Release();
  }

  // The service's own errors carry details; those that gRPC gave in its place are told with a reason.
  absl::Status OutcomeOf(const grpc::Status& status) const {
    const bool bare = status.error_details().empty();
    if (bare && status.error_code() == grpc::StatusCode::UNIMPLEMENTED) return MethodUnknown(server_->method());
    return rpc::FromPeer(status, service_);
  }

  void Release() {
    if (--halves_ == 0) delete this;
  }

  grpc::GenericCallbackServerContext* const server_;
  const std::string service_;
  const absl::Time start_ = absl::Now();
  const std::string call_id_ = rpc::NewCallId();
  grpc::ClientContext client_;
  std::mutex mutex_;
  bool backend_ended_ = false;  // Guarded by mutex_: no operation may start on a backend that has ended.
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
  std::atomic<int> halves_ = 2;
  Backend backend_;
};

// Answers a call that goes nowhere.
class RefusedCall final : public grpc::ServerGenericBidiReactor {
 public:
  explicit RefusedCall(const absl::Status& status) { Finish(rpc::ToGrpc(status)); }
  void OnDone() override { delete this; }
};

}  // namespace

Proxy::Proxy(const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels) {
  for (const auto& [name, channel] : channels) stubs_[name] = std::make_unique<grpc::GenericStub>(channel);
}

grpc::ServerGenericBidiReactor* Proxy::CreateReactor(grpc::GenericCallbackServerContext* context) {
  const std::string service = ServiceOf(context->method(), rpc::MetadataOf(*context, "congress-service"));
  const auto stub = stubs_.find(service);
  if (stub == stubs_.end()) {
    return new RefusedCall(MethodUnknown(context->method()));
  }
  return new ProxiedCall(context, *stub->second, service);
}

}  // namespace congress::gateway
