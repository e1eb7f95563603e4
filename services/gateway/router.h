// Sends every call of the suite to the service it belongs to.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
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
  // Those of the suite, such as `congress.x.v1.XService/Method`, that are passed on in a manner of their own
  // (MethodRule).
  struct Methods {
    // Of all of them.
    std::map<std::string, rpc::CallTimes, std::less<>> times = {};
    std::set<std::string, std::less<>> waiting = {};
    std::set<std::string, std::less<>> early = {};
    // Those without a bearer token (annotations/v1/open.proto).
    std::set<std::string, std::less<>> open = {};
  };
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
