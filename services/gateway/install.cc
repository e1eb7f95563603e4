#include "services/gateway/install.h"

#include "services/gateway/audit_door.h"
#include "services/gateway/proxy.h"
#include "services/gateway/reflection.h"
#include "services/preparation/install.h"

namespace congress::gateway {

server::Service Service() {
  return {"gateway", [](server::Host& host) {
            std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
            for (const char* name : {"allocation", "dossiers", "drafting", "scheduling"}) {
              channels[name] = host.Peer(name);
            }
            host.Serve(std::make_unique<AuditDoor>(host.gate(), channels),
                       *google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
                           "congress.audit.v1.AuditService"));
            host.ServeRest(std::make_unique<Proxy>(std::move(channels)));
            if (host.reflection()) {
              host.ServeOpen(std::make_unique<ReflectionV1>());
              host.ServeOpen(std::make_unique<ReflectionV1Alpha>());
            }
            preparation::Service().install(host);
          }};
}

}  // namespace congress::gateway
