#include "platform/rpc/fields.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "google/type/date.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/text.h"

namespace congress::rpc {
namespace {

using annotations::v1::FieldRule;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using status::PlatformFault;

constexpr size_t kDefaultMaxLength = 1000;
constexpr int kDefaultMaxItems = 1000;
constexpr size_t kMaxIdLength = 63;

bool IsLowerAlnum(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c));
}

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdLength && absl::ascii_islower(static_cast<unsigned char>(text[0])) &&
         IsLowerAlnum(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsLowerAlnum(c) || c == '-'; });
}

// Ids that the system makes may begin with a digit, so a name's segment is looser than a chosen id.
bool IsSegment(std::string_view text) {
  return !text.empty() && text.size() <= kMaxIdLength && IsLowerAlnum(text[0]) && IsLowerAlnum(text.back()) &&
         std::all_of(text.begin(), text.end(), [](char c) { return IsLowerAlnum(c) || c == '-'; });
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

text::Kind KindOf(annotations::v1::Text text) {
  switch (text) {
    case annotations::v1::NAME:
      return text::Kind::kName;
    case annotations::v1::LINE:
      return text::Kind::kLine;
    case annotations::v1::CODE:
      return text::Kind::kCode;
    case annotations::v1::RAW:
      return text::Kind::kRaw;
    case annotations::v1::SPAN:
      return text::Kind::kSpan;
    default:
      return text::Kind::kProse;
  }
}

bool IsDate(const FieldDescriptor& field) { return field.message_type() == google::type::Date::descriptor(); }

// Whether the message is an update: its resource says only what is to change.
bool IsUpdate(const Descriptor& type) { return type.FindFieldByName("update_mask") != nullptr; }

// Checks one message, depth first, collecting what is wrong.
class Checker {
 public:
  // `partial`: what the message leaves out is no fault. `of_map`: for an entry of a map, what the map's field says.
  void Walk(Message* message, const std::string& path, bool partial = false, const FieldRule* of_map = nullptr) {
    const Descriptor& type = *message->GetDescriptor();
    const Reflection& reflection = *message->GetReflection();
    if (type.file()->package().starts_with("google.protobuf")) return;
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const FieldRule& rule = of_map != nullptr ? *of_map : RuleOf(field);
      if (rule.output_only() && field.name() != "name" && field.name() != "etag") {
        reflection.ClearField(message, &field);
        continue;
      }
      const std::string here = path.empty() ? field.name() : StrCat(path, ".", field.name());
      if (field.is_repeated()) {
        WalkRepeated(message, field, rule, here, partial);
      } else {
        WalkSingular(message, field, rule, here, partial);
      }
    }
  }

  absl::Status ToStatus() const { return violations_.ToStatus(); }

 private:
  void CheckDate(const FieldRule& rule, const Message& message, const std::string& path) {
    const auto& date = static_cast<const google::type::Date&>(message);
    if (civil::IsValid(date) || (rule.may_be_partial() && civil::IsPartial(date))) return;
    violations_.Add(path, civil::IsPartial(date) ? PlatformFault::NOT_A_WHOLE_DATE : PlatformFault::NOT_A_DATE);
  }

  void WalkRepeated(Message* message, const FieldDescriptor& field, const FieldRule& rule, const std::string& path,
                    bool partial) {
    const Reflection& reflection = *message->GetReflection();
    const int size = reflection.FieldSize(*message, &field);
    const int most = rule.max_items() > 0 ? rule.max_items() : kDefaultMaxItems;
    if (size == 0 && rule.required() && !partial) violations_.Add(path, PlatformFault::REQUIRED);
    if (size > most)
      violations_.Add(path, PlatformFault::TOO_MANY_ITEMS, {{"items", StrCat(size)}, {"most", StrCat(most)}});
    FieldRule of_entries;
    of_entries.set_text(rule.text());
    of_entries.set_max_length(rule.max_length());
    for (int i = 0; i < std::min(size, most); ++i) {
      const std::string here = StrCat(path, "[", i, "]");
      switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_MESSAGE:
          if (IsDate(field)) {
            CheckDate(rule, reflection.GetRepeatedMessage(*message, &field, i), here);
          } else {
            Walk(reflection.MutableRepeatedMessage(message, &field, i), here, /*partial=*/false,
                 field.is_map() ? &of_entries : nullptr);
          }
          break;
        case FieldDescriptor::CPPTYPE_STRING: {
          std::string text = reflection.GetRepeatedString(*message, &field, i);
          CheckText(field, rule, here, /*partial=*/false, &text);
          reflection.SetRepeatedString(message, &field, i, std::move(text));
          break;
        }
        case FieldDescriptor::CPPTYPE_INT32:
          CheckNumber(rule, reflection.GetRepeatedInt32(*message, &field, i), here);
          break;
        case FieldDescriptor::CPPTYPE_INT64:
          CheckNumber(rule, reflection.GetRepeatedInt64(*message, &field, i), here);
          break;
        case FieldDescriptor::CPPTYPE_ENUM:
          CheckEnum(field, reflection.GetRepeatedEnumValue(*message, &field, i), true, here);
          break;
        default:
          break;
      }
    }
  }

  void WalkSingular(Message* message, const FieldDescriptor& field, const FieldRule& rule, const std::string& path,
                    bool partial) {
    const Reflection& reflection = *message->GetReflection();
    if (!reflection.HasField(*message, &field)) {
      if (partial) return;
      if (rule.required()) violations_.Add(path, PlatformFault::REQUIRED);
      // What may be left out, as one of several, has no least value then.
      const bool zero = !field.has_presence();
      if (zero && rule.has_minimum() && rule.minimum() > 0)
        violations_.Add(path, PlatformFault::BELOW_MINIMUM, {{"minimum", StrCat(rule.minimum())}});
      return;
    }
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (IsDate(field)) return CheckDate(rule, reflection.GetMessage(*message, &field), path);
        return Walk(reflection.MutableMessage(message, &field), path, IsUpdate(*message->GetDescriptor()));
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string text = reflection.GetString(*message, &field);
        CheckText(field, rule, path, partial, &text);
        return reflection.SetString(message, &field, std::move(text));
      }
      case FieldDescriptor::CPPTYPE_INT32:
        return CheckNumber(rule, reflection.GetInt32(*message, &field), path);
      case FieldDescriptor::CPPTYPE_INT64:
        return CheckNumber(rule, reflection.GetInt64(*message, &field), path);
      case FieldDescriptor::CPPTYPE_ENUM:
        return CheckEnum(field, reflection.GetEnumValue(*message, &field), rule.required(), path);
      default:
        return;
    }
  }

  // `partial`: the text may be left out.
  void CheckText(const FieldDescriptor& field, const FieldRule& rule, const std::string& path, bool partial,
                 std::string* text) {
    const size_t most = rule.max_length() > 0 ? static_cast<size_t>(rule.max_length()) : kDefaultMaxLength;
    if (field.type() == FieldDescriptor::TYPE_BYTES) {
      if (text->size() > most)
        violations_.Add(path, PlatformFault::TOO_MANY_BYTES, {{"bytes", StrCat(text->size())}, {"most", StrCat(most)}});
      return;
    }
    absl::StatusOr<std::string> cleaned = text::Clean(KindOf(rule.text()), *text);
    if (!cleaned.ok()) {
      const auto [character, position] = text::CharacterOf(cleaned.status());
      return violations_.Add(path, PlatformFault::CHARACTER_REFUSED,
                             {{"character", character}, {"position", position}});
    }
    const bool emptied = cleaned->empty() && !text->empty();
    *text = *std::move(cleaned);
    // Of a repeated field, each item; an update may empty what it need not name.
    if (emptied && rule.required() && !partial) return violations_.Add(path, PlatformFault::REQUIRED);
    if (const size_t length = text::Length(*text); length > most) {
      return violations_.Add(path, PlatformFault::TOO_MANY_CHARACTERS,
                             {{"characters", StrCat(length)}, {"most", StrCat(most)}});
    }
    if (rule.id() && !IsId(*text)) {
      violations_.Add(path, PlatformFault::NOT_AN_ID);
    }
    if (rule.uuid()) {
      if (!IsUuid(*text)) violations_.Add(path, PlatformFault::NOT_A_UUID);
      // One UUID in either case is one UUID, so that a repetition is known as such.
      absl::AsciiStrToLower(text);
    }
    const bool free = rule.or_text() && !text->starts_with(rule.resource().substr(0, rule.resource().find('*')));
    // Of an optional field that is there and empty: none is named any more.
    const bool lifted = text->empty() && field.has_optional_keyword();
    if (!rule.resource().empty() && !free && !lifted && !FitsPattern(*text, rule.resource())) {
      violations_.Add(path, PlatformFault::NOT_A_NAME, {{"form", rule.resource()}});
    }
  }

  void CheckNumber(const FieldRule& rule, int64_t value, const std::string& path) {
    if (rule.has_minimum() && value < rule.minimum())
      violations_.Add(path, PlatformFault::BELOW_MINIMUM, {{"minimum", StrCat(rule.minimum())}});
    if (rule.has_maximum() && value > rule.maximum())
      violations_.Add(path, PlatformFault::ABOVE_MAXIMUM, {{"maximum", StrCat(rule.maximum())}});
  }

  void CheckEnum(const FieldDescriptor& field, int value, bool required, const std::string& path) {
    if (field.enum_type()->FindValueByNumber(value) == nullptr || (required && value == 0)) {
      violations_.Add(path, PlatformFault::NOT_A_VALUE, {{"enumeration", field.enum_type()->name()}});
    }
  }

  status::Violations violations_;
};

}  // namespace

