#include "tests/e2e/kill_toll.h"

#include "absl/strings/match.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"

namespace congress::e2e {
namespace {

using Side = TollGate::Side;

// One unary call. Kept back, it ends when its caller does.
class TolledCall final : public grpc::ServerGenericBidiReactor {
 public:
  TolledCall(grpc::GenericCallbackServerContext* context, grpc::GenericStub& stub, TollGate& gate)
      : method_(context->method()), stub_(stub), gate_(gate) {
    for (const char* key : {"authorization", "x-request-id"}) {
      const auto found = context->client_metadata().find(key);
      if (found == context->client_metadata().end()) continue;
      client_.AddMetadata(key, std::string(found->second.data(), found->second.size()));
    }
    client_.set_deadline(context->deadline());
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status(grpc::StatusCode::CANCELLED, "no request"));
    if (gate_.Keeps(method_, Side::kBeforeTheService)) return Keep();
    stub_.UnaryCall(&client_, method_, {}, &request_, &reply_, [this](const grpc::Status& status) {
      if (!status.ok()) return Finish(status);
      if (gate_.Keeps(method_, Side::kAfterTheService)) return Keep();
      StartWriteAndFinish(&reply_, {}, status);
    });
  }
  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    // A stream of changes would go on for ever.
    client_.TryCancel();
    if (kept_) Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  void Keep() {
    const std::lock_guard lock(mutex_);
    kept_ = true;
    if (cancelled_) Finish(grpc::Status::CANCELLED);
  }

  const std::string method_;
  grpc::GenericStub& stub_;
  TollGate& gate_;
  grpc::ClientContext client_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reply_;
  std::mutex mutex_;
  bool kept_ = false;
  bool cancelled_ = false;
};

}  // namespace

void TollGate::Arm(int nth, Side side) {
  const std::lock_guard lock(mutex_);
  nth_ = nth;
  side_ = side;
  seen_ = 0;
  caught_ = false;
}

bool TollGate::Caught() const {
  const std::lock_guard lock(mutex_);
  return caught_;
}

bool TollGate::Keeps(const std::string& method, Side side) {
  const std::string verb = method.substr(method.rfind('/') + 1);
  if (!absl::StartsWith(verb, "Create") && !absl::StartsWith(verb, "Import")) return false;
  const std::lock_guard lock(mutex_);
  if (nth_ < 0 || side != side_ || seen_++ != nth_) return false;
  nth_ = -1;
  caught_ = true;
  return true;
}

Toll::Toll(std::shared_ptr<grpc::Channel> service, TollGate& gate)
    : channel_(std::move(service)), stub_(channel_), gate_(gate) {
  // The gateway follows its peers' health, which is a stream; a toll is always there.
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterCallbackGenericService(this);
  server_ = builder.BuildAndStart();
}

Toll::~Toll() { server_->Shutdown(std::chrono::system_clock::now()); }

grpc::ServerGenericBidiReactor* Toll::CreateReactor(grpc::GenericCallbackServerContext* context) {
  return new TolledCall(context, stub_, gate_);
}

}  // namespace congress::e2e
