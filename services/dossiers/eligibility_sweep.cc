#include "services/dossiers/eligibility_sweep.h"

#include <algorithm>
#include <set>

#include "platform/rpc/stored.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/known_of_person.h"
#include "services/dossiers/eligibility_service.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

template <class Asks>
bool AnyAsks(const std::vector<v1::PersonnelRuleSet>& rules, Asks asks) {
  return std::any_of(rules.begin(), rules.end(), [&](const v1::PersonnelRuleSet& one) {
    return std::any_of(one.requirements().begin(), one.requirements().end(), asks);
  });
}

}  // namespace

absl::StatusOr<EligibilitySweep> EligibilitySweep::Begin(rpc::Call& call, std::string congress, absl::CivilDay day) {
  EligibilitySweep sweep(call, std::move(congress), day);
  const std::string& self = call.principal().person;
  if (!self.empty()) {
    ASSIGN_OR_RETURN(sweep.self_, StandingName(call, self));
  }
  ASSIGN_OR_RETURN(sweep.rules_, kPersonnelRuleSets.LoadAll(call, "personnelRuleSets/"));
  if (AnyAsks(sweep.rules_, [](const v1::Requirement& one) { return one.has_planned(); })) {
    std::set<std::string> damaged;
    ASSIGN_OR_RETURN(auto entries, kPlanningEntries.LoadAll(call, "planningEntries/", &damaged));
    for (v1::PlanningEntry& entry : entries) {
      if (entry.state() != v1::PlanningEntry::APPROVED) continue;
      ASSIGN_OR_RETURN(const std::string person, StandingName(call, entry.person()));
      Planned place(entry.organisation(), entry.term(), entry.position_kind(), person);
      sweep.planned_.emplace(std::move(place), std::move(entry));
    }
  }
  sweep.asks_for_papers_ = AnyAsks(sweep.rules_, [](const v1::Requirement& one) { return one.has_shown(); });
  if (sweep.asks_for_papers_) {
    ASSIGN_OR_RETURN(auto checklists, kChecklistTemplates.LoadAll(call, "checklistTemplates/"));
    for (v1::ChecklistTemplate& one : checklists) sweep.checklists_.emplace(one.name(), std::move(one));
  }
  return sweep;
}

