#include "services/dossiers/domain/known_of_person.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/person_facts.h"

namespace congress::dossiers {
namespace {

bool StatesNone(const v1::CurriculumVitae& curriculum, std::string_view list) {
  const auto& none = curriculum.stated_none();
  return std::find(none.begin(), none.end(), list) != none.end();
}

bool BeginsAfter(const v1::WorkPeriod& period, absl::CivilDay day) {
  return period.has_from_date() && civil::FirstDay(period.from_date()) > day;
}

// Terms by kind of position, each once however many periods of work it has; a period without a term counts as one.
std::optional<std::map<std::string, int>> TermsOf(const v1::CurriculumVitae& curriculum, absl::CivilDay day) {
  if (curriculum.work_periods().empty() && !StatesNone(curriculum, "work_periods")) return std::nullopt;
  std::map<std::string, int> terms;
  std::set<std::pair<std::string, std::string>> counted;
  for (const v1::WorkPeriod& period : curriculum.work_periods()) {
    if (period.position_kind().empty()) continue;
    if (BeginsAfter(period, day)) continue;
    if (!period.term().empty() && !counted.insert({period.position_kind(), period.term()}).second) continue;
    ++terms[period.position_kind()];
  }
  return terms;
}

KnownSource SourceOf(v1::Finding::Lack about, const v1::PersonFact& fact) {
  KnownSource known;
  known.source.set_about(about);
  known.source.set_record(fact.name());
  if (fact.has_valid_from()) *known.source.mutable_valid_from() = fact.valid_from();
  if (fact.has_basis()) *known.source.mutable_basis() = fact.basis();
  return known;
}

// An entry of a list of the curriculum vitae; `words`: its own, which follow its first day.
template <class Entry>
KnownSource SourceOf(v1::Finding::Lack about, const v1::CurriculumVitae& curriculum, const Entry& entry,
                     std::string words) {
  KnownSource known;
  known.source.set_about(about);
  known.source.set_record(curriculum.name());
  known.source.set_entry(std::move(words));
  if (entry.has_from_date()) *known.source.mutable_valid_from() = entry.from_date();
  if (entry.has_basis()) *known.source.mutable_basis() = entry.basis();
  return known;
}

// That the curriculum says that there are none.
KnownSource SourceOfNone(v1::Finding::Lack about, const v1::CurriculumVitae& curriculum) {
  KnownSource known;
  known.source.set_about(about);
  known.source.set_record(curriculum.name());
  return known;
}

// The fact of which the field is what the record says now; null where only the record says it.
const v1::PersonFact* PresentFact(const std::vector<v1::PersonFact>& facts, std::string_view field) {
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const v1::PersonFact& fact) {
    return fact.field() == field && !fact.has_superseded_time();
  });
  return found == facts.end() ? nullptr : &*found;
}

// Which field of the record, with the word for it.
struct LookedAt {
  std::string_view name;
  v1::Finding::Lack about;
};
// Such as are what the record says, whatever the day.
constexpr LookedAt kOfRecord[] = {{"birth_date", v1::Finding::BIRTH_DATE},
                                  {"gender", v1::Finding::GENDER},
                                  {"party_admission_date", v1::Finding::PARTY_ADMISSION_DATE}};
// Such as were so on the day.
constexpr LookedAt kOfDay[] = {{"assessments", v1::Finding::ASSESSMENTS},
                               {"qualifications", v1::Finding::QUALIFICATIONS},
                               {"political_conclusion_outcome", v1::Finding::POLITICAL_CONCLUSION}};

void AddSources(const std::vector<v1::PersonFact>& facts, const std::vector<v1::PersonFact>& of_day,
                KnownOfPerson* known) {
  for (const LookedAt& field : kOfRecord) {
    const v1::PersonFact* fact = PresentFact(facts, field.name);
    if (fact != nullptr && fact->has_value()) known->sources.push_back(SourceOf(field.about, *fact));
  }
  for (const LookedAt& field : kOfDay) {
    for (const v1::PersonFact& fact : of_day) {
      if (fact.field() == field.name && fact.has_value()) known->sources.push_back(SourceOf(field.about, fact));
    }
  }
}

void AddSources(const v1::CurriculumVitae& curriculum, absl::CivilDay day, KnownOfPerson* known) {
  for (const v1::WorkPeriod& period : curriculum.work_periods()) {
    if (period.position_kind().empty() || BeginsAfter(period, day)) continue;
    const std::string words =
        period.post().empty() ? period.workplace() : StrCat(period.post(), ", ", period.workplace());
    known->sources.push_back(SourceOf(v1::Finding::WORK_PERIODS, curriculum, period, words));
    known->sources.back().key = period.position_kind();
  }
  for (const v1::Discipline& one : curriculum.disciplines()) {
    known->sources.push_back(SourceOf(v1::Finding::DISCIPLINES, curriculum, one, one.form()));
  }
  if (StatesNone(curriculum, "disciplines")) {
    known->sources.push_back(SourceOfNone(v1::Finding::DISCIPLINES, curriculum));
  }
}

}  // namespace

KnownOfPerson KnownOn(absl::CivilDay day, const v1::Person& person, const std::vector<v1::PersonFact>& facts,
                      const v1::CurriculumVitae& curriculum) {
  v1::Person then;
  const std::vector<v1::PersonFact> of_day = AsOf(facts, day);
  for (const v1::PersonFact& fact : of_day) {
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
  AddSources(facts, of_day, &known);
  AddSources(curriculum, day, &known);
  return known;
}

}  // namespace congress::dossiers
