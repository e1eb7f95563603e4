// The table of methods of the service.
#include "services/dossiers/install.h"

#include <memory>

#include "services/dossiers/alert_service.h"
#include "services/dossiers/curriculum_vitae_service.h"
#include "services/dossiers/dossier_service.h"
#include "services/dossiers/eligibility_service.h"
#include "services/dossiers/erasure_records.h"
#include "services/dossiers/erasure_service.h"
#include "services/dossiers/old_dossiers.h"
#include "services/dossiers/own_cases.h"
#include "services/dossiers/package_records.h"
#include "services/dossiers/package_service.h"
#include "services/dossiers/paper_files.h"
#include "services/dossiers/person_identity_service.h"
#include "services/dossiers/person_service.h"
#include "services/dossiers/personnel_plan_service.h"
#include "services/dossiers/personnel_process_service.h"
#include "services/dossiers/personnel_rule_service.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/planning_service.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/position_service.h"
#include "services/dossiers/proceedings.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/rule_records.h"
#include "services/dossiers/stage_records.h"
#include "services/dossiers/stage_service.h"
#include "services/dossiers/structure_service.h"
#include "services/dossiers/suspension_service.h"
#include "services/dossiers/verification_service.h"

namespace congress::dossiers {
namespace {

void Install(server::Host& host) {
  // Papers have no index; their files are looked after.
  host.Index({&kPersons, &kDossiers, &kComponents, &kPositionSlots, &kTenures, &kProcesses, &kPlanningEntries,
              &kPersonnelPlans, &kStageEntries},
             {"DossierClaim", "PersonNameEntry", "GradedPapers"});
  host.Seal({&kPersons,          &kPersonChanges, &kPersonFacts,         &kCurricula,        &kDossiers,
             &kComponents,       &kVerifications, &kSuspensions,         &kPositionSlots,    &kTenures,
             &kFreezeExceptions, &kProcesses,     &kStepResults,         &kPlanningEntries,  &kPlanningLists,
             &kPersonnelPlans,   &kStageEntries,  &kSuspectedDuplicates, &kPersonMerges,     &kErasures,
             &kPackages,         &kPackageFiles,  &kPackageBundles,      &kPositionProposals});
  host.Holds(PaperFiles());
  host.Holds(MinutesFiles());
  host.Concerns(ConcernsCaller);
  host.Serve(rpc::Bind("congress.dossiers.v1.PersonService", std::make_shared<PersonService>(host.layout()))
                 .On("CreatePerson", &PersonService::CreatePerson)
                 .On("BatchCreatePersons", &PersonService::BatchCreatePersons)
                 .On("ImportPersons", &PersonService::ImportPersons)
                 .On("GetPerson", &PersonService::GetPerson)
                 .On("ListPersons", &PersonService::ListPersons)
                 .On("ExportPersons", &PersonService::ExportPersons)
                 .On("UpdatePerson", &PersonService::UpdatePerson)
                 .On("RecordPersonFact", &PersonService::RecordPersonFact)
                 .On("CorrectPersonFact", &PersonService::CorrectPersonFact)
                 .On("ListPersonFacts", &PersonService::ListPersonFacts));
  host.Serve(rpc::Bind("congress.dossiers.v1.PersonIdentityService", std::make_shared<PersonIdentityService>())
                 .On("TransferPerson", &PersonIdentityService::TransferPerson)
                 .On("FindPersonByIdentifier", &PersonIdentityService::FindPersonByIdentifier)
                 .On("MergePersons", &PersonIdentityService::MergePersons)
                 .On("SeparatePersons", &PersonIdentityService::SeparatePersons)
                 .On("ListSuspectedDuplicates", &PersonIdentityService::ListSuspectedDuplicates)
                 .On("DismissSuspectedDuplicate", &PersonIdentityService::DismissSuspectedDuplicate));
  host.Serve(
      rpc::Bind("congress.dossiers.v1.CurriculumVitaeService", std::make_shared<CurriculumVitaeService>(host.layout()))
          .On("GetCurriculumVitae", &CurriculumVitaeService::GetCurriculumVitae)
          .On("UpdateCurriculumVitae", &CurriculumVitaeService::UpdateCurriculumVitae)
          .On("ExportCurriculumVitae", &CurriculumVitaeService::ExportCurriculumVitae));
  host.Serve(rpc::Bind("congress.dossiers.v1.DossierService", std::make_shared<DossierService>(host.layout()))
                 .On("CreateChecklistTemplate", &DossierService::CreateChecklistTemplate)
                 .On("GetChecklistTemplate", &DossierService::GetChecklistTemplate)
                 .On("ListChecklistTemplates", &DossierService::ListChecklistTemplates)
                 .On("CreateDossier", &DossierService::CreateDossier)
                 .On("BatchCreateDossiers", &DossierService::BatchCreateDossiers)
                 .On("GetDossier", &DossierService::GetDossier)
                 .On("ListDossiers", &DossierService::ListDossiers)
                 .On("UpdateDossier", &DossierService::UpdateDossier)
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
  host.Serve(rpc::Bind("congress.dossiers.v1.PersonnelRuleService", std::make_shared<PersonnelRuleService>())
                 .On("CreatePersonnelRuleSet", &PersonnelRuleService::CreatePersonnelRuleSet)
                 .On("GetPersonnelRuleSet", &PersonnelRuleService::GetPersonnelRuleSet)
                 .On("ListPersonnelRuleSets", &PersonnelRuleService::ListPersonnelRuleSets)
                 .On("EndPersonnelRuleSet", &PersonnelRuleService::EndPersonnelRuleSet)
                 .On("GetPositionNorms", &PersonnelRuleService::GetPositionNorms)
                 .On("CreateFreezePeriod", &PersonnelRuleService::CreateFreezePeriod)
                 .On("GetFreezePeriod", &PersonnelRuleService::GetFreezePeriod)
                 .On("ListFreezePeriods", &PersonnelRuleService::ListFreezePeriods)
                 .On("LiftFreezePeriod", &PersonnelRuleService::LiftFreezePeriod)
                 .On("CreateFreezeException", &PersonnelRuleService::CreateFreezeException)
                 .On("ListFreezeExceptions", &PersonnelRuleService::ListFreezeExceptions)
                 .On("WithdrawFreezeException", &PersonnelRuleService::WithdrawFreezeException));
  host.Serve(rpc::Bind("congress.dossiers.v1.EligibilityService", std::make_shared<EligibilityService>())
                 .On("CheckEligibility", &EligibilityService::CheckEligibility)
                 .On("ListEligibility", &EligibilityService::ListEligibility));
  host.Serve(rpc::Bind("congress.dossiers.v1.ErasureService",
                       std::make_shared<ErasureService>(host.gate(), host.operations(), host.files()))
                 .On("RequestErasure", &ErasureService::RequestErasure)
                 .On("WithdrawErasure", &ErasureService::WithdrawErasure)
                 .On("ErasePerson", &ErasureService::ErasePerson)
                 .On("GetPersonErasure", &ErasureService::GetPersonErasure)
                 .On("ListPersonErasures", &ErasureService::ListPersonErasures));
  host.Serve(rpc::Bind("congress.dossiers.v1.PackageService",
                       std::make_shared<PackageService>(host.layout(), host.operations(), host.files(), host.signer()))
                 .On("CreatePackage", &PackageService::CreatePackage)
                 .On("GetPackage", &PackageService::GetPackage)
                 .On("ListPackages", &PackageService::ListPackages)
                 .On("DownloadPackage", &PackageService::DownloadPackage)
                 .On("SendPackage", &PackageService::SendPackage)
                 .On("ReceivePackage", &PackageService::ReceivePackage)
                 .On("ReturnPackage", &PackageService::ReturnPackage)
                 .On("AcceptPackage", &PackageService::AcceptPackage)
                 .On("WithdrawPackage", &PackageService::WithdrawPackage));
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
                 .On("WithdrawPositionSlot", &PositionService::WithdrawPositionSlot)
                 .On("FillPositionSlot", &PositionService::FillPositionSlot)
                 .On("BatchFillPositionSlots", &PositionService::BatchFillPositionSlots)
                 .On("VacatePositionSlot", &PositionService::VacatePositionSlot)
                 .On("CorrectTenure", &PositionService::CorrectTenure)
                 .On("GetTenure", &PositionService::GetTenure)
                 .On("ListTenures", &PositionService::ListTenures));
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
  host.Serve(rpc::Bind("congress.dossiers.v1.PersonnelPlanService",
                       std::make_shared<PersonnelPlanService>(host.Peer("drafting"), host.signer(), host.operations(),
                                                              host.layout()))
                 .On("CreatePersonnelPlan", &PersonnelPlanService::CreatePersonnelPlan)
                 .On("BatchCreatePersonnelPlans", &PersonnelPlanService::BatchCreatePersonnelPlans)
                 .On("GetPersonnelPlan", &PersonnelPlanService::GetPersonnelPlan)
                 .On("ListPersonnelPlans", &PersonnelPlanService::ListPersonnelPlans)
                 .On("UpdatePersonnelPlan", &PersonnelPlanService::UpdatePersonnelPlan)
                 .On("SubmitPersonnelPlan", &PersonnelPlanService::SubmitPersonnelPlan)
                 .On("RecordPlanAppraisal", &PersonnelPlanService::RecordPlanAppraisal)
                 .On("BatchRecordPlanAppraisals", &PersonnelPlanService::BatchRecordPlanAppraisals)
                 .On("ReturnPersonnelPlan", &PersonnelPlanService::ReturnPersonnelPlan)
                 .On("WithdrawPersonnelPlan", &PersonnelPlanService::WithdrawPersonnelPlan)
                 .On("GetPersonnelPlanLacks", &PersonnelPlanService::GetPersonnelPlanLacks)
                 .On("ListPersonnelPlanLacks", &PersonnelPlanService::ListPersonnelPlanLacks)
                 .On("BatchDecidePersonnelPlans", &PersonnelPlanService::BatchDecidePersonnelPlans)
                 .On("RevokePersonnelPlan", &PersonnelPlanService::RevokePersonnelPlan)
                 .On("ExportPersonnelPlan", &PersonnelPlanService::ExportPersonnelPlan));
  host.Serve(rpc::Bind("congress.dossiers.v1.StageService", std::make_shared<StageService>())
                 .On("CreateStageEntry", &StageService::CreateStageEntry)
                 .On("BatchCreateStageEntries", &StageService::BatchCreateStageEntries)
                 .On("ImportStageEntries", &StageService::ImportStageEntries)
                 .On("GetStageEntry", &StageService::GetStageEntry)
                 .On("ListStageEntries", &StageService::ListStageEntries)
                 .On("UpdateStageEntry", &StageService::UpdateStageEntry)
                 .On("AdvanceStageEntry", &StageService::AdvanceStageEntry)
                 .On("WithdrawStageEntry", &StageService::WithdrawStageEntry)
                 .On("GetPersonStages", &StageService::GetPersonStages)
                 .On("ListStageConflicts", &StageService::ListStageConflicts)
                 .On("PreviewStageDecision", &StageService::PreviewStageDecision)
                 .On("DecideArrangement", &StageService::DecideArrangement)
                 .On("GetArrangementSums", &StageService::GetArrangementSums));
  host.Serve(rpc::Bind("congress.dossiers.v1.StructureService", std::make_shared<StructureService>())
                 .On("CountPersonnel", &StructureService::CountPersonnel));
  host.Serve(rpc::Bind("congress.dossiers.v1.AlertService", std::make_shared<AlertService>())
                 .On("ListDossierAlerts", &AlertService::ListDossierAlerts));
}

}  // namespace

server::Service Service() {
  return {.name = "dossiers", .install = Install, .steps = {PapersBecomeResources(), store::SealingStep(4)}};
}

}  // namespace congress::dossiers
