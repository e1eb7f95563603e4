// Another service of the suite, in this process or behind a channel: nobody who calls it asks which.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "platform/rpc/carrier.h"
#include "platform/rpc/incoming_call.h"

namespace grpc {
class Channel;
}

namespace congress::rpc {

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

  // Names of the unary methods, where they are known: of a service in this process.
  virtual std::vector<std::string> UnaryMethods() const { return {}; }
  // Answers a call that came from outside there, streams included; null when the peer has no such method.
  virtual std::unique_ptr<Answerer> Answer(IncomingCall& call) = 0;

 private:
  virtual absl::Status Call(const Header& header, const google::protobuf::Message& request,
                            google::protobuf::Message* response) = 0;
};

// A service of this process. Calls of handlers run on the thread of who makes them, in the place that they hold.
std::unique_ptr<Peer> DirectPeer(Service& service);

// A service behind a channel. `name`: as errors call it.
std::unique_ptr<Peer> ChannelPeer(std::string name, std::shared_ptr<grpc::Channel> channel);

}  // namespace congress::rpc
