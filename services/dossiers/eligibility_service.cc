#include "services/dossiers/eligibility_service.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "services/dossiers/domain/completeness.h"
#include "services/dossiers/domain/known_of_person.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/planning_service.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

// Whether they are approved on the planning list that the requirement names.
absl::StatusOr<bool> IsPlanned(rpc::Call& call, const v1::PersonnelRuleSet& rules, const v1::Person& person,
                               const std::string& position_kind) {
  for (const v1::Requirement& requirement : rules.requirements()) {
    if (!requirement.has_planned()) continue;
    const absl::Status planned =
        RequirePlanned(call, person.organisation(), requirement.planned().term(), position_kind, person.name());
    if (planned.ok()) return true;
    if (!absl::IsFailedPrecondition(planned)) return planned;
  }
  return false;
}

// The items of the person's dossier with a paper that is valid on the day.
absl::StatusOr<std::set<std::string>> ShownBy(rpc::Call& call, const std::string& name, const v1::Person& person,
                                              absl::CivilDay day) {
  ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Read(call, name));
  if (dossier.person() != person.name()) return status::NotFound("Dossier", name);
  ASSIGN_OR_RETURN(const auto checklist, kChecklistTemplates.Load(call, dossier.template_()));
  ASSIGN_OR_RETURN(const Folder folder, FolderOf(call, dossier));
  std::set<std::string> shown;
  const v1::DossierCompleteness completeness = Judge(checklist, folder, day);
  for (const v1::ItemStanding& item : completeness.items()) {
    if (item.standing() == v1::ItemStanding::VALID) shown.insert(item.item_id());
  }
  return shown;
}

}  // namespace

absl::StatusOr<v1::Eligibility> EligibilityOf(rpc::Call& call, const v1::Person& person,
                                              const v1::PersonnelRuleSet& rules, const std::string& position_kind,
                                              v1::Candidacy candidacy, absl::CivilDay day,
                                              std::set<std::string> shown) {
  ASSIGN_OR_RETURN(const v1::CurriculumVitae curriculum, kCurricula.LoadOr(call, BlankCurriculum(person)));
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(call, person));
  KnownOfPerson known = KnownOn(day, person, facts, curriculum);
  ASSIGN_OR_RETURN(known.planned, IsPlanned(call, rules, person, position_kind));
  known.shown = std::move(shown);
  v1::Eligibility eligibility = JudgeEligibility(rules, known, position_kind, candidacy, day, call.language());
  eligibility.set_person(person.name());
  return eligibility;
}

absl::StatusOr<v1::Eligibility> EligibilityService::CheckEligibility(rpc::Call& call,
                                                                     const v1::CheckEligibilityRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.name()));
  RETURN_IF_ERROR(RefuseOwn(call, person.name()));
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  ASSIGN_OR_RETURN(const v1::PersonnelRuleSet rules, TheRules(call, request.rule_set(), person.organisation(), day));
  std::set<std::string> shown;
  if (!request.dossier().empty()) {
    ASSIGN_OR_RETURN(shown, ShownBy(call, request.dossier(), person, day));
  }
  ASSIGN_OR_RETURN(v1::Eligibility eligibility, EligibilityOf(call, person, rules, request.position_kind(),
                                                              request.candidacy(), day, std::move(shown)));
  eligibility.set_dossier(request.dossier());
  return eligibility;
}

}  // namespace congress::dossiers
