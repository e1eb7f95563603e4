#include "services/dossiers/eligibility_service.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/completeness.h"
#include "services/dossiers/domain/known_of_person.h"
#include "services/dossiers/domain/lifecycle.h"
#include "services/dossiers/eligibility_sweep.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/planning_service.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

// Whether they are approved on a planning list that a requirement names.
absl::Status AddPlanning(rpc::Call& call, const v1::PersonnelRuleSet& rules, const v1::Person& person,
                         const std::string& position_kind, KnownOfPerson* known) {
  for (const v1::Requirement& requirement : rules.requirements()) {
    if (!requirement.has_planned()) continue;
    ASSIGN_OR_RETURN(const auto entry, PlannedBy(call, person.organisation(), requirement.planned().term(),
                                                 position_kind, person.name()));
    if (!entry.has_value()) continue;
    AddPlanned(call, *entry, known);
    break;
  }
  return absl::OkStatus();
}

// What the papers of the person's dossier show.
absl::Status AddPapers(rpc::Call& call, const std::string& name, const v1::Person& person, absl::CivilDay day,
                       KnownOfPerson* known) {
  ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Read(call, name));
  if (dossier.person() != person.name()) return status::NotFound("Dossier", name);
  ASSIGN_OR_RETURN(const auto checklist, kChecklistTemplates.Load(call, dossier.template_()));
  ASSIGN_OR_RETURN(const Folder folder, FolderOf(call, dossier));
  AddShown(call, checklist, folder, day, known);
  return absl::OkStatus();
}

}  // namespace

void AddPlanned(const rpc::Call& call, const v1::PlanningEntry& entry, KnownOfPerson* known) {
  known->planned = true;
  KnownSource& added = known->sources.emplace_back();
  added.source.set_about(v1::Finding::PLANNING_ENTRY);
  if (call.Holds(kPlanningEntries.read_permission(), entry.organisation())) added.source.set_record(entry.name());
  if (entry.has_basis()) *added.source.mutable_basis() = entry.basis();
}

void AddShown(const rpc::Call& call, const v1::ChecklistTemplate& checklist, const Folder& folder, absl::CivilDay day,
              KnownOfPerson* known) {
  const v1::DossierCompleteness completeness = Judge(checklist, folder, day);
  for (const v1::ItemStanding& item : completeness.items()) {
    if (item.standing() == v1::ItemStanding::VALID) known->shown.insert(item.item_id());
  }
  for (const v1::Component& paper : folder.components) {
    if (paper.state() != v1::Component::LIVE || !known->shown.contains(paper.item_id())) continue;
    if (!MaySee(call, folder.dossier, paper)) continue;
    KnownSource& added = known->sources.emplace_back();
    added.key = paper.item_id();
    added.source.set_about(v1::Finding::COMPONENTS);
    added.source.set_record(paper.name());
    *added.source.mutable_valid_from() = paper.issued_date();
  }
}

absl::StatusOr<v1::Eligibility> EligibilityOf(rpc::Call& call, const v1::PersonnelRuleSet& rules,
                                              const v1::Person& person, const std::string& position_kind,
                                              v1::Candidacy candidacy, const std::string& dossier, absl::CivilDay day) {
  ASSIGN_OR_RETURN(const v1::CurriculumVitae curriculum, kCurricula.LoadOr(call, BlankCurriculum(person)));
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(call, person));
  KnownOfPerson known = KnownOn(day, person, facts, curriculum);
  RETURN_IF_ERROR(AddPlanning(call, rules, person, position_kind, &known));
  if (!dossier.empty()) RETURN_IF_ERROR(AddPapers(call, dossier, person, day, &known));
  v1::Eligibility eligibility = JudgeEligibility(rules, known, position_kind, candidacy, day, call.language());
  eligibility.set_name(dossier.empty() ? person.name() : dossier);
  eligibility.set_person(person.name());
  eligibility.set_dossier(dossier);
  return eligibility;
}

absl::StatusOr<v1::Eligibility> EligibilityService::CheckEligibility(rpc::Call& call,
                                                                     const v1::CheckEligibilityRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.name()));
  RETURN_IF_ERROR(RefuseOwn(call, person.name()));
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  ASSIGN_OR_RETURN(const v1::PersonnelRuleSet rules, TheRules(call, request.rule_set(), person.organisation(), day));
  return EligibilityOf(call, rules, person, request.position_kind(), request.candidacy(), request.dossier(), day);
}

absl::StatusOr<v1::ListEligibilityResponse> EligibilityService::ListEligibility(
    rpc::Call& call, const v1::ListEligibilityRequest& request) const {
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  ASSIGN_OR_RETURN(EligibilitySweep sweep, EligibilitySweep::Begin(call, request.parent(), day));
  const auto asked = [&](const v1::Dossier& dossier) {
    return !IsGivenUp(dossier) &&
           (request.position_kind().empty() || dossier.position_kind() == request.position_kind());
  };
  const std::string parent = StrCat(request.parent(), "/dossiers/");
  v1::ListEligibilityResponse listed;
  // Once for all pages: it takes a look at every dossier.
  if (request.page_token().empty()) {
    std::vector<v1::Dossier> all;
    RETURN_IF_ERROR(kDossiers.Visit(call, parent, [&](const v1::Dossier& dossier) {
      if (asked(dossier) && call.IsOf(dossier.organisation(), request.organisation())) all.push_back(dossier);
    }));
    RETURN_IF_ERROR(sweep.ReadAll(all));
    listed.mutable_sums();
    for (const v1::Dossier& dossier : all) {
      ASSIGN_OR_RETURN(const auto verdict, sweep.VerdictOn(dossier));
      if (verdict.has_value()) Add(*verdict, listed.mutable_sums());
    }
  }
  rpc::Query<v1::Dossier> query;
  query.Of(call, request.organisation());
  std::map<std::string, v1::Eligibility> judged;
  absl::Status failure;
  query.matches = [&](const v1::Dossier& dossier) {
    if (!asked(dossier) || !failure.ok()) return false;
    auto eligibility = sweep.Judge(dossier);
    if (!eligibility.ok()) failure = eligibility.status();
    if (!eligibility.ok() || !eligibility->has_value()) return false;
    if (request.verdict() != v1::VERDICT_UNSPECIFIED && (*eligibility)->verdict() != request.verdict()) return false;
    judged.insert_or_assign(dossier.name(), **std::move(eligibility));
    return true;
  };
  query.bytes = [&](const v1::Dossier& dossier) { return judged[dossier.name()].ByteSizeLong(); };
  ASSIGN_OR_RETURN(auto page, kDossiers.Find(call, parent, rpc::PageOf(request), query));
  RETURN_IF_ERROR(failure);
  for (const v1::Dossier& dossier : page.items) *listed.add_eligibilities() = std::move(judged[dossier.name()]);
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

}  // namespace congress::dossiers
