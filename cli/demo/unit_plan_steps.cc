#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_join.h"
#include "cli/demo/steps.h"
#include "congress/dossiers/v1/personnel_plan_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_rule_service.grpc.pb.h"
#include "congress/dossiers/v1/position_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using allocation::v1::AllocationLine;
using dossiers::v1::PersonnelPlan;
using dossiers::v1::PersonnelPlanService;
using dossiers::v1::PersonnelRuleService;
using dossiers::v1::PositionService;
using Lines = std::vector<const AllocationLine*>;

// `unit-16681-bi-thu`: ids begin with the unit's, as they must where a unit makes them itself.
std::string IdOf(const AllocationLine& line, std::string_view end) {
  return StrCat(line.organisation().substr(line.organisation().find('/') + 1), "-", end);
}
std::string PositionName(const Work& work, const AllocationLine& line, const UnitPost& post) {
  return StrCat(work.congress(), "/positions/", IdOf(line, post.id()));
}

// The service counts in the tree of how many units each was made.
absl::Status TellNorms(Work& work, const Lines& lines) {
  const auto stub = PersonnelRuleService::NewStub(work.preparer.channel());
  std::map<int, int> units;
  for (const AllocationLine* line : lines) {
    dossiers::v1::GetPositionNormsRequest request;
    request.set_name(line->organisation());
    request.set_position_kind(work.personnel().unit_plans().committee_kind());
    ASSIGN_OR_RETURN(const auto told,
                     work.preparer.Ask(*stub, &PersonnelRuleService::StubInterface::GetPositionNorms, request));
    for (const auto& norm : told.norms()) ++units[norm.maximum()];
  }
  const bool vi = LanguageOfUser() == status::Language::kVietnamese;
  const std::string told = absl::StrJoin(units, ", ", [&](std::string* out, const auto& count) {
    absl::StrAppend(out, count.second, vi ? " có nhiều nhất " : " with at most ", count.first,
                    vi ? " ủy viên" : " members");
  });
  work.progress.Tell("   Committees of units by the rules: %s", "   Số ủy viên cấp ủy theo quy định: %s", told);
  return absl::OkStatus();
}

// The persons for each post of a unit; a post for which there is nobody is left out.
std::vector<std::pair<const UnitPost*, std::vector<std::string>>> PostsOf(const Work& work,
                                                                          const AllocationLine& line) {
  std::vector<std::pair<const UnitPost*, std::vector<std::string>>> posts;
  auto seat = work.accepted.begin();
  for (const UnitPost& post : work.personnel().unit_plans().posts()) {
    std::vector<std::string> people;
    for (; seat != work.accepted.end() && static_cast<int>(people.size()) < post.most(); ++seat) {
      if (seat->organisation == line.organisation()) people.push_back(seat->person());
    }
    if (!people.empty()) posts.emplace_back(&post, std::move(people));
  }
  return posts;
}

absl::Status MakePositions(Work& work, const Lines& lines) {
  dossiers::v1::BatchCreatePositionSlotsRequest request;
  request.set_parent(work.congress());
  for (const AllocationLine* line : lines) {
    for (const auto& [post, people] : PostsOf(work, *line)) {
      auto& entry = *request.add_position_slots();
      entry.set_position_slot_id(IdOf(*line, post->id()));
      auto& slot = *entry.mutable_position_slot();
      slot.set_organisation(line->organisation());
      slot.set_display_name(StrCat(post->title(), " ", line->display_name()));
      slot.set_norm(static_cast<int>(people.size()));
      slot.set_position_kind(post->position_kind());
      slot.set_dossier_purpose(work.province().dossiers().purpose());
    }
  }
  const auto stub = PositionService::NewStub(work.preparer.channel());
  return work.preparer
      .Change("unit-plans/positions", *stub, &PositionService::StubInterface::BatchCreatePositionSlots, request)
      .status();
}

absl::StatusOr<std::vector<PersonnelPlan>> BuildPlans(Work& work, PersonnelPlanService::Stub& stub,
                                                      const Lines& lines) {
  const UnitPlans& story = work.personnel().unit_plans();
  dossiers::v1::BatchCreatePersonnelPlansRequest request;
  request.set_parent(work.congress());
  for (const AllocationLine* line : lines) {
    auto& entry = *request.add_personnel_plans();
    entry.set_personnel_plan_id(IdOf(*line, "de-an"));
    PersonnelPlan& plan = *entry.mutable_personnel_plan();
    plan.set_organisation(line->organisation());
    plan.set_display_name(StrCat(story.title(), " ", line->display_name()));
    plan.set_legal_basis(story.legal_basis());
    for (const auto& appraisal : story.appraisals()) plan.add_appraisers(appraisal.appraiser());
    for (const auto& [post, people] : PostsOf(work, *line)) {
      auto& part = *plan.add_parts();
      part.set_position(PositionName(work, *line, *post));
      for (const std::string& person : people) part.add_entries()->set_person(person);
    }
  }
  ASSIGN_OR_RETURN(const auto built,
                   work.preparer.Change("unit-plans", stub,
                                        &PersonnelPlanService::StubInterface::BatchCreatePersonnelPlans, request));
  return std::vector<PersonnelPlan>(built.personnel_plans().begin(), built.personnel_plans().end());
}

