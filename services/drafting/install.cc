#include "services/drafting/install.h"

#include <memory>

#include "services/drafting/drafting_service.h"
#include "services/drafting/number_register_service.h"
#include "services/drafting/opinion_service.h"

namespace congress::drafting {
namespace {

const google::protobuf::ServiceDescriptor& Descriptor(const google::protobuf::FileDescriptor& file) {
  return *file.service(0);
}

void Install(server::Host& host) {
  host.Serve(std::make_unique<DraftingService>(host.gate()),
             Descriptor(*v1::CreateDocumentRequest::descriptor()->file()));
  host.Serve(std::make_unique<OpinionService>(host.gate()),
             Descriptor(*v1::CreateOpinionRequest::descriptor()->file()));
  host.Serve(std::make_unique<NumberRegisterService>(host.gate()),
             Descriptor(*v1::ReserveNumberRequest::descriptor()->file()));
}

}  // namespace

server::Service Service() { return {.name = "drafting", .install = Install}; }

}  // namespace congress::drafting
