#include "services/gateway/install.h"

#include "congress/annotations/v1/open.pb.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/rpc/known_options.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"
#include "services/gateway/openapi.h"
#include "services/gateway/reflection.h"
#include "services/gateway/router.h"
#include "services/preparation/install.h"

namespace congress::gateway {
namespace {

// By the suite's protos: the gateway does not know the methods of other services otherwise.
Router::Methods MethodsOfSuite() {
  Router::Methods methods;
  for (const auto* service : DescribedServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto options = rpc::KnownOptions(*service->method(i));
      const annotations::v1::MethodRule& rule = options.GetExtension(annotations::v1::method);
      methods[StrCat(service->full_name(), "/", service->method(i)->name())] = {
          .times = rpc::CallTimes::Of(options),
          .waits = rule.waits(),
          .early = rule.early(),
          .open = options.GetExtension(annotations::v1::open)};
    }
  }
  return methods;
}

const rpc::RestPaths& RestOfSuite() {
  // That each is of use is tested.
  static const auto& paths = *new rpc::RestPaths(rpc::RestPaths::Of(DescribedServices()).value_or(rpc::RestPaths()));
  return paths;
}

void Install(server::Host& host) {
  Router::Peers peers;
  for (const char* name : {"allocation", "dossiers", "drafting", "scheduling"}) peers[name] = &host.Peer(name);
  host.ServeRest(Router(std::move(peers), MethodsOfSuite(), host.gate()));
  host.Describe(Descriptors(), host.reflection() ? OpenApi : nullptr, &RestOfSuite());
  if (host.reflection()) host.ServeOpen(Reflect);
  preparation::Service().install(host);
}

}  // namespace

// The log of the process is the preparation's: the gateway itself records nothing.
server::Service Service() { return {.name = "gateway", .audited_as = "preparation", .install = Install}; }

}  // namespace congress::gateway
