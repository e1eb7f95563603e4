// The facts that a person's record and curriculum vitae are made of: what they say now, what they said, and what was so
// on a day.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/curriculum_vitae.pb.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/person_fact.pb.h"
#include "services/dossiers/domain/actor.h"
#include "services/dossiers/domain/grades.h"

namespace congress::dossiers {

// The field that facts of this name are about: of `Person` or, with `curriculum_vitae.` before it, of
// `CurriculumVitae`. Null for none.
const google::protobuf::FieldDescriptor* FactField(std::string_view name);

// The day for which a fact counts: since when it is so or, where that is not known, when it was entered.
absl::CivilDay PlaceOf(const v1::PersonFact& fact);

// The facts that older versions kept as changes, `changes` in their order. Their names are the same at each reading.
std::vector<v1::PersonFact> FactsOfChanges(const v1::Person& person, const std::vector<v1::PersonChange>& changes);

// All facts of a person in the order in which they were entered: the stored ones, and those that only the record tells,
// since nobody has changed their fields. Of a curriculum vitae all fields have been changed that say something.
std::vector<v1::PersonFact> WithPresent(const v1::Person& person, std::vector<v1::PersonFact> stored);

// Of each field what was so on the day: what was valid last by then, unless its end came before.
std::vector<v1::PersonFact> AsOf(const std::vector<v1::PersonFact>& facts, absl::CivilDay day);

// What is said of values besides themselves.
struct Reasoned {
  std::optional<google::type::Date> valid_from;
  std::optional<v1::Basis> basis;
};

// What becomes of `facts` by an update: for every field in which the records differ the present fact, superseded, and
// the new one, which has no name yet.
std::vector<v1::PersonFact> FactsOfUpdate(const v1::Person& before, const v1::Person& after,
                                          const std::vector<v1::PersonFact>& facts, const Reasoned& reasoned,
                                          const Actor& actor);
std::vector<v1::PersonFact> FactsOfUpdate(const v1::CurriculumVitae& before, const v1::CurriculumVitae& after,
                                          const std::vector<v1::PersonFact>& facts, const Reasoned& reasoned,
                                          const Actor& actor);

// A fact that is entered by itself.
struct Entered {
  // The new fact, which has no name yet, and before it the one whose place it takes, if any.
  std::vector<v1::PersonFact> facts;
  // The record, changed where the fact is what it says now.
  v1::Person person;
};

// Of a field of the record; a curriculum vitae says the days of what it says itself. `FIELDS_INVALID`: no such field, a
// value of another field, a value that a record may not hold, days that have not come yet or end before they begin.
absl::StatusOr<Entered> Enter(const v1::Person& person, const std::vector<v1::PersonFact>& facts,
                              const v1::PersonFact& said, const Actor& actor);

// The fact with another basis, and the one before in its trail.
v1::PersonFact WithBasis(v1::PersonFact fact, const v1::Basis& basis, std::string reason, const Actor& actor);

}  // namespace congress::dossiers