// Found once per type.
bool CanHoldGraded(const Descriptor& type) {
  static std::mutex mutex;
  static std::map<const Descriptor*, bool>& known = *new std::map<const Descriptor*, bool>;
  const std::lock_guard lock(mutex);
  // A type on the way up answers false for itself; its other fields decide.
  const auto find = [](const auto& self, const Descriptor& message) -> bool {
    const auto [entry, fresh] = known.try_emplace(&message, false);
    if (!fresh) return entry->second;
    bool graded = false;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      graded = graded || RuleOf(field).grade() != annotations::v1::GRADE_UNSPECIFIED ||
               (field.message_type() != nullptr && self(self, *field.message_type()));
    }
    return known[&message] = graded;
  };
  return find(find, type);
}

std::string StringField(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  return message.GetReflection()->GetString(message, field);
}

bool IsValidateOnly(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("validate_only");
  return field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
         request.GetReflection()->GetBool(request, field);
}

namespace {

std::string NameOf(const Message& message) { return StringField(message, "name"); }

// Calls `visit` for every message set in `message`'s fields.
template <class Visit>
void ForEachChild(Message* message, Visit visit) {
  const Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      visit(reflection.MutableMessage(message, field));
    } else {
      const int size = reflection.FieldSize(*message, field);
      for (int i = 0; i < size; ++i) visit(reflection.MutableRepeatedMessage(message, field, i));
    }
  }
}

