// Calls that come from outside as bytes, whatever carries them, and who answers them. Here also gRPC's carrier: one
// generic service that takes every call of a server.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/support/byte_buffer.h"
#include "platform/rpc/carrier.h"
#include "platform/sync.h"

namespace congress::rpc {

class IncomingCall;

// Answers one incoming call. Told what happens on the wire, on threads of the carrier, which must not be made to wait.
class Answerer {
 public:
  virtual ~Answerer() = default;
  // The call's first message is there; empty when the caller sent none.
  virtual void Start() = 0;
  // What StartRead asked for has come, or will not.
  virtual void OnRead(bool ok) = 0;
  virtual void OnWritten(bool ok) = 0;
  virtual void OnCancel() = 0;
};

// Who answers a call, judged by its header and, where a method is served by several services, its first message. Null:
// nobody has the method.
using Route = std::function<std::unique_ptr<Answerer>(IncomingCall&)>;

// One call as it comes over the wire, for whoever answers it. Deletes itself when its carrier is done with it, which is
// after the end.
class IncomingCall {
 public:
  virtual ~IncomingCall() = default;

  const Header& header() const { return header_; }
  // Whatever the caller said beside the request: key and value.
  virtual void EachSaid(absl::FunctionRef<void(std::string_view, std::string_view)> take) const = 0;
  // Says something before the first answer, or with the end.
  virtual void Tell(std::string_view key, std::string_view value) = 0;
  virtual void TellAtEnd(std::string_view key, std::string_view value) = 0;
  // Whether it broke off: known before OnCancel tells it.
  virtual bool broken() const = 0;

  // The message that was read last, and its length: one that is too long may come without its bytes.
  grpc::ByteBuffer& message() { return message_; }
  virtual size_t message_size() { return message_.Length(); }
  // Turns the message that was read last into the bytes of the proto, where the caller sent it otherwise: who takes it
  // calls this first, and once it is known who calls, as it costs more than to read. INVALID_ARGUMENT, as BytesOfJson;
  // RESOURCE_EXHAUSTED `MESSAGE_TOO_LARGE`.
  virtual absl::Status Unpack() { return absl::OkStatus(); }
  // Whether that is still to be done.
  virtual bool packed() const { return false; }
  // Whether the caller sent a first message at all.
  bool has_message() const { return has_message_; }

  // Asks for the next message, told by OnRead.
  virtual void Read() = 0;
  // Sends a message, which must live until OnWritten tells that another may follow.
  virtual void Write(grpc::ByteBuffer* message) = 0;
  // Ends the call, well with a last message or with a status; nothing may be asked of it afterwards.
  virtual void EndWith(grpc::ByteBuffer* message) = 0;
  virtual void End(const grpc::Status& status) = 0;

 protected:
  IncomingCall(Header header, const Route& route) : header_(std::move(header)), route_(route) {}

  // Finds who answers; ends the call when nobody does.
  void Start();
  void Cancel();
  Answerer* answerer() { return answerer_.get(); }

  grpc::ByteBuffer message_;
  bool has_message_ = false;

 private:
  const Header header_;
  const Route& route_;
  Mutex mutex_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  // Set once, when the first message is there.
  std::unique_ptr<Answerer> answerer_;
};

// Answers with this status alone.
std::unique_ptr<Answerer> RefuseWith(IncomingCall& call, absl::Status status);

// The header of a call of `method`, of which `said` tells what the caller said under a key. `door`: the process is
// where clients come in, so the call's id is made here whatever they say.
Header HeaderOf(std::string_view method, bool door, absl::FunctionRef<std::string(const char* key)> said);

// Takes every call as it comes, of whatever shape and name.
class Entrance final : public grpc::CallbackGenericService {
 public:
  Entrance(Route route, bool door) : route_(std::move(route)), door_(door) {}
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override;

 private:
  const Route route_;
  const bool door_;
};

// Takes the calls of the named unary methods, which gRPC carries in half the steps when it knows them as such.
class UnaryEntrance final : public grpc::Service {
 public:
  // `methods`: such as `congress.x.v1.XService/Method`.
  UnaryEntrance(const std::vector<std::string>& methods, Route route, bool door);

 private:
  const Route route_;
  // gRPC keeps pointers into them.
  std::vector<std::string> paths_;
};

}  // namespace congress::rpc
