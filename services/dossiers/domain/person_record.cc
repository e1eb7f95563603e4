#include "services/dossiers/domain/person_record.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "google/protobuf/util/message_differencer.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::MessageDifferencer;

absl::Status Check(const v1::Person& person, absl::CivilDay today, std::string_view path) {
  status::Violations violations;
  if (person.organisation().empty()) violations.Add(StrCat(path, ".organisation"), status::PlatformFault::REQUIRED);
  if (person.display_name().find_first_not_of(' ') == std::string::npos) {
    violations.Add(StrCat(path, ".display_name"), status::PlatformFault::REQUIRED);
  }
  if (person.has_birth_date() && civil::FirstDay(person.birth_date()) > today) {
    violations.Add(StrCat(path, ".birth_date"), status::PlatformFault::IN_FUTURE);
  }
  if (person.has_party_admission_date() && civil::FromDate(person.party_admission_date()) > today) {
    violations.Add(StrCat(path, ".party_admission_date"), status::PlatformFault::IN_FUTURE);
  }
  std::set<int> years;
  for (const v1::Assessment& assessment : person.assessments()) {
    if (!years.insert(assessment.year()).second) {
      violations.Add(StrCat(path, ".assessments"), v1::YEAR_TWICE, {{"year", StrCat(assessment.year())}});
    }
  }
  return violations.ToStatus();
}

// Whether the field is a property, not part of the record's frame.
bool IsProperty(const FieldDescriptor& field) {
  return !field.options().GetExtension(annotations::v1::field).output_only();
}

// The person with nothing but this field.
v1::Person Only(const v1::Person& person, const FieldDescriptor& kept) {
  v1::Person only = person;
  std::vector<const FieldDescriptor*> fields;
  only.GetReflection()->ListFields(only, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field != &kept) only.GetReflection()->ClearField(&only, field);
  }
  return only;
}

google::protobuf::Timestamp SinceWhen(const v1::Person& before, std::string_view field,
                                      const std::vector<v1::PersonChange>& history) {
  google::protobuf::Timestamp since = before.create_time();
  for (const v1::PersonChange& change : history) {
    if (change.field() == field) since = change.change_time();
  }
  return since;
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

std::vector<v1::PersonChange> ChangesBetween(const v1::Person& before, const v1::Person& after,
                                             const std::vector<v1::PersonChange>& history, const Actor& actor) {
  std::vector<v1::PersonChange> changes;
  const auto& type = *v1::Person::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsProperty(field)) continue;
    v1::Person previous = Only(before, field);
    if (MessageDifferencer::Equals(previous, Only(after, field))) continue;
    v1::PersonChange& change = changes.emplace_back();
    change.set_name(absl::StrFormat("%s/changes/%06d", before.name(), history.size() + changes.size()));
    change.set_organisation(after.organisation());
    change.set_field(field.name());
    *change.mutable_previous() = std::move(previous);
    *change.mutable_previous_since_time() = SinceWhen(before, field.name(), history);
    *change.mutable_change_time() = civil::ToTimestamp(actor.now);
    change.set_changed_by(actor.subject);
  }
  return changes;
}

}  // namespace congress::dossiers
