#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/demo/steps.h"
#include "congress/dossiers/v1/eligibility_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_plan_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_process_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_rule_service.grpc.pb.h"
#include "congress/dossiers/v1/position_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using dossiers::v1::EligibilityService;
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

// Who of those with a dossier meets the rules, as of the day that is judged.
absl::StatusOr<dossiers::v1::EligibilitySums> JudgeEligibility(Work& work) {
  const auto stub = EligibilityService::NewStub(work.preparer.channel());
  dossiers::v1::ListEligibilityRequest request;
  request.set_parent(work.congress());
  *request.mutable_as_of() = civil::ToDate(work.judged());
  request.set_page_size(1);
  ASSIGN_OR_RETURN(const auto listed,
                   work.preparer.Ask(*stub, &EligibilityService::StubInterface::ListEligibility, request));
  return listed.sums();
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

// The bodies with their numbers, and what was said of the scheme.
absl::Status WriteTable(Work& work, PersonnelPlanService::Stub& stub, const PersonnelPlan& scheme) {
  dossiers::v1::GetPersonnelPlanRequest get;
  get.set_name(scheme.name());
  ASSIGN_OR_RETURN(const PersonnelPlan plan,
                   work.preparer.Ask(stub, &PersonnelPlanService::StubInterface::GetPersonnelPlan, get));
  const std::string said = absl::StrJoin(plan.appraisals(), "; ", [](std::string* out, const auto& appraisal) {
    absl::StrAppend(out, appraisal.appraiser(), ": ", dossiers::v1::Appraisal::Opinion_Name(appraisal.opinion()), " ",
                    appraisal.basis().decision_number());
  });
  std::string table = csv::Line({"scheme", "state", "position", "title", "norm", "appraisals"});
  for (const auto& entry : work.personnel().scheme().positions().position_slots()) {
    table += csv::Line({plan.display_name(), PersonnelPlan::State_Name(plan.state()),
                        StrCat(work.congress(), "/positions/", entry.position_slot_id()),
                        entry.position_slot().display_name(), StrCat(entry.position_slot().norm()), said});
  }
  return work.output.Write("personnel-scheme.csv", table);
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
  RETURN_IF_ERROR(WriteTable(work, *stub, appraised));
  const std::string places =
      absl::StrJoin(scheme.positions().position_slots(), ", ", [](std::string* out, const auto& slot) {
        absl::StrAppendFormat(out, "%s %d", slot.position_slot().display_name(), slot.position_slot().norm());
      });
  work.progress.Tell("8. %s: %s; appraised on %s by %s: personnel-scheme.csv",
                     "8. %s: %s; thẩm định ngày %s, bởi %s: personnel-scheme.csv", appraised.display_name(), places,
                     DayTold(scheme.appraisal().basis().decision_date()), absl::StrJoin(appraised.appraisers(), ", "));
  ASSIGN_OR_RETURN(const auto judged, JudgeEligibility(work));
  work.progress.Tell("   %d dossiers judged by the rules as of %s: %d meet them, %d do not, of %d it is not known",
                     "   %d hồ sơ xét theo tiêu chuẩn tính đến %s: %d đủ, %d không đủ, %d chưa rõ",
                     judged.dossier_count(), DayTold(work.judged()), judged.met_count(), judged.unmet_count(),
                     judged.unknown_count());
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
