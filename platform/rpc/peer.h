// Another service of the suite, in this process or behind a channel: nobody who calls it asks which.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "platform/rpc/call_times.h"
#include "platform/rpc/carrier.h"
#include "platform/rpc/incoming_call.h"

namespace grpc {
class Channel;
}

namespace congress::rpc {

class Gate;
class Service;

// Safe for many threads.
class Peer {
 public:
  virtual ~Peer() = default;

  // Calls the unary method `congress.x.v1.XService/Method` and waits for its answer, at the latest until the header's
  // deadline. A peer that does not answer is UNAVAILABLE `PEER_UNAVAILABLE`.
  template <class Response>
  absl::StatusOr<Response> Invoke(std::string_view method, Header header, const google::protobuf::Message& request) {
    Response response;
    header.method = std::string(method);
    if (absl::Status status = Call(header, request, &response); !status.ok()) return status;
    return response;
  }

  // Calls a method that streams its answers and hands each to `take`, on this thread, until the stream ends, `take`
  // refuses one, or `stop` is requested, which is CANCELLED. Returns how it ended; UNAVAILABLE `PEER_UNAVAILABLE` when
  // nothing came for the header's `silence`.
  template <class Response>
  absl::Status Follow(std::string_view method, Header header, const google::protobuf::Message& request,
                      const std::stop_token& stop, absl::FunctionRef<absl::Status(Response&)> take) {
    Response response;
    return Follow(method, std::move(header), request, &response, stop,
                  [&](google::protobuf::Message& message) { return take(static_cast<Response&>(message)); });
  }
  // The same for a type that is known by its descriptor alone; fills `response` again for each answer.
  absl::Status Follow(std::string_view method, Header header, const google::protobuf::Message& request,
                      google::protobuf::Message* response, const std::stop_token& stop,
                      absl::FunctionRef<absl::Status(google::protobuf::Message&)> take) {
    header.method = std::string(method);
    return Stream(header, request, response, stop, take);
  }

  // How a call is passed on.
  struct Manner {
    // Of a method that waits (MethodRule.waits), the Gate of this process, whose stop ends the call and which outlives
    // it; null for one that works.
    Gate* waits_at = nullptr;
    // Whether the method is answered also by who is not ready (MethodRule.early).
    bool early = false;
    CallTimes times = {};
  };
  // Answers a call that came from outside there, streams included; null when the peer has no such method.
  virtual std::unique_ptr<Answerer> Answer(IncomingCall& call, Manner manner) = 0;

 private:
  virtual absl::Status Call(const Header& header, const google::protobuf::Message& request,
                            google::protobuf::Message* response) = 0;
  virtual absl::Status Stream(const Header& header, const google::protobuf::Message& request,
                              google::protobuf::Message* response, const std::stop_token& stop,
                              absl::FunctionRef<absl::Status(google::protobuf::Message&)> take) = 0;
};

// A service of this process. Calls of handlers run on the thread of who makes them, in the place that they hold.
std::unique_ptr<Peer> DirectPeer(Service& service);

// A service behind a channel, which each call asks for. `name`: as errors call it. `early`: the channel for methods
// that are answered also by who is not ready.
using ChannelSource = std::function<std::shared_ptr<grpc::Channel>()>;
std::unique_ptr<Peer> ChannelPeer(std::string name, ChannelSource channel, ChannelSource early);
std::unique_ptr<Peer> ChannelPeer(std::string name, std::shared_ptr<grpc::Channel> channel);

}  // namespace congress::rpc