absl::Status Appraise(Work& work, const std::vector<PersonnelPlan>& plans) {
  dossiers::v1::BatchRecordPlanAppraisalsRequest request;
  request.set_parent(work.congress());
  const auto stub = PersonnelPlanService::NewStub(work.approver.channel());
  int number = 0;
  for (const auto& appraisal : work.personnel().unit_plans().appraisals()) {
    request.clear_requests();
    for (const PersonnelPlan& plan : plans) {
      auto& one = *request.add_requests();
      one.set_name(plan.name());
      *one.mutable_appraisal() = appraisal;
    }
    RETURN_IF_ERROR(work.approver
                        .Change(StrCat("unit-plans/appraisals/", ++number), *stub,
                                &PersonnelPlanService::StubInterface::BatchRecordPlanAppraisals, request)
                        .status());
  }
  return absl::OkStatus();
}

// One call, by another person than who built the plans; each becomes an act with a number.
absl::StatusOr<dossiers::v1::BatchDecidePersonnelPlansResponse> Decide(Work& work,
                                                                       const std::vector<PersonnelPlan>& plans) {
  const auto stub = PersonnelPlanService::NewStub(work.approver.channel());
  dossiers::v1::BatchDecidePersonnelPlansRequest request;
  request.set_parent(work.congress());
  for (const PersonnelPlan& plan : plans) request.add_plans()->set_name(plan.name());
  request.set_number_series(StrCat("numberSeries/", work.province().number_series().number_series_id()));
  *request.mutable_document_date() = civil::ToDate(work.begun());
  const auto& form = work.province().decision().form();
  request.mutable_form()->set_place(form.place());
  request.mutable_form()->set_signer_authority(work.personnel().unit_plans().signer_authority());
  request.mutable_form()->set_signer_title(form.signer_title());
  *request.mutable_form()->mutable_recipients() = form.recipients();
  ASSIGN_OR_RETURN(const auto deciding,
                   work.approver.Change("unit-plans/decide", *stub,
                                        &PersonnelPlanService::StubInterface::BatchDecidePersonnelPlans, request));
  ASSIGN_OR_RETURN(const auto made, work.approver.Await(deciding.name(), [&](const operations::v1::Operation& now) {
    work.progress.Count("8. Plans decided", static_cast<size_t>(now.progress().done()),
                        static_cast<size_t>(now.progress().total()));
  }));
  dossiers::v1::BatchDecidePersonnelPlansResponse decided;
  if (!made.UnpackTo(&decided)) return absl::InternalError(StrCat(deciding.name(), " made something else"));
  return decided;
}

absl::Status WriteTable(Work& work, PersonnelPlanService::Stub& stub) {
  std::string table = csv::Line({"plan", "organisation", "organisation_name", "state", "decision_number",
                                 "decision_date", "positions", "persons", "filled"});
  dossiers::v1::ListPersonnelPlansRequest request;
  request.set_parent(work.congress());
  RETURN_IF_ERROR(work.preparer.AskAll(
      stub, &PersonnelPlanService::StubInterface::ListPersonnelPlans, request,
      [&](const dossiers::v1::ListPersonnelPlansResponse& page) {
        for (const PersonnelPlan& plan : page.personnel_plans()) {
          int persons = 0;
          int filled = 0;
          for (const auto& part : plan.parts()) {
            persons += part.entries_size();
            filled += static_cast<int>(std::count_if(part.entries().begin(), part.entries().end(),
                                                     [](const auto& entry) { return !entry.tenure().empty(); }));
          }
          table +=
              csv::Line({plan.name(), plan.organisation(), work.NameOf(plan.organisation()),
                         PersonnelPlan::State_Name(plan.state()), plan.decision().decision_number(),
                         plan.has_decision() ? civil::Format(civil::FromDate(plan.decision().decision_date())) : "",
                         StrCat(plan.parts_size()), StrCat(persons), StrCat(filled)});
        }
      }));
  return work.output.Write("personnel-plans.csv", table);
}

}  // namespace

absl::Status DecideUnitPlans(Work& work) {
  const Lines lines = work.LinesOf(work.personnel().unit_plans().kinds());
  RETURN_IF_ERROR(TellNorms(work, lines));
  RETURN_IF_ERROR(MakePositions(work, lines));
  const auto stub = PersonnelPlanService::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const std::vector<PersonnelPlan> plans, BuildPlans(work, *stub, lines));
  for (const PersonnelPlan& plan : plans) {
    dossiers::v1::SubmitPersonnelPlanRequest submit;
    submit.set_name(plan.name());
    RETURN_IF_ERROR(work.preparer
                        .Change(StrCat("unit-plans/submit/", plan.name()), *stub,
                                &PersonnelPlanService::StubInterface::SubmitPersonnelPlan, submit)
                        .status());
  }
  RETURN_IF_ERROR(Appraise(work, plans));
  ASSIGN_OR_RETURN(const auto decided, Decide(work, plans));
  RETURN_IF_ERROR(WriteTable(work, *stub));
  const auto acts = std::count_if(decided.outcomes().begin(), decided.outcomes().end(),
                                  [](const auto& outcome) { return !outcome.decision_number().empty(); });
  work.progress.Tell(
      "   %d personnel plans of units decided in one call, %s to %s: personnel-plans.csv",
      "   %d phương án nhân sự của các đơn vị được quyết định một lần, từ %s đến %s: personnel-plans.csv", acts,
      acts == 0 ? "" : decided.outcomes().begin()->decision_number(),
      acts == 0 ? "" : decided.outcomes().rbegin()->decision_number());
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
