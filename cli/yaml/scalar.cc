#include "cli/yaml/scalar.h"

#include <algorithm>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/time_util.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli::yaml {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::TimeUtil;

// The value as it may stand in a line of a terminal.
std::string Quoted(std::string_view text) {
  return StrCat("'", absl::Utf8SafeCHexEscape(ToAbsl(status::Shorten(text, 60))), "'");
}

// Decimal digits as everybody writes them: readers of YAML disagree about 010, 0x10, 1_000, 1:30, +1 and 1e3.
bool IsWholeNumber(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return false;
  return text == "0" || text.front() != '0';
}

// A whole number within the range of Integer.
template <class Integer>
std::string ReadNumber(const std::string& text, Integer* number) {
  if (!IsWholeNumber(text)) {
    return StrCat(Quoted(text),
                  " is no whole number: decimal digits only, no leading 0, point, exponent, sign +, separator or base");
  }
  if (absl::SimpleAtoi(text, number)) return "";
  using Limits = std::numeric_limits<Integer>;
  return StrCat(Quoted(text), " is out of range: from ", Limits::min(), " to ", Limits::max());
}

template <class Integer, class Set, class Add>
std::string SetNumber(const FieldDescriptor& field, const std::string& text, Set set, Add add) {
  Integer number = 0;
  std::string fault = ReadNumber(text, &number);
  if (fault.empty()) field.is_repeated() ? add(number) : set(number);
  return fault;
}

std::string SetBool(const FieldDescriptor& field, const std::string& text, Message* message) {
  if (text != "true" && text != "false") return StrCat(Quoted(text), " is neither true nor false");
  const auto& reflection = *message->GetReflection();
  field.is_repeated() ? reflection.AddBool(message, &field, text == "true")
                      : reflection.SetBool(message, &field, text == "true");
  return "";
}

std::string SetText(const FieldDescriptor& field, const Node& node, Message* message) {
  std::string text = node.text;
  if (!node.tag.empty() && node.tag != "tag:yaml.org,2002:binary") return "has a tag that is not !!binary";
  if (!node.tag.empty() && !absl::Base64Unescape(node.text, &text)) return "is no base64";
  const auto& reflection = *message->GetReflection();
  field.is_repeated() ? reflection.AddString(message, &field, text) : reflection.SetString(message, &field, text);
  return "";
}

std::string SetEnum(const FieldDescriptor& field, const std::string& text, Message* message) {
  const auto* value = field.enum_type()->FindValueByName(text);
  if (value == nullptr || value->number() == 0) {
    std::string names;
    for (int i = 0; i < field.enum_type()->value_count(); ++i) {
      const auto& known = *field.enum_type()->value(i);
      if (known.number() != 0) absl::StrAppend(&names, names.empty() ? "" : ", ", known.name());
    }
    return StrCat(Quoted(text), " is none of ", names);
  }
  const auto& reflection = *message->GetReflection();
  field.is_repeated() ? reflection.AddEnum(message, &field, value) : reflection.SetEnum(message, &field, value);
  return "";
}

// By bytes: messages made from descriptors are of no generated type.
void Fill(const Message& from, Message* message) { message->ParsePartialFromString(from.SerializePartialAsString()); }

// RFC 3339. What is only nearly so, and the bounds of the calendar, TimeUtil refuses; it takes other letters for T.
bool ReadTime(const std::string& text, google::protobuf::Timestamp* time) {
  return text.size() >= 20 && text[10] == 'T' && TimeUtil::FromString(text, time);
}

}  // namespace

std::string SetScalar(const FieldDescriptor& field, const Node& node, Message* message) {
  const auto& reflection = *message->GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(field, node, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(field, node.text, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(field, node.text, message);
    case FieldDescriptor::CPPTYPE_INT32:
      return SetNumber<int32_t>(
          field, node.text, [&](auto number) { reflection.SetInt32(message, &field, number); },
          [&](auto number) { reflection.AddInt32(message, &field, number); });
    case FieldDescriptor::CPPTYPE_INT64:
      return SetNumber<int64_t>(
          field, node.text, [&](auto number) { reflection.SetInt64(message, &field, number); },
          [&](auto number) { reflection.AddInt64(message, &field, number); });
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetNumber<uint64_t>(
          field, node.text, [&](auto number) { reflection.SetUInt64(message, &field, number); },
          [&](auto number) { reflection.AddUInt64(message, &field, number); });
    default:
      return "is of a type that cannot be given here";
  }
}

bool IsWrittenAsText(const google::protobuf::Descriptor& type) {
  const std::string& name = type.full_name();
  return name == "google.type.Date" || name == "google.protobuf.Timestamp" || name == "google.protobuf.FieldMask";
}

std::string SetFromText(const FieldDescriptor& field, const std::string& text, Message* message) {
  const std::string& type = message->GetDescriptor()->full_name();
  if (type == "google.type.Date") {
    const bool may_be_partial = field.options().GetExtension(annotations::v1::field).may_be_partial();
    const auto date = civil::ParseDate(text, may_be_partial);
    if (!date.ok()) {
      return StrCat(Quoted(text), " is no day of the form 2025-10-01", may_be_partial ? ", nor 1975-03 nor 1975" : "");
    }
    Fill(*date, message);
  } else if (type == "google.protobuf.Timestamp") {
    google::protobuf::Timestamp time;
    if (!ReadTime(text, &time)) return StrCat(Quoted(text), " is no time of the form 2025-10-01T08:00:00+07:00");
    Fill(time, message);
  } else {
    google::protobuf::FieldMask mask;
    google::protobuf::util::FieldMaskUtil::FromString(text, &mask);
    Fill(mask, message);
  }
  return "";
}

}  // namespace congress::cli::yaml
