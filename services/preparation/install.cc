// The table of methods of the service.
#include "services/preparation/install.h"

#include <memory>

#include "services/preparation/alert_service.h"
#include "services/preparation/joint_work_service.h"
#include "services/preparation/preparation_service.h"

namespace congress::preparation {
namespace {

void Install(server::Host& host) {
  const Peers peers(host);
  const auto worker = std::make_shared<Worker>(host.gate(), host.signer(), host.clock(), peers);
  host.Serve(
      rpc::Bind("congress.preparation.v1.PreparationService", std::make_shared<PreparationService>(peers, worker))
          .On("CreateCongress", &PreparationService::CreateCongress)
          .On("GetCongress", &PreparationService::GetCongress)
          .On("ListCongresses", &PreparationService::ListCongresses)
          .On("UpdateCongress", &PreparationService::UpdateCongress)
          .On("StartPreparation", &PreparationService::StartPreparation)
          .On("GetPreparation", &PreparationService::GetPreparation)
          .On("ResumePreparation", &PreparationService::ResumePreparation)
          .On("GetReadiness", &PreparationService::GetReadiness)
          .On("PreviewMerger", &PreparationService::PreviewMerger)
          .On("GetDelegateStructure", &PreparationService::GetDelegateStructure));
  host.Serve(rpc::Bind("congress.preparation.v1.AlertService", std::make_shared<AlertService>(peers))
                 .On("ListAlerts", &AlertService::ListAlerts)
                 .On("ListInbox", &AlertService::ListInbox));
  host.Serve(rpc::Bind("congress.preparation.v1.JointWorkService",
                       std::make_shared<JointWorkService>(host.operations(), host.signer(), peers))
                 .On("StartMerger", &JointWorkService::StartMerger)
                 .On("StartDelegateReplacement", &JointWorkService::StartDelegateReplacement));
  host.Background([worker](const std::stop_token& stop) { worker->Run(stop); });
}

}  // namespace

server::Service Service() { return {.name = "preparation", .install = Install}; }

}  // namespace congress::preparation
