#include "services/preparation/install.h"

#include "services/preparation/preparation_service.h"

namespace congress::preparation {

server::Service Service() {
  return {"preparation", [](server::Host& host) {
            const Peers peers(host);
            auto worker = std::make_shared<Worker>(host.gate(), host.signer(), host.clock(), peers);
            host.Serve(std::make_unique<PreparationService>(host.gate(), peers, worker),
                       *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
                           "congress.preparation.v1.PreparationService"));
            host.Background([worker](const std::stop_token& stop) { worker->Run(stop); });
          }};
}

}  // namespace congress::preparation
