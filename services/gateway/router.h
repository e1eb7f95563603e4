// Sends every call of the suite to the service it belongs to.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "platform/rpc/incoming_call.h"
#include "platform/rpc/peer.h"

namespace congress::gateway {

// Unary and streaming methods alike: deadline, cancellation, metadata and error details pass through in both
// directions; nothing is kept. Null for what the gateway's process serves itself and for what nobody serves.
class Router {
 public:
  // By service name; they outlive the router.
  using Peers = std::map<std::string, rpc::Peer*, std::less<>>;
  explicit Router(Peers peers) : peers_(std::move(peers)) {}

  std::unique_ptr<rpc::Answerer> operator()(rpc::IncomingCall& call) const;

 private:
  Peers peers_;
};

}  // namespace congress::gateway
