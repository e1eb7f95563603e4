// The four services as the preparation calls them.
#pragma once

#include "platform/rpc/peer.h"
#include "platform/server/host.h"

namespace congress::preparation {

struct Peers {
  explicit Peers(server::Host& host)
      : allocation(host.Peer("allocation")),
        dossiers(host.Peer("dossiers")),
        drafting(host.Peer("drafting")),
        scheduling(host.Peer("scheduling")) {}

  rpc::Peer& allocation;
  rpc::Peer& dossiers;
  rpc::Peer& drafting;
  rpc::Peer& scheduling;
};

}  // namespace congress::preparation