void RedactInto(annotations::v1::Grade clearance, Message* message, const std::string& resource,
                std::vector<GradedRead>* seen) {
  if (!CanHoldGraded(*message->GetDescriptor())) return;
  const std::string own = NameOf(*message);
  const std::string& name = own.empty() ? resource : own;
  const Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const annotations::v1::Grade grade = RuleOf(*field).grade();
    if (grade == annotations::v1::GRADE_UNSPECIFIED) continue;
    if (grade > clearance) {
      reflection.ClearField(message, field);
      continue;
    }
    if (seen->empty() || seen->back().name != name) seen->push_back({.name = name});
    auto& shown = seen->back().fields;
    if (std::find(shown.begin(), shown.end(), field) == shown.end()) shown.push_back(field);
  }
  ForEachChild(message, [&](Message* child) { RedactInto(clearance, child, name, seen); });
}

}  // namespace

const FieldRule& RuleOf(const FieldDescriptor& field) { return field.options().GetExtension(annotations::v1::field); }

bool FitsPattern(std::string_view name, std::string_view patterns) {
  const std::vector<std::string> segments = absl::StrSplit(ToAbsl(name), '/');
  for (const absl::string_view pattern : absl::StrSplit(ToAbsl(patterns), '|')) {
    const std::vector<std::string> wanted = absl::StrSplit(pattern, '/');
    if (wanted.size() != segments.size()) continue;
    bool fits = true;
    for (size_t i = 0; i < wanted.size(); ++i) {
      fits = fits && (wanted[i] == "*" ? IsSegment(segments[i]) : wanted[i] == segments[i]);
    }
    if (fits) return true;
  }
  return false;
}

absl::Status CheckFields(Message* request) {
  Checker checker;
  checker.Walk(request, "");
  return checker.ToStatus();
}

std::vector<GradedRead> Redact(annotations::v1::Grade clearance, Message* answer) {
  std::vector<GradedRead> seen;
  RedactInto(clearance, answer, "", &seen);
  return seen;
}

void ForEachMessage(const Message& message, absl::FunctionRef<void(const Message&)> visit) {
  visit(message);
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      ForEachMessage(reflection.GetMessage(message, field), visit);
    } else {
      const int size = reflection.FieldSize(message, field);
      for (int i = 0; i < size; ++i) ForEachMessage(reflection.GetRepeatedMessage(message, field, i), visit);
    }
  }
}

std::vector<GradedRead> GradedReads(annotations::v1::Grade clearance, const Message& answer) {
  if (!CanHoldGraded(*answer.GetDescriptor())) return {};
  // On a copy: what stays is what is seen.
  const std::unique_ptr<Message> copy(answer.New());
  copy->CopyFrom(answer);
  return Redact(clearance, copy.get());
}

void FillEtags(std::string_view etag, Message* answer) {
  const FieldDescriptor* field = answer->GetDescriptor()->FindFieldByName("etag");
  if (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !NameOf(*answer).empty() &&
      answer->GetReflection()->GetString(*answer, field).empty()) {
    answer->GetReflection()->SetString(answer, field, std::string(etag));
  }
  ForEachChild(answer, [&](Message* child) { FillEtags(etag, child); });
}

}  // namespace congress::rpc
