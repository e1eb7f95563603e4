#include "cli/request.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/language.h"
#include "cli/nearest.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "nlohmann/json.hpp"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Of JSON, whose reading and writing call themselves for each level.
constexpr int kMostDepth = 100;

std::string FlagName(const FieldDescriptor& field) { return absl::StrReplaceAll(field.name(), {{"_", "-"}}); }

// A message that one flag cannot say: its fields get flags of their own.
bool IsGroup(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
         field.message_type()->file()->package().starts_with("congress.");
}

absl::Status Bad(const Flag& flag, std::string_view value, const status::Sentence& wanted) {
  return Wrong({.en = StrCat("--", flag.name, ": '", value, "' is no ", wanted.en),
                .vi = StrCat("--", flag.name, ": '", value, "' không phải ", wanted.vi)});
}

bool MayBePartial(const FieldDescriptor& field) {
  return field.options().GetExtension(annotations::v1::field).may_be_partial();
}

absl::Status SetMessage(const Flag& flag, const std::string& value, Message* message) {
  const std::string& type = message->GetDescriptor()->full_name();
  if (type == "google.type.Date") {
    const bool may_be_partial = MayBePartial(*flag.path.back());
    const auto date = civil::ParseDate(value, may_be_partial);
    if (!date.ok() && may_be_partial) {
      return Bad(
          flag, value,
          {.en = "date of the form 1975-03-28, 1975-03 or 1975", .vi = "ngày theo dạng 1975-03-28, 1975-03 hoặc 1975"});
    }
    if (!date.ok()) return Bad(flag, value, {.en = "date of the form 2025-10-01", .vi = "ngày theo dạng 2025-10-01"});
    return message->ParseFromString(date->SerializeAsString()) ? absl::OkStatus() : absl::InternalError("date");
  }
  if (type == "google.protobuf.FieldMask") return MergeJson(StrCat("\"", value, "\""), message);
  if (type == "google.protobuf.Timestamp") return MergeJson(StrCat("\"", value, "\""), message);
  if (type == "google.protobuf.Duration") {
    if (MergeJson(StrCat("\"", value, "\""), message).ok()) return absl::OkStatus();
    return Bad(flag, value, {.en = "number of seconds of the form 5s", .vi = "số giây theo dạng 5s"});
  }
  return MergeJson(value, message);
}

// Keys and certificates come as files: `@FILE`.
bool IsPem(const FieldDescriptor& field) { return field.name().ends_with("_pem"); }

absl::Status SetValue(const Flag& flag, const FieldDescriptor& field, const std::string& value, Message* message) {
  const auto& reflection = *message->GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = value;
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        ASSIGN_OR_RETURN(text, ReadInput(value));
        if (text.empty() && field.options().GetExtension(annotations::v1::field).required()) {
          return Wrong({.en = StrCat("the file '", value, "' is empty"), .vi = StrCat("tệp '", value, "' rỗng")});
        }
      } else if (IsPem(field) && value.starts_with('@')) {
        ASSIGN_OR_RETURN(text, ReadInput(value.substr(1)));
      }
      many ? reflection.AddString(message, &field, text) : reflection.SetString(message, &field, text);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      bool flag_value = false;
      if (!absl::SimpleAtob(value, &flag_value)) {
        return Bad(flag, value, {.en = "true or false", .vi = "true hoặc false"});
      }
      reflection.SetBool(message, &field, flag_value);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64: {
      int64_t number = 0;
      const bool narrow = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
      if (!absl::SimpleAtoi(value, &number) || (narrow && number != static_cast<int32_t>(number))) {
        return Bad(flag, value, {.en = "whole number", .vi = "số nguyên"});
      }
      if (narrow) {
        many ? reflection.AddInt32(message, &field, static_cast<int32_t>(number))
             : reflection.SetInt32(message, &field, static_cast<int32_t>(number));
      } else {
        many ? reflection.AddInt64(message, &field, number) : reflection.SetInt64(message, &field, number);
      }
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const std::string upper = absl::StrReplaceAll(absl::AsciiStrToUpper(value), {{"-", "_"}});
      const auto* number = field.enum_type()->FindValueByName(upper);
      if (number == nullptr) {
        const std::string& type = field.enum_type()->name();
        const std::string all = ValuesOf(*field.enum_type(), ", ");
        const std::string near = Nearest(absl::StrReplaceAll(value, {{"_", "-"}}), absl::StrSplit(all, ", "));
        if (!near.empty()) {
          return Bad(flag, value,
                     {.en = StrCat("value of ", type, "; did you mean ", near, "?"),
                      .vi = StrCat("giá trị của ", type, "; có phải là ", near, " không?")});
        }
        return Bad(
            flag, value,
            {.en = StrCat("value of ", type, ", only ", all), .vi = StrCat("giá trị của ", type, ", chỉ có ", all)});
      }
      many ? reflection.AddEnum(message, &field, number) : reflection.SetEnum(message, &field, number);
      return absl::OkStatus();
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(flag, value,
                        many ? reflection.AddMessage(message, &field) : reflection.MutableMessage(message, &field));
    default:
      return absl::UnimplementedError(StrCat("--", flag.name, ": say it in --json"));
  }
}

