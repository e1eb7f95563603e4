// Judges the eligibility of many dossiers as of a day: what they share is read once, what is theirs is read together.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/checklist_template.pb.h"
#include "congress/dossiers/v1/component.pb.h"
#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/eligibility.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "congress/dossiers/v1/planning_entry.pb.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/eligibility.h"

namespace congress::dossiers {

class EligibilitySweep {
 public:
  // Reads the rules and, where one of them asks for it, the planning lists and the checklists. The call outlives it.
  static absl::StatusOr<EligibilitySweep> Begin(rpc::Call& call, std::string congress, absl::CivilDay day);

  // Reads persons, curricula and papers of these dossiers together, for who looks at all of them; others are read when
  // they are judged.
  absl::Status ReadAll(std::span<const v1::Dossier> dossiers);

  // None where the caller may not judge it: their own, or of a person whom they may not read. Nor where something of it
  // cannot be read, which the caller is told.
  absl::StatusOr<std::optional<v1::Verdict>> VerdictOn(const v1::Dossier& dossier);
  absl::StatusOr<std::optional<v1::Eligibility>> Judge(const v1::Dossier& dossier);

 private:
  // A person as the records tell of them.
  struct Known {
    v1::Person person;
    std::optional<v1::CurriculumVitae> curriculum;
    // Something of it cannot be read.
    bool damaged = false;
  };
  // What an organisation is judged by.
  struct Rules {
    const v1::PersonnelRuleSet* set = nullptr;
    v1::Eligibility::Gap gap = v1::Eligibility::GAP_UNSPECIFIED;  // Why there is none.
  };
  // Organisation, term, kind of position and person of an approved entry.
  using Planned = std::tuple<std::string, std::string, std::string, std::string>;

  EligibilitySweep(rpc::Call& call, std::string congress, absl::CivilDay day)
      : call_(&call), congress_(std::move(congress)), day_(day) {}

  absl::Status ReadPersons(std::span<const v1::Dossier> dossiers);
  // Null where the caller may not judge them.
  absl::StatusOr<const Known*> WhoseIs(const v1::Dossier& dossier);
  const Rules& RulesOf(const std::string& organisation);
  Rules RulesFor(const v1::Dossier& dossier, const v1::Person& person);
  absl::StatusOr<KnownOfPerson> Look(const v1::Dossier& dossier, const Known& of, const v1::PersonnelRuleSet& rules);
  void LookAtPlanning(const v1::Dossier& dossier, const v1::Person& person, const v1::PersonnelRuleSet& rules,
                      KnownOfPerson* known) const;
  // Tells the caller that it is not judged.
  std::nullopt_t Unreadable(const v1::Dossier& dossier);
  absl::Status LookAtPapers(const v1::Dossier& dossier, KnownOfPerson* known) const;

  rpc::Call* call_;
  std::string congress_;
  absl::CivilDay day_;
  // The record that stands for the caller; empty where the token names nobody.
  std::string self_;
  std::vector<v1::PersonnelRuleSet> rules_;
  std::map<std::string, Rules> by_organisation_;
  bool asks_for_papers_ = false;
  std::map<Planned, v1::PlanningEntry> planned_;
  std::map<std::string, v1::ChecklistTemplate> checklists_;
  std::map<std::string, Known> persons_;
  // By dossier, once all are read.
  std::optional<std::map<std::string, std::vector<v1::Component>>> papers_;
};

}  // namespace congress::dossiers
