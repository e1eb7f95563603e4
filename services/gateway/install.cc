#include "services/gateway/install.h"

#include "congress/annotations/v1/open.pb.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/descriptor.pb.h"
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
  google::protobuf::FileDescriptorSet files;
  const std::string_view bytes = DescriptorBytes();
  files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  Router::Methods methods;
  for (const auto& file : files.file()) {
    for (const auto& service : file.service()) {
      for (const auto& method : service.method()) {
        const annotations::v1::MethodRule& rule = method.options().GetExtension(annotations::v1::method);
        methods[StrCat(file.package(), ".", service.name(), "/", method.name())] = {
            .times = rpc::CallTimes::Of(method.options()),
            .waits = rule.waits(),
            .early = rule.early(),
            .open = method.options().GetExtension(annotations::v1::open)};
      }
    }
  }
  return methods;
}

const rpc::RestPaths& RestOfSuite() {
  static const auto& paths = *new rpc::RestPaths([] {
    google::protobuf::FileDescriptorSet files;
    const std::string_view bytes = DescriptorBytes();
    files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    std::vector<const google::protobuf::ServiceDescriptor*> services;
    for (const auto& file : files.file()) {
      for (const auto& service : file.service()) {
        services.push_back(Descriptors().FindServiceByName(StrCat(file.package(), ".", service.name())));
      }
    }
    std::erase(services, nullptr);
    // That each is of use is tested.
    return rpc::RestPaths::Of(services).value_or(rpc::RestPaths());
  }());
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
