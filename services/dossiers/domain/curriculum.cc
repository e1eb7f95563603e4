#include "services/dossiers/domain/curriculum.h"

#include <string>
#include <vector>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::type::Date;

const Date* DateIn(const Message& message, const FieldDescriptor* field) {
  if (field == nullptr || !message.GetReflection()->HasField(message, field)) return nullptr;
  return static_cast<const Date*>(&message.GetReflection()->GetMessage(message, field));
}

// Every message of a curriculum names its days alike: `from_date`, `until_date`, and others that are of the past.
// `born`: before it nothing befell who the message is about; null where nobody knows.
void CheckDays(const Message& message, absl::CivilDay today, const Date* born, const std::string& path,
               status::Violations* violations) {
  const auto& type = *message.GetDescriptor();
  const Date* from = DateIn(message, type.FindFieldByName("from_date"));
  const Date* until = DateIn(message, type.FindFieldByName("until_date"));
  if (from != nullptr && until != nullptr && civil::LastDay(*until) < civil::FirstDay(*from)) {
    violations->Add(StrCat(path, ".until_date"), v1::ENDS_BEFORE_BEGINNING);
  }
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string here = StrCat(path, ".", field->name());
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 && !field->is_repeated()) {
      const int year = reflection.GetInt32(message, field);
      if (year > today.year()) violations->Add(here, v1::YEAR_IN_FUTURE, {{"year", StrCat(year)}});
      if (born != nullptr && year > 0 && year < born->year()) violations->Add(here, v1::BEFORE_BIRTH);
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->message_type() == Date::descriptor()) {
      const bool may_come = field->name() == "until_date";
      const Date& date = *DateIn(message, field);
      if (!may_come && civil::FirstDay(date) > today) violations->Add(here, status::PlatformFault::IN_FUTURE);
      if (born != nullptr && civil::LastDay(date) < civil::FirstDay(*born)) violations->Add(here, v1::BEFORE_BIRTH);
    } else if (!field->is_repeated()) {
      CheckDays(reflection.GetMessage(message, field), today, born, here, violations);
    } else {
      const Date* of_them = field->message_type() == v1::Relative::descriptor() ? nullptr : born;
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        CheckDays(reflection.GetRepeatedMessage(message, field, i), today, of_them, StrCat(here, "[", i, "]"),
                  violations);
      }
    }
  }
}

void CheckNone(const v1::CurriculumVitae& curriculum, status::Violations* violations) {
  for (int i = 0; i < curriculum.stated_none_size(); ++i) {
    const std::string& name = curriculum.stated_none(i);
    const std::string here = StrCat("curriculum_vitae.stated_none[", i, "]");
    const FieldDescriptor* field = v1::CurriculumVitae::descriptor()->FindFieldByName(name);
    if (field == nullptr || !field->is_repeated() || name == "stated_none") {
      violations->Add(here, v1::NOT_A_LIST_OF_CURRICULUM, {{"field", name}});
    } else if (curriculum.GetReflection()->FieldSize(curriculum, field) > 0) {
      violations->Add(here, v1::STATED_NONE_OF_SOME, {{"field", name}});
    }
  }
}

}  // namespace

absl::StatusOr<v1::CurriculumVitae> AmendCurriculum(v1::CurriculumVitae after, const v1::Person& person,
                                                    const Actor& actor) {
  // What the server set stays out of it.
  after.clear_update_time();
  status::Violations violations;
  const Date* born = person.has_birth_date() ? &person.birth_date() : nullptr;
  CheckDays(after, civil::Today(actor.now), born, "curriculum_vitae", &violations);
  CheckNone(after, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  *after.mutable_update_time() = civil::ToTimestamp(actor.now);
  return after;
}

}  // namespace congress::dossiers
