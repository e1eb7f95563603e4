// The table of methods of the service.
#include "services/dossiers/install.h"

#include <memory>

#include "services/dossiers/dossier_service.h"
#include "services/dossiers/paper_files.h"
#include "services/dossiers/person_service.h"
#include "services/dossiers/personnel_process_service.h"
#include "services/dossiers/planning_service.h"
#include "services/dossiers/position_service.h"
#include "services/dossiers/proceedings.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {
namespace {

void Install(server::Host& host) {
  host.Index({&kPersons, &kDossiers, &kPositionSlots, &kProcesses, &kPlanningEntries}, {"PersonNameEntry"});
  host.Holds(PaperFiles());
  host.Holds(MinutesFiles());
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
  host.Serve(rpc::Bind("congress.dossiers.v1.PersonnelProcessService",
                       std::make_shared<PersonnelProcessService>(host.layout()))
                 .On("CreateProcessTemplate", &PersonnelProcessService::CreateProcessTemplate)
                 .On("GetProcessTemplate", &PersonnelProcessService::GetProcessTemplate)
                 .On("ListProcessTemplates", &PersonnelProcessService::ListProcessTemplates)
                 .On("CreatePersonnelProcess", &PersonnelProcessService::CreatePersonnelProcess)
                 .On("GetPersonnelProcess", &PersonnelProcessService::GetPersonnelProcess)
                 .On("ListPersonnelProcesses", &PersonnelProcessService::ListPersonnelProcesses)
                 .On("UpdatePersonnelProcess", &PersonnelProcessService::UpdatePersonnelProcess)
                 .On("AddProcessCandidate", &PersonnelProcessService::AddProcessCandidate)
                 .On("WithdrawProcessCandidate", &PersonnelProcessService::WithdrawProcessCandidate)
                 .On("ScheduleProcessStep", &PersonnelProcessService::ScheduleProcessStep)
                 .On("RecordStepResult", &PersonnelProcessService::RecordStepResult)
                 .On("CorrectStepResult", &PersonnelProcessService::CorrectStepResult)
                 .On("SettleProcessStep", &PersonnelProcessService::SettleProcessStep)
                 .On("AttachStepMinutes", &PersonnelProcessService::AttachStepMinutes)
                 .On("GetStepResult", &PersonnelProcessService::GetStepResult)
                 .On("ListStepResults", &PersonnelProcessService::ListStepResults)
                 .On("ConcludePersonnelProcess", &PersonnelProcessService::ConcludePersonnelProcess)
                 .On("CancelPersonnelProcess", &PersonnelProcessService::CancelPersonnelProcess)
                 .On("ExportStepResult", &PersonnelProcessService::ExportStepResult));
  host.Serve(rpc::Bind("congress.dossiers.v1.PlanningService", std::make_shared<PlanningService>())
                 .On("CreatePlanningEntry", &PlanningService::CreatePlanningEntry)
                 .On("BatchCreatePlanningEntries", &PlanningService::BatchCreatePlanningEntries)
                 .On("GetPlanningEntry", &PlanningService::GetPlanningEntry)
                 .On("ListPlanningEntries", &PlanningService::ListPlanningEntries)
                 .On("ApprovePlanningEntry", &PlanningService::ApprovePlanningEntry)
                 .On("RemovePlanningEntry", &PlanningService::RemovePlanningEntry));
}

}  // namespace

server::Service Service() { return {.name = "dossiers", .install = Install}; }

}  // namespace congress::dossiers
