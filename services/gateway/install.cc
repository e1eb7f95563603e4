#include "services/gateway/install.h"

#include "services/gateway/reflection.h"
#include "services/gateway/router.h"
#include "services/preparation/install.h"

namespace congress::gateway {
namespace {

void Install(server::Host& host) {
  Router::Peers peers;
  std::vector<std::string> unary;
  for (const char* name : {"allocation", "dossiers", "drafting", "scheduling"}) {
    peers[name] = &host.Peer(name);
    for (std::string& method : peers[name]->UnaryMethods()) unary.push_back(std::move(method));
  }
  host.ServeRest(Router(std::move(peers)), unary);
  if (host.reflection()) {
    host.ServeOpen(std::make_unique<ReflectionV1>());
    host.ServeOpen(std::make_unique<ReflectionV1Alpha>());
  }
  preparation::Service().install(host);
}

}  // namespace

// The log of the process is the preparation's: the gateway itself records nothing.
server::Service Service() { return {.name = "gateway", .audited_as = "preparation", .install = Install}; }

}  // namespace congress::gateway
