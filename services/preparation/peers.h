// The four services as the preparation calls them.
#pragma once

#include "absl/time/time.h"
#include "platform/rpc/peer.h"
#include "platform/server/host.h"

namespace congress::preparation {

// How long a service is waited for of which the answer is a part: a second is left of the 3 s that the board promises.
inline constexpr absl::Duration kPatience = absl::Seconds(2);
// For who is asked after another.
inline constexpr absl::Duration kSecondPatience = absl::Milliseconds(2700);

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
