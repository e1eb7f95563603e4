#include "services/dossiers/domain/known_of_person.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "platform/civil/civil.h"
#include "services/dossiers/domain/person_facts.h"

namespace congress::dossiers {
namespace {

bool StatesNone(const v1::CurriculumVitae& curriculum, std::string_view list) {
  const auto& none = curriculum.stated_none();
  return std::find(none.begin(), none.end(), list) != none.end();
}

// Terms by kind of position, each once however many periods of work it has; a period without a term counts as one.
std::optional<std::map<std::string, int>> TermsOf(const v1::CurriculumVitae& curriculum, absl::CivilDay day) {
  if (curriculum.work_periods().empty() && !StatesNone(curriculum, "work_periods")) return std::nullopt;
  std::map<std::string, int> terms;
  std::set<std::pair<std::string, std::string>> counted;
  for (const v1::WorkPeriod& period : curriculum.work_periods()) {
    if (period.position_kind().empty()) continue;
    if (period.has_from_date() && civil::FirstDay(period.from_date()) > day) continue;
    if (!period.term().empty() && !counted.insert({period.position_kind(), period.term()}).second) continue;
    ++terms[period.position_kind()];
  }
  return terms;
}

}  // namespace

KnownOfPerson KnownOn(absl::CivilDay day, const v1::Person& person, const std::vector<v1::PersonFact>& facts,
                      const v1::CurriculumVitae& curriculum) {
  v1::Person then;
  for (const v1::PersonFact& fact : AsOf(facts, day)) {
    if (fact.has_value()) then.MergeFrom(fact.value());
  }
  KnownOfPerson known;
  known.birth_date = person.birth_date();
  known.gender = person.gender();
  known.official_admission = person.party_admission_date();
  for (const v1::Assessment& one : then.assessments()) {
    if (!one.level().empty()) known.assessments[one.year()] = one.level();
  }
  known.qualifications.insert(then.qualifications().begin(), then.qualifications().end());
  if (then.political_conclusion_outcome() != v1::Person::POLITICAL_CONCLUSION_OUTCOME_UNSPECIFIED) {
    known.meets_political_standard = then.political_conclusion_outcome() == v1::Person::MEETS;
  }
  if (!curriculum.disciplines().empty() || StatesNone(curriculum, "disciplines")) {
    known.disciplines.emplace();
    for (const v1::Discipline& one : curriculum.disciplines()) known.disciplines->push_back(one.from_date());
  }
  known.terms = TermsOf(curriculum, day);
  return known;
}

}  // namespace congress::dossiers
