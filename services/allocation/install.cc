#include "services/allocation/install.h"

#include "services/allocation/allocation_service.h"
#include "services/allocation/apportionment_service.h"
#include "services/allocation/credential_service.h"
#include "services/allocation/delegate_service.h"
#include "services/allocation/delegation_service.h"
#include "services/allocation/organisation_service.h"
#include "services/allocation/rule_set_service.h"

namespace congress::allocation {
namespace {

// The RPC service of the file that also holds the request.
template <class Request>
const google::protobuf::ServiceDescriptor& ServiceOf() {
  return *Request::descriptor()->file()->service(0);
}

void Install(server::Host& host) {
  host.Serve(std::make_unique<OrganisationService>(host.gate()), ServiceOf<v1::GetOrganisationRequest>());
  host.Serve(std::make_unique<RuleSetService>(host.gate()), ServiceOf<v1::GetRuleSetRequest>());
  host.Serve(std::make_unique<AllocationService>(host.gate(), host.Peer("drafting")),
             ServiceOf<v1::GetAllocationPlanRequest>());
  host.Serve(std::make_unique<ApportionmentService>(host.gate()), ServiceOf<v1::GetLotRequest>());
  host.Serve(std::make_unique<DelegateService>(host.gate()), ServiceOf<v1::GetDelegateRequest>());
  host.Serve(std::make_unique<DelegationService>(host.gate()), ServiceOf<v1::ReplaceDelegateRequest>());
  host.Serve(std::make_unique<CredentialService>(host.gate()), ServiceOf<v1::GetMajorityBaseRequest>());
}

}  // namespace

server::Service Service() { return {"allocation", Install}; }

}  // namespace congress::allocation
