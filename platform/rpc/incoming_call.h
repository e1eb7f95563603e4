// gRPC's carrier: one generic service that takes every call of a server as bytes and hands it to whoever answers it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/support/byte_buffer.h"
#include "platform/rpc/carrier.h"
#include "platform/sync.h"

namespace congress::rpc {

class IncomingCall;

// Answers one incoming call. Told what happens on the wire, on gRPC's threads, which must not be made to wait.
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

// One call as it comes over the wire, for whoever answers it. Deletes itself when gRPC is done with it, which is after
// Finish.
class IncomingCall {
 public:
  virtual ~IncomingCall() = default;

  const Header& header() const { return header_; }
  grpc::ServerContextBase& context() { return context_; }
  // The message that was read last.
  grpc::ByteBuffer& message() { return message_; }
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
  // `door`: the process is where clients come in, so the call's id is made here whatever they say.
  IncomingCall(grpc::ServerContextBase& context, std::string method, const Route& route, bool door);

  // Finds who answers; ends the call when nobody does.
  void Start();
  void Cancel();
  Answerer* answerer() { return answerer_.get(); }

  grpc::ByteBuffer message_;
  bool has_message_ = false;

 private:
  grpc::ServerContextBase& context_;
  const Route& route_;
  Header header_;
  Mutex mutex_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  // Set once, when the first message is there.
  std::unique_ptr<Answerer> answerer_;
};

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
