#include "platform/server/health.h"

#include <optional>
#include <utility>

#include "grpc/health/v1/health.pb.h"
#include "grpcpp/impl/codegen/proto_utils.h"

namespace congress::server {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

// No name of a service is longer.
constexpr size_t kMostBytes = 1'000;

// Nothing when the bytes are no request.
std::optional<std::string> ServiceIn(rpc::IncomingCall& call) {
  HealthCheckRequest request;
  // Anybody asks, and none of it may cost much.
  if (!call.has_message() || call.message_size() > kMostBytes || !call.Unpack().ok() ||
      !grpc::SerializationTraits<HealthCheckRequest>::Deserialize(&call.message(), &request).ok()) {
    return std::nullopt;
  }
  return request.service();
}

grpc::Status NoRequest() { return {grpc::StatusCode::INVALID_ARGUMENT, "not a HealthCheckRequest"}; }

grpc::ByteBuffer Reply(HealthCheckResponse::ServingStatus status) {
  HealthCheckResponse response;
  response.set_status(status);
  grpc::ByteBuffer reply;
  bool own_buffer = false;
  grpc::SerializationTraits<HealthCheckResponse>::Serialize(response, &reply, &own_buffer);
  return reply;
}

}  // namespace

class Health::Check final : public rpc::Answerer {
 public:
  Check(rpc::IncomingCall& call, Health& health) : call_(call), health_(health) {}

  void Start() override {
    const auto service = ServiceIn(call_);
    if (!service) return call_.End(NoRequest());
    State state;
    {
      const MutexLock lock(health_.mutex_);
      state = health_.Of(*service);
    }
    if (state == State::kUnknown) return call_.End({grpc::StatusCode::NOT_FOUND, "unknown service"});
    reply_ = Reply(state == State::kServes ? HealthCheckResponse::SERVING : HealthCheckResponse::NOT_SERVING);
    call_.EndWith(&reply_);
  }
  void OnRead(bool) override {}
  void OnWritten(bool) override {}
  void OnCancel() override {}

 private:
  rpc::IncomingCall& call_;
  Health& health_;
  grpc::ByteBuffer reply_;
};

// Tells the state at once and whenever it has changed. All of it under the mutex of Health.
class Health::Watch final : public rpc::Answerer {
 public:
  Watch(rpc::IncomingCall& call, Health& health) : call_(call), health_(health) {}

  void Start() override {
    const auto service = ServiceIn(call_);
    if (!service) return call_.End(NoRequest());
    const MutexLock lock(health_.mutex_);
    service_ = *service;
    health_.watches_.insert(this);
    Tell();
  }
  void OnRead(bool) override {}
  void OnWritten(bool ok) override {
    const MutexLock lock(health_.mutex_);
    writing_ = false;
    gone_ = gone_ || !ok;
    Tell();
  }
  void OnCancel() override {
    const MutexLock lock(health_.mutex_);
    gone_ = true;
    Tell();
  }
  // What is new to the caller. May end the call, and this with it.
  void Tell() ABSL_EXCLUSIVE_LOCKS_REQUIRED(health_.mutex_) {
    // One write at a time, and no end during one; nothing after the end.
    if (writing_ || ended_) return;
    if (gone_ || health_.closed_) {
      ended_ = true;
      health_.watches_.erase(this);
      return call_.End({gone_ ? grpc::StatusCode::CANCELLED : grpc::StatusCode::UNAVAILABLE, "the watch ends"});
    }
    const State state = health_.Of(service_);
    if (std::exchange(told_, state) == state) return;
    writing_ = true;
    reply_ = Reply(state == State::kServes      ? HealthCheckResponse::SERVING
                   : state == State::kServesNot ? HealthCheckResponse::NOT_SERVING
                                                : HealthCheckResponse::SERVICE_UNKNOWN);
    call_.Write(&reply_);
  }

 private:
  rpc::IncomingCall& call_;
  Health& health_;
  std::string service_;
  std::optional<State> told_;
  bool writing_ = false;
  bool gone_ = false;
  bool ended_ = false;
  grpc::ByteBuffer reply_;
};

void Health::Set(const std::string& service, bool serves) {
  const MutexLock lock(mutex_);
  services_[service] = serves;
  // Telling may take one of them away.
  const std::set<Watch*> watches = watches_;
  for (Watch* watch : watches) watch->Tell();
}

void Health::Close() {
  const MutexLock lock(mutex_);
  closed_ = true;
  const std::set<Watch*> watches = watches_;
  for (Watch* watch : watches) watch->Tell();
}

Health::State Health::Of(const std::string& service) const {
  const auto known = services_.find(service);
  if (known == services_.end()) return State::kUnknown;
  return known->second ? State::kServes : State::kServesNot;
}

bool Health::Serves() const {
  const MutexLock lock(mutex_);
  return Of("") == State::kServes;
}

std::unique_ptr<rpc::Answerer> Health::Answer(rpc::IncomingCall& call) {
  if (call.header().method == "grpc.health.v1.Health/Check") return std::make_unique<Check>(call, *this);
  if (call.header().method == "grpc.health.v1.Health/Watch") return std::make_unique<Watch>(call, *this);
  return nullptr;
}

}  // namespace congress::server
