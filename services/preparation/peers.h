// The four services as the preparation calls them.
#pragma once

#include <memory>

#include "grpcpp/channel.h"
#include "platform/server/host.h"

namespace congress::preparation {

struct Peers {
  explicit Peers(server::Host& host)
      : allocation(host.Peer("allocation")),
        dossiers(host.Peer("dossiers")),
        drafting(host.Peer("drafting")),
        scheduling(host.Peer("scheduling")) {}

  std::shared_ptr<grpc::Channel> allocation;
  std::shared_ptr<grpc::Channel> dossiers;
  std::shared_ptr<grpc::Channel> drafting;
  std::shared_ptr<grpc::Channel> scheduling;
};

}  // namespace congress::preparation
