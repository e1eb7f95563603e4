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
  // `waiting`: the methods that wait (MethodRule.waits), such as `congress.x.v1.XService/Method`. `gate`: of the
  // gateway's process, whose stop ends their calls; outlives the router.
  Router(Peers peers, std::set<std::string, std::less<>> waiting, rpc::Gate& gate)
      : peers_(std::move(peers)), waiting_(std::move(waiting)), gate_(&gate) {}

  std::unique_ptr<rpc::Answerer> operator()(rpc::IncomingCall& call) const;

 private:
  Peers peers_;
  std::set<std::string, std::less<>> waiting_;
  rpc::Gate* gate_;
};

}  // namespace congress::gateway
