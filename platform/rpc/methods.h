// The table of methods of one RPC service: each name bound once to the function that handles it.
#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "platform/rpc/call.h"
#include "platform/rpc/call_times.h"
#include "platform/status/macros.h"

namespace congress::rpc {

// The messages that a caller streams to a handler. Each is checked like any request before the handler sees it.
template <class Request>
class Reader {
 public:
  using Next = absl::FunctionRef<absl::StatusOr<bool>(google::protobuf::Message*)>;
  explicit Reader(Next next) : next_(next) {}
  // The next message; false at the end. Waits for it.
  absl::StatusOr<bool> Read(Request* request) { return next_(request); }

 private:
  Next next_;
};

// What a handler streams to its caller. Each message is redacted and its graded reads recorded before it leaves.
template <class Response>
class Writer {
 public:
  using Send = absl::FunctionRef<absl::Status(google::protobuf::Message*)>;
  explicit Writer(Send send) : send_(send) {}
  // Waits until the caller may have another one. An error means that nobody reads any more.
  absl::Status Write(Response response) { return send_(&response); }

 private:
  Send send_;
};

// One method as the Gate works on it. Which of the functions are set tells its shape.
struct Method {
  using Message = google::protobuf::Message;
  using Next = absl::FunctionRef<absl::StatusOr<bool>(Message*)>;
  using Send = absl::FunctionRef<absl::Status(Message*)>;

  const google::protobuf::MethodDescriptor* descriptor = nullptr;
  std::string name;        // `congress.x.v1.XService/Method`.
  std::string permission;  // Declared in the proto.
  bool early = false;      // Declared in the proto.
  CallTimes times;         // Declared in the proto.
  const Message* request = nullptr;
  const Message* response = nullptr;

  // One request, one answer. Runs again when others changed what it stood on.
  std::function<absl::Status(Call&, const Message&, Message*)> unary;
  // One request, many answers (server streaming). Runs once and changes nothing.
  std::function<absl::Status(Call&, const Message&, Send)> download;
  // Many requests, one answer (client streaming). What comes is received once; the work that stages what follows from
  // it may run again.
  std::function<absl::StatusOr<std::shared_ptr<void>>(Call&, Next)> receive;
  std::function<absl::Status(Call&, void*, Message*)> stage;

  bool streams() const { return !unary; }
};

// All methods of one RPC service. See Bind for how it is filled.
class Methods {
 public:
  // `service`: full name, such as `congress.drafting.v1.OpinionService`.
  explicit Methods(std::string_view service);

  const google::protobuf::ServiceDescriptor* service() const { return service_; }
  const std::map<std::string, Method, std::less<>>& all() const { return methods_; }
  std::map<std::string, Method, std::less<>> Release() && { return std::move(methods_); }
  // FAILED_PRECONDITION when the service is unknown, a method is not bound, is bound to other types than the proto's,
  // has another shape, or declares no permission.
  absl::Status Check() const;

 protected:
  // The entry of a method; faults are told by Check.
  Method& Add(std::string_view name, const google::protobuf::Message& request,
              const google::protobuf::Message& response);

 private:
  const google::protobuf::ServiceDescriptor* service_ = nullptr;
  std::map<std::string, Method, std::less<>> methods_;
  absl::Status fault_;
};

// Binds methods to member functions of `Handlers`, which the table keeps alive:
//
//   rpc::Bind("congress.drafting.v1.OpinionService", std::make_shared<OpinionService>())
//       .On("GetOpinion", &OpinionService::GetOpinion)
template <class Handlers>
class Bind : public Methods {
 public:
  Bind(std::string_view service, std::shared_ptr<Handlers> handlers)
      : Methods(service), handlers_(std::move(handlers)) {}

  // Unary: `absl::StatusOr<Response> F(Call&, const Request&)`.
  template <class Owner, class Request, class Response>
  Bind& On(std::string_view name, absl::StatusOr<Response> (Owner::*handler)(Call&, const Request&) const) {
    return Unary<Request, Response>(name, handler);
  }
  template <class Owner, class Request, class Response>
  Bind& On(std::string_view name, absl::StatusOr<Response> (Owner::*handler)(Call&, const Request&)) {
    return Unary<Request, Response>(name, handler);
  }
  // Download: `absl::Status F(Call&, const Request&, Writer<Response>&)`.
  template <class Owner, class Request, class Response>
  Bind& On(std::string_view name, absl::Status (Owner::*handler)(Call&, const Request&, Writer<Response>&) const) {
    Add(name, Request::default_instance(), Response::default_instance()).download =
        [handlers = handlers_, handler](Call& call, const google::protobuf::Message& request, Method::Send send) {
          Writer<Response> writer(send);
          return ((*handlers).*handler)(call, static_cast<const Request&>(request), writer);
        };
    return *this;
  }
  // Upload: `absl::StatusOr<Received> Receive(Call&, Reader<Request>&)`, and
  // `absl::StatusOr<Response> Stage(Call&, const Received&)`.
  template <class Owner, class Request, class Received, class Response>
  Bind& On(std::string_view name, absl::StatusOr<Received> (Owner::*receive)(Call&, Reader<Request>&) const,
           absl::StatusOr<Response> (Owner::*stage)(Call&, const Received&) const) {
    Method& method = Add(name, Request::default_instance(), Response::default_instance());
    method.receive = [handlers = handlers_, receive](Call& call,
                                                     Method::Next next) -> absl::StatusOr<std::shared_ptr<void>> {
      Reader<Request> reader(next);
      ASSIGN_OR_RETURN(Received received, ((*handlers).*receive)(call, reader));
      return std::static_pointer_cast<void>(std::make_shared<Received>(std::move(received)));
    };
    method.stage = [handlers = handlers_, stage](Call& call, void* received,
                                                 google::protobuf::Message* response) -> absl::Status {
      ASSIGN_OR_RETURN(*static_cast<Response*>(response),
                       ((*handlers).*stage)(call, *static_cast<const Received*>(received)));
      return absl::OkStatus();
    };
    return *this;
  }

 private:
  template <class Request, class Response, class Handler>
  Bind& Unary(std::string_view name, Handler handler) {
    Add(name, Request::default_instance(), Response::default_instance()).unary =
        [handlers = handlers_, handler](Call& call, const google::protobuf::Message& request,
                                        google::protobuf::Message* response) -> absl::Status {
      ASSIGN_OR_RETURN(*static_cast<Response*>(response),
                       ((*handlers).*handler)(call, static_cast<const Request&>(request)));
      return absl::OkStatus();
    };
    return *this;
  }

  std::shared_ptr<Handlers> handlers_;
};

}  // namespace congress::rpc
