// A call of a public suite, answered step by step behind the front's carrier.
#pragma once

#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "grpcpp/impl/codegen/proto_utils.h"
#include "platform/rpc/front_entrance.h"
#include "platform/sync.h"

namespace congress::conformance {

// On a thread of its own.
class Conversation : public rpc::Answerer {
 public:
  explicit Conversation(rpc::IncomingCall& call) : call_(call) {}

  void Start() override {
    std::thread([this] { call_.End(Run()); }).detach();
  }
  void OnRead(bool ok) override { Happened(ok); }
  void OnWritten(bool ok) override { Happened(ok); }
  void OnCancel() override { Happened(false); }

 protected:
  virtual grpc::Status Run() = 0;

  // False when there is no further one; a faulty one is told by fault_.
  bool Read(google::protobuf::Message* message) {
    if (!std::exchange(first_read_, true)) {
      if (!call_.has_message()) return false;
    } else {
      call_.Read();
      if (!Await()) return false;
    }
    const absl::Status unpacked = call_.Unpack();
    if (!unpacked.ok() ||
        !grpc::SerializationTraits<google::protobuf::Message>::Deserialize(&call_.message(), message).ok()) {
      fault_ = {grpc::StatusCode::INVALID_ARGUMENT, std::string(unpacked.message())};
      return false;
    }
    return true;
  }
  bool Write(const google::protobuf::Message& message) {
    bool own_buffer = false;
    reply_.Clear();
    grpc::SerializationTraits<google::protobuf::Message>::Serialize(message, &reply_, &own_buffer);
    call_.Write(&reply_);
    return Await();
  }
  static void Wait(uint32_t milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

  rpc::IncomingCall& call() const { return call_; }
  // What was wrong with a request.
  const grpc::Status& fault() const { return fault_; }

 private:
  void Happened(bool ok) {
    const MutexLock lock(mutex_);
    happened_ = happened_.value_or(true) && ok;
    change_.NotifyAll();
  }
  bool Await() {
    const MutexLock lock(mutex_);
    while (!happened_.has_value()) change_.Wait(mutex_);
    return *std::exchange(happened_, std::nullopt);
  }

  rpc::IncomingCall& call_;
  bool first_read_ = false;
  grpc::Status fault_;
  grpc::ByteBuffer reply_;
  Mutex mutex_;
  CondVar change_;
  std::optional<bool> happened_ ABSL_GUARDED_BY(mutex_);
};

// By the method that is called; null when it is none of theirs.
std::unique_ptr<rpc::Answerer> OfConnect(rpc::IncomingCall& call);
std::unique_ptr<rpc::Answerer> OfInterop(rpc::IncomingCall& call);

}  // namespace congress::conformance
