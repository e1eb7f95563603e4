#include "services/dossiers/domain/person_record.h"

#include <set>
#include <string>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/identifiers.h"

namespace congress::dossiers {
namespace {

// Nobody whose personnel is prepared was born before.
constexpr int kEarliestBirth = 1900;

// Of a day that is known in part it is enough that it may have come, or may have been the later one.
void CheckDays(const v1::Person& person, absl::CivilDay today, std::string_view path, status::Violations* violations) {
  const auto in_future = [&](const google::type::Date& date, std::string_view field) {
    if (civil::FirstDay(date) > today) violations->Add(StrCat(path, field), status::PlatformFault::IN_FUTURE);
  };
  if (person.has_birth_date()) in_future(person.birth_date(), ".birth_date");
  if (person.has_birth_date() && person.birth_date().year() < kEarliestBirth) {
    violations->Add(StrCat(path, ".birth_date"), status::PlatformFault::BELOW_MINIMUM,
                    {{"minimum", StrCat(kEarliestBirth)}});
  }
  if (!person.has_party_admission_date()) return;
  in_future(person.party_admission_date(), ".party_admission_date");
  if (person.has_birth_date() && civil::LastDay(person.party_admission_date()) < civil::FirstDay(person.birth_date())) {
    violations->Add(StrCat(path, ".party_admission_date"), v1::BEFORE_BIRTH);
  }
}

absl::Status Check(const v1::Person& person, absl::CivilDay today, std::string_view path) {
  status::Violations violations;
  if (person.organisation().empty()) violations.Add(StrCat(path, ".organisation"), status::PlatformFault::REQUIRED);
  if (person.display_name().find_first_not_of(' ') == std::string::npos) {
    violations.Add(StrCat(path, ".display_name"), status::PlatformFault::REQUIRED);
  }
  CheckDays(person, today, path, &violations);
  std::set<int> years;
  for (const v1::Assessment& assessment : person.assessments()) {
    const status::Metadata year = {{"year", StrCat(assessment.year())}};
    if (!years.insert(assessment.year()).second) violations.Add(StrCat(path, ".assessments"), v1::YEAR_TWICE, year);
    if (assessment.year() > today.year()) violations.Add(StrCat(path, ".assessments"), v1::YEAR_IN_FUTURE, year);
  }
  std::set<v1::Identifier::Kind> kinds;
  for (const v1::Identifier& identifier : person.identifiers()) {
    if (!IsWellFormed(identifier)) violations.Add(StrCat(path, ".identifiers"), v1::NO_CITIZEN_ID);
    if (identifier.kind() == v1::Identifier::OTHER || kinds.insert(identifier.kind()).second) continue;
    violations.Add(StrCat(path, ".identifiers"), v1::IDENTIFIER_TWICE,
                   {{"kind", v1::Identifier::Kind_Name(identifier.kind())}});
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Person> Record(std::string_view id, v1::Person person, const Actor& actor, std::string_view path) {
  person.set_name(StrCat("persons/", id));
  *person.mutable_create_time() = civil::ToTimestamp(actor.now);
  return Amend(std::move(person), actor, path);
}

absl::StatusOr<v1::Person> Amend(v1::Person after, const Actor& actor, std::string_view path) {
  RETURN_IF_ERROR(Check(after, civil::Today(actor.now), path));
  *after.mutable_update_time() = civil::ToTimestamp(actor.now);
  return after;
}

}  // namespace congress::dossiers
