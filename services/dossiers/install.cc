// The table of methods of the service.
#include "services/dossiers/install.h"

#include <memory>

#include "services/dossiers/dossier_service.h"
#include "services/dossiers/paper_files.h"
#include "services/dossiers/person_service.h"
#include "services/dossiers/position_service.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {
namespace {

void Install(server::Host& host) {
  host.Index({&kPersons, &kDossiers, &kPositionSlots}, {"PersonNameEntry"});
  host.Seal({&kPersons, &kPersonChanges, &kDossiers});
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
                 .On("SubmitDossier", &DossierService::SubmitDossier)
                 .On("ReturnDossier", &DossierService::ReturnDossier)
                 .On("AcceptDossier", &DossierService::AcceptDossier)
                 .On("GetDossierCompleteness", &DossierService::GetDossierCompleteness)
                 .On("ListDossierGaps", &DossierService::ListDossierGaps)
                 .On("ExportDossierGaps", &DossierService::ExportDossierGaps)
                 .On("GetDossierReadiness", &DossierService::GetDossierReadiness));
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

server::Service Service() { return {.name = "dossiers", .install = Install, .steps = {store::SealingStep(3)}}; }

}  // namespace congress::dossiers
