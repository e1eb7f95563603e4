#include "services/gateway/install.h"

#include <set>

#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"
#include "services/gateway/reflection.h"
#include "services/gateway/router.h"
#include "services/preparation/install.h"

namespace congress::gateway {
namespace {

// The methods of the suite that wait, by their protos: the gateway does not know those of other services otherwise.
std::set<std::string, std::less<>> WaitingMethods() {
  google::protobuf::FileDescriptorSet files;
  const std::string_view bytes = DescriptorBytes();
  files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  std::set<std::string, std::less<>> names;
  for (const auto& file : files.file()) {
    for (const auto& service : file.service()) {
      for (const auto& method : service.method()) {
        if (!method.options().GetExtension(annotations::v1::method).waits()) continue;
        names.insert(StrCat(file.package(), ".", service.name(), "/", method.name()));
      }
    }
  }
  return names;
}

void Install(server::Host& host) {
  Router::Peers peers;
  std::vector<std::string> unary;
  for (const char* name : {"allocation", "dossiers", "drafting", "scheduling"}) {
    peers[name] = &host.Peer(name);
    for (std::string& method : peers[name]->UnaryMethods()) unary.push_back(std::move(method));
  }
  host.ServeRest(Router(std::move(peers), WaitingMethods(), host.gate()), unary);
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
