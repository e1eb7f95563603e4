// The table of methods of the service.
#include "services/dossiers/install.h"

#include <memory>

#include "services/dossiers/dossier_service.h"
#include "services/dossiers/old_dossiers.h"
#include "services/dossiers/paper_files.h"
#include "services/dossiers/person_service.h"
#include "services/dossiers/position_service.h"
#include "services/dossiers/records.h"
#include "services/dossiers/suspension_service.h"
#include "services/dossiers/verification_service.h"

namespace congress::dossiers {
namespace {

void Install(server::Host& host) {
  // Papers have no index; their files are looked after.
  host.Index({&kPersons, &kDossiers, &kComponents, &kPositionSlots}, {"DossierClaim", "PersonNameEntry"});
  host.Holds(PaperFiles());
  host.Serve(rpc::Bind("congress.dossiers.v1.PersonService", std::make_shared<PersonService>())
                 .On("CreatePerson", &PersonService::CreatePerson)
                 .On("BatchCreatePersons", &PersonService::BatchCreatePersons)
                 .On("ImportPersons", &PersonService::ImportPersons)
                 .On("GetPerson", &PersonService::GetPerson)
                 .On("ListPersons", &PersonService::ListPersons)
                 .On("UpdatePerson", &PersonService::UpdatePerson)
                 .On("ListPersonChanges", &PersonService::ListPersonChanges));
  host.Serve(rpc::Bind("congress.dossiers.v1.DossierService", std::make_shared<DossierService>(host.layout()))
                 .On("CreateChecklistTemplate", &DossierService::CreateChecklistTemplate)
                 .On("GetChecklistTemplate", &DossierService::GetChecklistTemplate)
                 .On("ListChecklistTemplates", &DossierService::ListChecklistTemplates)
                 .On("CreateDossier", &DossierService::CreateDossier)
                 .On("BatchCreateDossiers", &DossierService::BatchCreateDossiers)
                 .On("GetDossier", &DossierService::GetDossier)
                 .On("ListDossiers", &DossierService::ListDossiers)
                 .On("AttachComponent", &DossierService::AttachComponent)
                 .On("BatchAttachComponents", &DossierService::BatchAttachComponents)
                 .On("GetComponent", &DossierService::GetComponent)
                 .On("ListComponents", &DossierService::ListComponents)
                 .On("WithdrawComponent", &DossierService::WithdrawComponent)
                 .On("SubmitDossier", &DossierService::SubmitDossier)
                 .On("BeginDossierReview", &DossierService::BeginDossierReview)
                 .On("ReturnDossier", &DossierService::ReturnDossier)
                 .On("AcceptDossier", &DossierService::AcceptDossier)
                 .On("WithdrawDossier", &DossierService::WithdrawDossier)
                 .On("ReopenDossier", &DossierService::ReopenDossier)
                 .On("CloseDossier", &DossierService::CloseDossier)
                 .On("BatchCloseDossiers", &DossierService::BatchCloseDossiers)
                 .On("ExtendDossierRetention", &DossierService::ExtendDossierRetention)
                 .On("GetDossierCompleteness", &DossierService::GetDossierCompleteness)
                 .On("ListDossierGaps", &DossierService::ListDossierGaps)
                 .On("ExportDossierGaps", &DossierService::ExportDossierGaps)
                 .On("GetDossierReadiness", &DossierService::GetDossierReadiness));
  host.Serve(rpc::Bind("congress.dossiers.v1.VerificationService", std::make_shared<VerificationService>())
                 .On("RequestVerification", &VerificationService::RequestVerification)
                 .On("AnswerVerification", &VerificationService::AnswerVerification)
                 .On("CancelVerification", &VerificationService::CancelVerification)
                 .On("GetVerification", &VerificationService::GetVerification)
                 .On("ListVerifications", &VerificationService::ListVerifications));
  host.Serve(rpc::Bind("congress.dossiers.v1.SuspensionService", std::make_shared<SuspensionService>())
                 .On("CreateSuspension", &SuspensionService::CreateSuspension)
                 .On("EndSuspension", &SuspensionService::EndSuspension)
                 .On("GetSuspension", &SuspensionService::GetSuspension)
                 .On("ListSuspensions", &SuspensionService::ListSuspensions));
  host.Serve(rpc::Bind("congress.dossiers.v1.PositionService", std::make_shared<PositionService>())
                 .On("CreatePositionSlot", &PositionService::CreatePositionSlot)
                 .On("BatchCreatePositionSlots", &PositionService::BatchCreatePositionSlots)
                 .On("GetPositionSlot", &PositionService::GetPositionSlot)
                 .On("ListPositionSlots", &PositionService::ListPositionSlots)
                 .On("UpdatePositionSlot", &PositionService::UpdatePositionSlot)
                 .On("ProposePositionSlot", &PositionService::ProposePositionSlot)
                 .On("FillPositionSlot", &PositionService::FillPositionSlot)
                 .On("VacatePositionSlot", &PositionService::VacatePositionSlot));
}

}  // namespace

server::Service Service() { return {.name = "dossiers", .install = Install, .steps = {PapersBecomeResources()}}; }

}  // namespace congress::dossiers