absl::Status EligibilitySweep::ReadAll(std::span<const v1::Dossier> dossiers) {
  RETURN_IF_ERROR(ReadPersons(dossiers));
  if (!asks_for_papers_) return absl::OkStatus();
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(auto papers, kComponents.LoadAll(*call_, StrCat(congress_, "/dossiers/"), &damaged));
  papers_.emplace();
  for (v1::Component& paper : papers) (*papers_)[DossierOf(paper.name())].push_back(std::move(paper));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::Verdict>> EligibilitySweep::VerdictOn(const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(const Known* of, WhoseIs(dossier));
  if (of == nullptr) return std::nullopt;
  if (of->damaged) return Unreadable(dossier);
  const Rules rules = RulesFor(dossier, of->person);
  if (rules.set == nullptr) return v1::UNKNOWN;
  const absl::StatusOr<KnownOfPerson> known = Look(dossier, *of, *rules.set);
  if (absl::IsDataLoss(known.status())) return Unreadable(dossier);
  RETURN_IF_ERROR(known.status());
  return dossiers::VerdictOf(*rules.set, *known, dossier.position_kind(), dossier.candidacy(), day_);
}

absl::StatusOr<std::optional<v1::Eligibility>> EligibilitySweep::Judge(const v1::Dossier& dossier) {
  ASSIGN_OR_RETURN(const Known* of, WhoseIs(dossier));
  if (of == nullptr) return std::nullopt;
  if (of->damaged) return Unreadable(dossier);
  const Rules rules = RulesFor(dossier, of->person);
  v1::Eligibility eligibility;
  if (rules.set == nullptr) {
    eligibility = NotJudged(rules.gap, day_, call_->language());
    eligibility.set_position_kind(dossier.position_kind());
    eligibility.set_candidacy(dossier.candidacy());
  } else {
    const absl::StatusOr<KnownOfPerson> known = Look(dossier, *of, *rules.set);
    if (absl::IsDataLoss(known.status())) return Unreadable(dossier);
    RETURN_IF_ERROR(known.status());
    eligibility =
        JudgeEligibility(*rules.set, *known, dossier.position_kind(), dossier.candidacy(), day_, call_->language());
  }
  eligibility.set_name(dossier.name());
  eligibility.set_person(of->person.name());
  eligibility.set_dossier(dossier.name());
  return eligibility;
}

// Without a check at the commit: it would be one for each person.
absl::Status EligibilitySweep::ReadPersons(std::span<const v1::Dossier> dossiers) {
  std::set<std::string> names;
  for (const v1::Dossier& dossier : dossiers) names.insert(dossier.person());
  const std::vector<std::string> all(names.begin(), names.end());
  std::vector<std::string> curricula;
  for (const std::string& name : all) curricula.push_back(StrCat(name, "/curriculumVitae"));
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(auto persons, rpc::LoadStored(*call_, kPersons, all, &damaged));
  ASSIGN_OR_RETURN(auto vitae, rpc::LoadStored(*call_, kCurricula, curricula, &damaged));
  for (size_t i = 0; i < all.size(); ++i) {
    // One that is gone, such as of a dossier that is being erased, leaves a person without a name.
    Known& known = persons_[all[i]];
    if (persons[i].has_value()) known.person = *std::move(persons[i]);
    known.curriculum = std::move(vitae[i]);
    known.damaged = damaged.contains(all[i]) || damaged.contains(curricula[i]);
  }
  return absl::OkStatus();
}

absl::StatusOr<const EligibilitySweep::Known*> EligibilitySweep::WhoseIs(const v1::Dossier& dossier) {
  auto found = persons_.find(dossier.person());
  if (found == persons_.end()) {
    RETURN_IF_ERROR(ReadPersons({&dossier, 1}));
    found = persons_.find(dossier.person());
  }
  const v1::Person& person = found->second.person;
  const bool judged = !person.name().empty() && person.name() != self_ &&
                      call_->Holds(call_->permission(), dossier.organisation()) &&
                      call_->Holds(call_->permission(), person.organisation()) &&
                      call_->Holds(kPersons.read_permission(), person.organisation());
  const Known* known = judged ? &found->second : nullptr;
  return known;
}

const EligibilitySweep::Rules& EligibilitySweep::RulesOf(const std::string& organisation) {
  const auto [known, fresh] = by_organisation_.try_emplace(organisation);
  if (!fresh) return known->second;
  const auto in_effect = RulesAmong(*call_, rules_, organisation, day_);
  if (in_effect.size() == 1) {
    known->second.set = in_effect.front();
  } else {
    known->second.gap = in_effect.empty() ? v1::Eligibility::NO_RULES : v1::Eligibility::SEVERAL_RULES;
  }
  return known->second;
}

EligibilitySweep::Rules EligibilitySweep::RulesFor(const v1::Dossier& dossier, const v1::Person& person) {
  if (dossier.position_kind().empty() || dossier.candidacy() == v1::CANDIDACY_UNSPECIFIED) {
    return {.gap = v1::Eligibility::NO_POSITION};
  }
  if (dossier.rule_set().empty()) return RulesOf(person.organisation());
  const auto named = std::find_if(rules_.begin(), rules_.end(),
                                  [&](const v1::PersonnelRuleSet& one) { return one.name() == dossier.rule_set(); });
  if (named == rules_.end()) return {.gap = v1::Eligibility::NO_RULES};
  return {.set = &*named};
}

absl::StatusOr<KnownOfPerson> EligibilitySweep::Look(const v1::Dossier& dossier, const Known& of,
                                                     const v1::PersonnelRuleSet& rules) {
  ASSIGN_OR_RETURN(const std::vector<v1::PersonFact> facts, FactsOf(*call_, of.person));
  KnownOfPerson known = KnownOn(day_, of.person, facts, of.curriculum.value_or(v1::CurriculumVitae()));
  LookAtPlanning(dossier, of.person, rules, &known);
  RETURN_IF_ERROR(LookAtPapers(dossier, &known));
  return known;
}

std::nullopt_t EligibilitySweep::Unreadable(const v1::Dossier& dossier) {
  call_->LacksGraded(dossier.name());
  return std::nullopt;
}

void EligibilitySweep::LookAtPlanning(const v1::Dossier& dossier, const v1::Person& person,
                                      const v1::PersonnelRuleSet& rules, KnownOfPerson* known) const {
  for (const v1::Requirement& requirement : rules.requirements()) {
    if (!requirement.has_planned()) continue;
    for (const std::string& one : call_->Inherited(person.organisation())) {
      const auto entry = planned_.find({one, requirement.planned().term(), dossier.position_kind(), person.name()});
      if (entry != planned_.end()) return AddPlanned(*call_, entry->second, known);
    }
  }
}

absl::Status EligibilitySweep::LookAtPapers(const v1::Dossier& dossier, KnownOfPerson* known) const {
  // A template is never deleted.
  const auto checklist = checklists_.find(dossier.template_());
  if (checklist == checklists_.end()) return absl::OkStatus();
  if (!papers_.has_value()) {
    ASSIGN_OR_RETURN(const Folder folder, FolderOf(*call_, dossier));
    AddShown(*call_, checklist->second, folder, day_, known);
    return absl::OkStatus();
  }
  const auto papers = papers_->find(dossier.name());
  if (papers != papers_->end()) {
    AddShown(*call_, checklist->second, Folder(dossier, papers->second), day_, known);
  }
  return absl::OkStatus();
}

}  // namespace congress::dossiers
