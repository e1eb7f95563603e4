#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/demo/steps.h"
#include "congress/dossiers/v1/personnel_plan_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_process_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_rule_service.grpc.pb.h"
#include "congress/dossiers/v1/position_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using dossiers::v1::PersonnelPlan;
using dossiers::v1::PersonnelPlanService;
using dossiers::v1::PersonnelProcessService;
using dossiers::v1::PersonnelRuleService;
using dossiers::v1::PositionService;

absl::Status LayDown(Work& work) {
  const auto rules = PersonnelRuleService::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(work.preparer
                      .Change("personnel-rules", *rules, &PersonnelRuleService::StubInterface::CreatePersonnelRuleSet,
                              work.personnel().rule_set())
                      .status());
  const auto templates = PersonnelProcessService::NewStub(work.preparer.channel());
  for (const auto& request : work.input.process_templates) {
    RETURN_IF_ERROR(work.preparer
                        .Change(StrCat("process-template/", request.process_template_id()), *templates,
                                &PersonnelProcessService::StubInterface::CreateProcessTemplate, request)
                        .status());
  }
  const auto positions = PositionService::NewStub(work.preparer.channel());
  auto request = work.personnel().scheme().positions();
  request.set_parent(work.congress());
  return work.preparer
      .Change("scheme/positions", *positions, &PositionService::StubInterface::BatchCreatePositionSlots, request)
      .status();
}

// Everyone who is asked agrees; another person enters it than who built the scheme.
absl::StatusOr<PersonnelPlan> Appraise(Work& work, const PersonnelPlan& plan) {
  const auto stub = PersonnelPlanService::NewStub(work.approver.channel());
  dossiers::v1::BatchRecordPlanAppraisalsRequest request;
  request.set_parent(work.congress());
  for (const std::string& appraiser : plan.appraisers()) {
    auto& one = *request.add_requests();
    one.set_name(plan.name());
    *one.mutable_appraisal() = work.personnel().scheme().appraisal();
    one.mutable_appraisal()->set_appraiser(appraiser);
  }
  ASSIGN_OR_RETURN(const auto appraised,
                   work.approver.Change("scheme/appraisals", *stub,
                                        &PersonnelPlanService::StubInterface::BatchRecordPlanAppraisals, request));
  return appraised.personnel_plans(appraised.personnel_plans_size() - 1);
}

}  // namespace

absl::Status ApproveScheme(Work& work) {
  RETURN_IF_ERROR(LayDown(work));
  const Scheme& scheme = work.personnel().scheme();
  const auto stub = PersonnelPlanService::NewStub(work.preparer.channel());
  auto create = scheme.plan();
  create.set_parent(work.congress());
  for (const auto& position : scheme.positions().position_slots()) {
    create.mutable_personnel_plan()->add_parts()->set_position(
        StrCat(work.congress(), "/positions/", position.position_slot_id()));
  }
  ASSIGN_OR_RETURN(
      const PersonnelPlan built,
      work.preparer.Change("scheme", *stub, &PersonnelPlanService::StubInterface::CreatePersonnelPlan, create));
  dossiers::v1::SubmitPersonnelPlanRequest submit;
  submit.set_name(built.name());
  RETURN_IF_ERROR(
      work.preparer.Change("scheme/submit", *stub, &PersonnelPlanService::StubInterface::SubmitPersonnelPlan, submit)
          .status());
  ASSIGN_OR_RETURN(const PersonnelPlan appraised, Appraise(work, built));
  dossiers::v1::ExportPersonnelPlanRequest paper;
  paper.set_name(built.name());
  paper.set_paper_format(paper::v1::DOCX);
  ASSIGN_OR_RETURN(const std::string file,
                   work.preparer.AskForPaper(*stub, &PersonnelPlanService::StubInterface::ExportPersonnelPlan, paper));
  RETURN_IF_ERROR(work.output.Write("personnel-scheme.docx", file));
  work.progress.Say(absl::StrFormat("8. %s: %s; appraised on %s by %s: personnel-scheme.docx", appraised.display_name(),
                                    absl::StrJoin(scheme.positions().position_slots(), ", ",
                                                  [](std::string* out, const auto& slot) {
                                                    absl::StrAppendFormat(out, "%s %d",
                                                                          slot.position_slot().display_name(),
                                                                          slot.position_slot().norm());
                                                  }),
                                    civil::Format(civil::FromDate(scheme.appraisal().basis().decision_date())),
                                    absl::StrJoin(appraised.appraisers(), ", ")));
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
