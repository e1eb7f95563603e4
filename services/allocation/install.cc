// The table of methods of the service.
#include "services/allocation/install.h"

#include <memory>

#include "platform/access/access_service.h"
#include "services/allocation/allocation_service.h"
#include "services/allocation/apportionment_service.h"
#include "services/allocation/credential_service.h"
#include "services/allocation/delegate_service.h"
#include "services/allocation/delegates.h"
#include "services/allocation/delegation_service.h"
#include "services/allocation/lots.h"
#include "services/allocation/organisation_service.h"
#include "services/allocation/rule_set_service.h"

namespace congress::allocation {
namespace {

void Install(server::Host& host) {
  host.Index({&kDrawnLots});
  host.Seal({&kDelegates});
  // Whose rights reach where the tree says.
  host.Serve(access::AccessMethods());
  host.Serve(access::TokenRevocationMethods());
  host.Serve(
      rpc::Bind("congress.allocation.v1.OrganisationService", std::make_shared<OrganisationService>(host.operations()))
          .On("GetOrganisation", &OrganisationService::GetOrganisation)
          .On("ListOrganisations", &OrganisationService::ListOrganisations)
          .On("ImportOrganisations", &OrganisationService::ImportOrganisations)
          .On("StartOrganisationImport", &OrganisationService::StartOrganisationImport)
          .On("GetOrganisationImport", &OrganisationService::GetOrganisationImport)
          .On("ListOrganisationImports", &OrganisationService::ListOrganisationImports)
          .On("UndoOrganisationImport", &OrganisationService::UndoOrganisationImport)
          .On("MergeDuplicateOrganisations", &OrganisationService::MergeDuplicateOrganisations)
          .On("CheckLineage", &OrganisationService::CheckLineage));
  host.Serve(rpc::Bind("congress.allocation.v1.RuleSetService", std::make_shared<RuleSetService>())
                 .On("CreateRuleSet", &RuleSetService::CreateRuleSet)
                 .On("GetRuleSet", &RuleSetService::GetRuleSet)
                 .On("ListRuleSets", &RuleSetService::ListRuleSets));
  host.Serve(rpc::Bind("congress.allocation.v1.AllocationService",
                       std::make_shared<AllocationService>(host.gate(), host.Peer("drafting"), host.layout()))
                 .On("CreateAllocationPlan", &AllocationService::CreateAllocationPlan)
                 .On("GetAllocationPlan", &AllocationService::GetAllocationPlan)
                 .On("ListAllocationPlans", &AllocationService::ListAllocationPlans)
                 .On("RecomputeAllocationPlan", &AllocationService::RecomputeAllocationPlan)
                 .On("SubmitAllocationPlan", &AllocationService::SubmitAllocationPlan)
                 .On("ApproveAllocationPlan", &AllocationService::ApproveAllocationPlan)
                 .On("IssueAllocationPlan", &AllocationService::IssueAllocationPlan)
                 .On("SupersedeAllocationPlan", &AllocationService::SupersedeAllocationPlan)
                 .On("ExplainUnit", &AllocationService::ExplainUnit)
                 .On("GetFairness", &AllocationService::GetFairness)
                 .On("CompareAllocationPlans", &AllocationService::CompareAllocationPlans)
                 .On("ExportAllocationPlan", &AllocationService::ExportAllocationPlan)
                 .On("GetAllocationReadiness", &AllocationService::GetAllocationReadiness));
  host.Serve(rpc::Bind("congress.allocation.v1.ApportionmentService", std::make_shared<ApportionmentService>())
                 .On("ComputeApportionment", &ApportionmentService::ComputeApportionment)
                 .On("ComputeBiproportionalApportionment", &ApportionmentService::ComputeBiproportionalApportionment)
                 .On("VerifyAllocation", &ApportionmentService::VerifyAllocation)
                 .On("GetLot", &ApportionmentService::GetLot)
                 .On("ListLots", &ApportionmentService::ListLots)
                 .On("ContinueLots", &ApportionmentService::ContinueLots));
  host.Serve(rpc::Bind("congress.allocation.v1.DelegateService", std::make_shared<DelegateService>(host.layout()))
                 .On("CreateDelegate", &DelegateService::CreateDelegate)
                 .On("BatchCreateDelegates", &DelegateService::BatchCreateDelegates)
                 .On("ImportDelegates", &DelegateService::ImportDelegates)
                 .On("GetDelegate", &DelegateService::GetDelegate)
                 .On("ListDelegates", &DelegateService::ListDelegates)
                 .On("ExportDelegates", &DelegateService::ExportDelegates)
                 .On("UpdateDelegate", &DelegateService::UpdateDelegate)
                 .On("DeleteDelegate", &DelegateService::DeleteDelegate));
  host.Serve(rpc::Bind("congress.allocation.v1.DelegationService", std::make_shared<DelegationService>())
                 .On("ReplaceDelegate", &DelegationService::ReplaceDelegate)
                 .On("WithdrawDelegate", &DelegationService::WithdrawDelegate)
                 .On("ConveneDelegates", &DelegationService::ConveneDelegates)
                 .On("RecordAttendance", &DelegationService::RecordAttendance));
  host.Serve(rpc::Bind("congress.allocation.v1.CredentialService", std::make_shared<CredentialService>())
                 .On("GetCredentialReport", &CredentialService::GetCredentialReport)
                 .On("GetDelegateStatistics", &CredentialService::GetDelegateStatistics)
                 .On("GetMajorityBase", &CredentialService::GetMajorityBase));
}

}  // namespace

server::Service Service() { return {.name = "allocation", .install = Install, .steps = {store::SealingStep(3)}}; }

}  // namespace congress::allocation