// Dates may be written as people and tables write them: protobuf knows them only as objects of year, month and day.
void WidenDates(const google::protobuf::Descriptor& type, bool may_be_partial, nlohmann::json* value) {
  if (value->is_array()) {
    for (nlohmann::json& item : *value) WidenDates(type, may_be_partial, &item);
  } else if (type.full_name() == "google.type.Date" && value->is_string()) {
    const auto date = civil::ParseDate(value->get<std::string>(), may_be_partial);
    if (date.ok()) *value = {{"year", date->year()}, {"month", date->month()}, {"day", date->day()}};
  } else if (value->is_object()) {
    for (auto& [key, inner] : value->items()) {
      const FieldDescriptor* field = type.FindFieldByName(key);
      if (field == nullptr) field = type.FindFieldByCamelcaseName(key);
      if (field != nullptr && field->message_type() != nullptr && !field->is_map()) {
        WidenDates(*field->message_type(), MayBePartial(*field), &inner);
      }
    }
  }
}

}  // namespace

std::vector<Flag> FlagsOf(const google::protobuf::Descriptor& type) {
  std::vector<Flag> flags;
  std::set<std::string> taken;
  for (int i = 0; i < type.field_count(); ++i) taken.insert(FlagName(*type.field(i)));
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    flags.push_back({FlagName(*field), {field}});
    if (!IsGroup(*field)) continue;
    for (int j = 0; j < field->message_type()->field_count(); ++j) {
      const FieldDescriptor* inner = field->message_type()->field(j);
      const auto& rule = inner->options().GetExtension(annotations::v1::field);
      if (rule.output_only() && inner->name() != "name" && inner->name() != "etag") continue;
      std::string name = FlagName(*inner);
      if (!taken.insert(name).second) name = StrCat(FlagName(*field), "-", name);
      flags.push_back({name, {field, inner}});
    }
  }
  return flags;
}

absl::Status SetFlag(const Flag& flag, const std::vector<std::string>& values, Message* request) {
  // What nobody typed is not there, either: a form that is there means a paper.
  if (values.empty()) return absl::OkStatus();
  Message* message = request;
  for (size_t i = 0; i + 1 < flag.path.size(); ++i) {
    message = message->GetReflection()->MutableMessage(message, flag.path[i]);
  }
  const FieldDescriptor& field = *flag.path.back();
  for (const std::string& value : values) {
    // Several at once, as JSON has them.
    const bool is_list = field.is_repeated() && field.message_type() != nullptr && value.starts_with('[');
    RETURN_IF_ERROR(is_list ? MergeJson(StrCat("{\"", field.json_name(), "\":", value, "}"), message)
                            : SetValue(flag, field, value, message));
  }
  return absl::OkStatus();
}

std::string ValuesOf(const google::protobuf::EnumDescriptor& type, std::string_view between) {
  std::string all;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    const std::string value = absl::StrReplaceAll(absl::AsciiStrToLower(type.value(i)->name()), {{"_", "-"}});
    all += StrCat(all.empty() ? "" : between, value);
  }
  return all;
}

void AddTypedToMask(const std::vector<Flag>& flags, const std::vector<std::vector<std::string>>& values,
                    Message* request) {
  const FieldDescriptor* mask = request->GetDescriptor()->FindFieldByName("update_mask");
  if (mask == nullptr || request->GetReflection()->HasField(*request, mask)) return;
  Message* paths = request->GetReflection()->MutableMessage(request, mask);
  const FieldDescriptor* list = paths->GetDescriptor()->FindFieldByName("paths");
  for (size_t i = 0; i < flags.size(); ++i) {
    const std::string& field = flags[i].path.back()->name();
    if (flags[i].path.size() != 2 || values[i].empty() || field == "name" || field == "etag") continue;
    paths->GetReflection()->AddString(paths, list, field);
  }
  if (paths->GetReflection()->FieldSize(*paths, list) == 0) request->GetReflection()->ClearField(request, mask);
}

absl::Status MergeJson(const std::string& json, Message* message) {
  // What is no JSON goes on as it is: the reader below says where it is broken.
  bool deep = false;
  const auto is_shallow = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    deep = deep || depth > kMostDepth;
    return !deep;
  };
  nlohmann::json tree = nlohmann::json::parse(json, is_shallow, false);
  if (deep) {
    return Wrong({.en = StrCat("the JSON is more than ", kMostDepth, " deep"),
                  .vi = StrCat("JSON lồng sâu quá ", kMostDepth, " cấp")});
  }
  if (!tree.is_discarded()) WidenDates(*message->GetDescriptor(), false, &tree);
  std::unique_ptr<Message> read(message->New());
  const auto status = google::protobuf::util::JsonStringToMessage(tree.is_discarded() ? json : tree.dump(), read.get());
  if (!status.ok()) {
    const std::string& type = message->GetDescriptor()->name();
    const std::string fault(status.message().data(), status.message().size());
    return Wrong({.en = StrCat("not the JSON of a ", type, ": ", fault),
                  .vi = StrCat("không phải JSON của ", type, ": ", fault)});
  }
  message->MergeFrom(*read);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadInput(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return Wrong({.en = StrCat("cannot read the file '", path, "': it is a folder"),
                  .vi = StrCat("không đọc được tệp '", path, "': đó là thư mục")});
  }
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& input = path == "-" ? std::cin : file;
  // Not by operator<<, which takes an empty file for a failure.
  std::string content((std::istreambuf_iterator<char>(input)), std::istreambuf_iterator<char>());
  if (input.bad() || (path != "-" && !file.is_open())) {
    return Wrong({.en = StrCat("cannot read the file '", path, "'"), .vi = StrCat("không đọc được tệp '", path, "'")});
  }
  return content;
}

}  // namespace congress::cli
