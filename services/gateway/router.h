// Sends every call of the suite to the service it belongs to.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "platform/rpc/gate.h"
#include "platform/rpc/incoming_call.h"
#include "platform/rpc/peer.h"

namespace congress::gateway {

// Unary and streaming methods alike: deadline, cancellation, metadata and error details pass through in both
// directions; nothing is kept. Null for what the gateway's process serves itself and for what nobody serves.
class Router {
 public:
  // By service name; they outlive the router.
  using Peers = std::map<std::string, rpc::Peer*, std::less<>>;
  // How a method is passed on (MethodRule).
  struct Manner {
    rpc::CallTimes times = rpc::CallTimes::Of(google::protobuf::MethodOptions());
    bool waits = false;
    bool early = false;
    bool open = false;  // Without a bearer token (annotations/v1/open.proto).
  };
  // Those of the suite, such as `congress.x.v1.XService/Method`.
  using Methods = std::map<std::string, Manner, std::less<>>;
  // `gate`: of the gateway's process, whose stop ends the calls that wait; outlives the router.
  Router(Peers peers, Methods methods, rpc::Gate& gate)
      : peers_(std::move(peers)), methods_(std::move(methods)), gate_(&gate) {}

  std::unique_ptr<rpc::Answerer> operator()(rpc::IncomingCall& call) const;

 private:
  Peers peers_;
  Methods methods_;
  rpc::Gate* gate_;
};

}  // namespace congress::gateway
