// Whether a person meets what the rules ask of who stands for a position: met, not met, or not known. What is missing
// never counts against anybody.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/eligibility.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// Where something that is known was taken from.
struct KnownSource {
  v1::Finding::Source source;
  // What it is about more narrowly: the kind of position of a period of work, the item of a paper. Empty: nothing.
  std::string key = {};
};

// What the records say of a person as of a day. Absent or empty: not recorded.
struct KnownOfPerson {
  google::type::Date birth_date = {};  // May be partial; all zero: not recorded.
  v1::Person::Gender gender = v1::Person::GENDER_UNSPECIFIED;
  google::type::Date official_admission = {};   // As `birth_date`.
  std::map<int, std::string> assessments = {};  // Ids of levels by year.
  std::set<std::string> qualifications = {};    // Their ids.
  std::optional<bool> meets_political_standard = {};
  // First days of disciplinary measures, which may be partial; none: it is not said that there were none.
  std::optional<std::vector<google::type::Date>> disciplines = {};
  // Terms in positions of a kind; none: the periods of work are not recorded.
  std::optional<std::map<std::string, int>> terms = {};
  bool planned = false;              // For the position and the term.
  std::set<std::string> shown = {};  // Items of the checklist with a valid paper.
  std::vector<KnownSource> sources = {};
};

// What each requirement says that is for them, and what follows.
v1::Eligibility JudgeEligibility(const v1::PersonnelRuleSet& rules, const KnownOfPerson& known,
                                 std::string_view position_kind, v1::Candidacy candidacy, absl::CivilDay as_of,
                                 status::Language language);

// The verdict of the same alone.
v1::Verdict VerdictOf(const v1::PersonnelRuleSet& rules, const KnownOfPerson& known, std::string_view position_kind,
                      v1::Candidacy candidacy, absl::CivilDay as_of);

// A dossier of which nothing can be judged, and why.
v1::Eligibility NotJudged(v1::Eligibility::Gap gap, absl::CivilDay as_of, status::Language language);

// Counts it.
void Add(v1::Verdict verdict, v1::EligibilitySums* sums);

}  // namespace congress::dossiers
