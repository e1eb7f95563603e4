#include "services/allocation/domain/plan/inputs.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::allocation {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The value of a field that is no message: text, an integer, an enumeration or a truth value.
std::string Scalar(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return absl::Utf8SafeCEscape(reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return StrCat(reflection.GetInt32(message, &field));
    default:
      return StrCat(reflection.GetInt64(message, &field));
  }
}

// The same for an item of a repeated one: inputs repeat texts, enumerations and messages only.
std::string Item(const Message& message, const FieldDescriptor& field, int index) {
  const auto& reflection = *message.GetReflection();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return reflection.GetRepeatedEnum(message, &field, index)->name();
  }
  return absl::Utf8SafeCEscape(reflection.GetRepeatedString(message, &field, index));
}

void AppendMessage(const Message& message, const std::string& path, std::string* text) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string here = StrCat(path, ".", field->name());
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (field->is_repeated()) {
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        const std::string item = StrCat(here, "[", i, "]");
        if (is_message) {
          AppendMessage(reflection.GetRepeatedMessage(message, field, i), item, text);
        } else {
          absl::StrAppend(text, item, "=", Item(message, *field, i), "\n");
        }
      }
    } else if (is_message) {
      AppendMessage(reflection.GetMessage(message, field), here, text);
    } else {
      absl::StrAppend(text, here, "=", Scalar(message, *field), "\n");
    }
  }
}

}  // namespace

std::string CanonicalInputs(const v1::AllocationPlan& plan) {
  std::string text = StrCat("congress.allocation.inputs/1\norganisation=", plan.organisation(), "\n");
  AppendMessage(plan.as_of(), "as_of", &text);
  absl::StrAppend(&text, "cap=", plan.delegate_cap(), "\n");
  for (int i = 0; i < plan.hand_seats_size(); ++i) {
    AppendMessage(plan.hand_seats(i), StrCat("hand_seats[", i, "]"), &text);
  }
  for (const v1::Target& target : plan.targets()) AppendMessage(target, StrCat("target.", target.id()), &text);
  v1::RuleSet rule = plan.rule();
  rule.clear_etag();
  rule.clear_create_time();
  AppendMessage(rule, "rule", &text);
  for (const v1::AllocationLine& line : plan.lines()) {
    v1::AllocationLine input;
    input.set_organisation(line.organisation());
    input.set_code(line.code());
    input.set_display_name(line.display_name());
    input.set_kind(line.kind());
    input.set_members(line.members());
    if (line.has_members_as_of()) *input.mutable_members_as_of() = line.members_as_of();
    input.set_merged_units(line.merged_units());
    *input.mutable_measures() = line.measures();
    AppendMessage(input, StrCat("line.", line.code()), &text);
  }
  return text;
}

std::string HashInputs(const v1::AllocationPlan& plan) { return digest::Sha256Hex(CanonicalInputs(plan)); }

}  // namespace congress::allocation
