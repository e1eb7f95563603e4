#include "cli/output_cells.h"

#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "google/protobuf/any.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "google/type/timeofday.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What may stand for a message of a list among people: why something is blocked, or what it is called.
std::vector<const FieldDescriptor*> NamesOf(const google::protobuf::Descriptor& item) {
  std::vector<const FieldDescriptor*> names;
  for (const char* name : {"reason", "name", "code", "id", "title"}) {
    const FieldDescriptor* field = item.FindFieldByName(name);
    if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
    names.push_back(field);
  }
  return names;
}

std::string LabelOf(const Message& item) {
  for (const FieldDescriptor* field : NamesOf(*item.GetDescriptor())) {
    if (std::string label = item.GetReflection()->GetString(item, field); !label.empty()) return label;
  }
  return "";
}

std::string Text(const FieldDescriptor& field, const std::string& value) {
  return field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(value) : value;
}

std::string Truth(bool value, const Reader& reader) {
  if (reader.is_program) return value ? "true" : "false";
  return (value ? status::Sentence{"true", "có"} : status::Sentence{"false", "không"}).In(reader.language);
}

std::string Choice(const EnumValueDescriptor& value, const Reader& reader) {
  if (value.number() == 0) return "";
  if (reader.is_program || reader.language == status::Language::kEnglish) return value.name();
  const std::string word = WordOf(value, reader.language);
  return word.empty() ? value.name() : word;
}

// People do without fractions of a second.
std::string TimeText(const Message& message, const Reader& reader) {
  google::protobuf::Timestamp time;
  time.ParseFromString(message.SerializeAsString());
  return absl::FormatTime(reader.is_program ? "%Y-%m-%dT%H:%M:%E*S%Ez" : "%Y-%m-%dT%H:%M:%S%Ez",
                          civil::FromTimestamp(time), civil::Zone());
}

std::string Json(const Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) return "?";
  return json.size() > 1 && json.front() == '"' ? json.substr(1, json.size() - 2) : json;
}

// What the fields of a message say, for people, who read no JSON.
std::string Words(const Message& message, const Reader& reader) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::vector<std::string> words;
  for (const FieldDescriptor* field : fields) {
    std::string word = Cell(message, *field, reader);
    if (!word.empty()) words.push_back(std::move(word));
  }
  return absl::StrJoin(words, ", ");
}

// The message that an Any holds; null where this program does not know its type.
std::unique_ptr<Message> HeldBy(const Message& message) {
  google::protobuf::Any any;
  any.ParseFromString(message.SerializeAsString());
  const std::string type = any.type_url().substr(any.type_url().rfind('/') + 1);
  const auto* known = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type);
  if (known == nullptr) return nullptr;
  std::unique_ptr<Message> held(google::protobuf::MessageFactory::generated_factory()->GetPrototype(known)->New());
  return held->ParseFromString(any.value()) ? std::move(held) : nullptr;
}

std::string ValueText(const Message& message, const Reader& reader) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == "google.type.Date") {
    google::type::Date date;
    date.ParseFromString(message.SerializeAsString());
    return civil::Format(date);
  }
  if (type == "google.type.TimeOfDay") {
    google::type::TimeOfDay time;
    time.ParseFromString(message.SerializeAsString());
    return absl::StrFormat("%02d:%02d", time.hours(), time.minutes());
  }
  if (type == "google.protobuf.Timestamp") return TimeText(message, reader);
  if (!reader.is_program && type == "google.protobuf.Any") {
    const std::unique_ptr<Message> held = HeldBy(message);
    return held == nullptr ? "" : Words(*held, reader);
  }
  // A length of time or a mask is one text in JSON.
  std::string json = Json(message);
  return !reader.is_program && json.starts_with('{') ? Words(message, reader) : json;
}

// What is told in words, and what it is of: `MEETING_MISSING: chưa có ngày họp (scheduling, meetings/xx-a)`.
std::string Told(const Message& item, const Reader& reader) {
  std::string told;
  std::vector<std::string> rest;
  for (int i = 0; i < item.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *item.GetDescriptor()->field(i);
    std::string cell = Cell(item, field, reader);
    if (cell.empty()) continue;
    if (field.name() == "reason") {
      told = told.empty() ? cell : StrCat(cell, ": ", told);
    } else if (field.name() == "description") {
      told = told.empty() ? cell : StrCat(told, ": ", cell);
    } else {
      rest.push_back(std::move(cell));
    }
  }
  return rest.empty() ? told : StrCat(told, " (", absl::StrJoin(rest, ", "), ")");
}

// The items of a list: for people by their names, or by what they say; for programs those that are told in words on a
// line each, others as one JSON text.
std::string MessagesCell(const Message& message, const FieldDescriptor& field, const Reader& reader) {
  const auto& reflection = *message.GetReflection();
  std::vector<std::string> texts;
  const bool values = IsValue(*field.message_type()) && !field.is_map();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& item = reflection.GetRepeatedMessage(message, &field, i);
    texts.push_back(values               ? ValueText(item, reader)
                    : !reader.is_program ? LabelOf(item)
                    : IsTold(field)      ? Told(item, reader)
                                         : Json(item));
    if (!reader.is_program && texts.back().empty()) texts.back() = Words(item, reader);
  }
  if (texts.empty()) return "";
  if (!reader.is_program) return absl::StrJoin(texts, "; ");
  if (values) return absl::StrJoin(texts, ";");
  return IsTold(field) ? absl::StrJoin(texts, "\n") : StrCat("[", absl::StrJoin(texts, ","), "]");
}

}  // namespace

std::string WordOf(const EnumValueDescriptor& value, status::Language language) {
  const std::string word = status::SayOf(*value.type(), value.number(), {}, language);
  // A sentence that has yet to be filled in is no word for the value.
  return word == value.name() || word.find('{') != std::string::npos ? "" : word;
}

bool IsValue(const google::protobuf::Descriptor& type) {
  const std::string& package = type.file()->package();
  return package.rfind("congress.", 0) != 0;
}

bool MayHaveName(const google::protobuf::Descriptor& item) { return !NamesOf(item).empty(); }

bool IsTold(const FieldDescriptor& list) {
  return list.message_type() != nullptr && list.message_type()->FindFieldByName("reason") != nullptr &&
         list.message_type()->FindFieldByName("description") != nullptr;
}

std::string ItemCell(const Message& message, const FieldDescriptor& field, int index, const Reader& reader) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Text(field, reflection.GetRepeatedString(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT32:
      return StrCat(reflection.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return StrCat(reflection.GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Truth(reflection.GetRepeatedBool(message, &field, index), reader);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Choice(*reflection.GetRepeatedEnum(message, &field, index), reader);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ValueText(reflection.GetRepeatedMessage(message, &field, index), reader);
    default:
      return "";
  }
}

std::string Cell(const Message& message, const FieldDescriptor& field, const Reader& reader) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return MessagesCell(message, field, reader);
    std::vector<std::string> items;
    for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
      items.push_back(ItemCell(message, field, i, reader));
    }
    return absl::StrJoin(items, reader.is_program ? ";" : "; ");
  }
  if (field.has_presence() && !reflection.HasField(message, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Text(field, reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return StrCat(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Truth(reflection.GetBool(message, &field), reader);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Choice(*reflection.GetEnum(message, &field), reader);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ValueText(reflection.GetMessage(message, &field), reader);
    default:
      return "";
  }
}

}  // namespace congress::cli
