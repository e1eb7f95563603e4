#include "platform/imports/cells.h"

#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "congress/tables/v1/import.pb.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/ignored.h"
#include "platform/csv/number.h"
#include "platform/rpc/fields.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"

namespace congress::imports {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using tables::v1::ImportRow;

constexpr std::string_view kYes[] = {"true", "yes", "x", "co", "1"};
constexpr std::string_view kNo[] = {"false", "no", "khong", "0"};

// By its name, or by what people call it in either language, in any case; what stands for nothing is no value.
const EnumValueDescriptor* ValueOf(const EnumDescriptor& type, std::string_view word) {
  const std::string key = csv::TitleKey(word);
  for (int i = 0; i < type.value_count(); ++i) {
    const EnumValueDescriptor* value = type.value(i);
    if (value->number() == 0) continue;
    const status::Sentence said = status::SayOf(type, value->number(), {});
    for (const std::string_view one :
         {std::string_view(value->name()), std::string_view(said.en), std::string_view(said.vi)}) {
      if (csv::TitleKey(one) == key) return value;
    }
  }
  return nullptr;
}

std::string ValuesOf(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
  }
  return absl::StrJoin(names, ", ");
}

bool IsMessage(const FieldDescriptor& field) { return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE; }

bool IsDate(const FieldDescriptor& field) {
  return IsMessage(field) && field.message_type() == google::type::Date::descriptor();
}

// A message that is one value, such as a place: it has one cell, as congressctl prints it.
bool IsValue(const FieldDescriptor& field) {
  return IsMessage(field) && !field.message_type()->file()->package().starts_with("congress.");
}

// As JSON, without what the server alone sets in it: a list says that of each item, and an import changes none of it.
std::string JsonOf(const Message& message) {
  const std::unique_ptr<Message> said(message.New());
  said->CopyFrom(message);
  (void)rpc::CheckFields(said.get());
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(*said, &json);
  return json;
}

std::string DateOf(const Message& date) { return civil::Format(static_cast<const google::type::Date&>(date)); }

// A field as a cell shows it.
std::string Text(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  if (!field.is_repeated()) {
    if (field.has_presence() && !reflection.HasField(message, &field)) return "";
    if (IsMessage(field)) {
      const Message& value = reflection.GetMessage(message, &field);
      return IsDate(field) ? DateOf(value) : JsonOf(value);
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const EnumValueDescriptor* value = reflection.GetEnum(message, &field);
      return value->number() == 0 ? "" : value->name();
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) return reflection.GetString(message, &field);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL)
      return reflection.GetBool(message, &field) ? "true" : "false";
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) return StrCat(reflection.GetInt32(message, &field));
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) return StrCat(reflection.GetInt64(message, &field));
  }
  std::vector<std::string> items;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      items.push_back(reflection.GetRepeatedString(message, &field, i));
    } else {
      const Message& item = reflection.GetRepeatedMessage(message, &field, i);
      items.push_back(IsDate(field) ? DateOf(item) : JsonOf(item));
    }
  }
  return absl::StrJoin(items, "; ");
}

// The message that holds the last field of the path; null where it is not there.
const Message* Inner(const Message& message, const std::vector<const FieldDescriptor*>& path) {
  const Message* at = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    if (!at->GetReflection()->HasField(*at, path[i])) return nullptr;
    at = &at->GetReflection()->GetMessage(*at, path[i]);
  }
  return at;
}

// The resource that the cell means, where its collection goes without saying; else the cell.
std::string NameOfResource(const FieldDescriptor& field, const std::string& cell) {
  const auto& rule = rpc::RuleOf(field);
  const std::string& pattern = rule.resource();
  const bool is_alone = pattern.ends_with("/*") && pattern.find('/') == pattern.size() - 2;
  const std::string id = absl::AsciiStrToLower(text::CleanOrDrop(text::Kind::kCode, cell));
  const auto fits = [](unsigned char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; };
  if (!is_alone || rule.or_text() || id.empty() || !std::all_of(id.begin(), id.end(), fits)) return cell;
  // As allocation makes ids of the statistics' codes, which are digits.
  const bool is_code = pattern == "organisations/*" && absl::ascii_isdigit(static_cast<unsigned char>(id[0]));
  return StrCat(pattern.substr(0, pattern.size() - 1), is_code ? "unit-" : "", id);
}

// The field as JSON.
bool ReadJson(std::string_view cell, const FieldDescriptor& field, Message* message) {
  // Of a message of its own: what is wrong in it leaves nothing.
  const std::unique_ptr<Message> read(message->New());
  const std::string json = StrCat("{\"", field.json_name(), "\":", cell, "}");
  if (!google::protobuf::util::JsonStringToMessage(json, read.get()).ok()) return false;
  // The cell can end the list and say more.
  message->GetReflection()->SwapFields(message, read.get(), {&field});
  return true;
}

// Lists as JSON, or texts and days with `;` between them.
bool ReadList(std::string_view cell, const FieldDescriptor& field, Message* message) {
  if (cell.starts_with("[")) return ReadJson(cell, field, message);
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING && !IsDate(field)) return false;
  const auto& reflection = *message->GetReflection();
  for (const absl::string_view part : absl::StrSplit(ToAbsl(cell), ';', absl::SkipWhitespace())) {
    const std::string item(absl::StripAsciiWhitespace(part));
    if (!IsDate(field)) {
      reflection.AddString(message, &field, item);
      continue;
    }
    const auto date = civil::ParseDate(item, rpc::RuleOf(field).may_be_partial());
    if (!date.ok()) return false;
    reflection.AddMessage(message, &field)->CopyFrom(*date);
  }
  return true;
}

}  // namespace

void Cells::Collect(const Descriptor& type, const Path& above, std::vector<Path>* paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (rpc::RuleOf(*field).output_only() || field->name() == "name" || field->name() == "etag") continue;
    Path path = above;
    path.push_back(field);
    if (!IsMessage(*field) || field->is_repeated() || IsValue(*field)) {
      paths->push_back(std::move(path));
    } else if (above.empty()) {
      Collect(*field->message_type(), path, paths);
    }
  }
}

Cells::Cells(const csv::Table& table, const Descriptor& type) : decimal_(table.decimal) {
  std::vector<Path> paths;
  Collect(type, {}, &paths);
  const auto alone = [&](const FieldDescriptor* field) {
    return std::count_if(paths.begin(), paths.end(),
                         [&](const Path& other) { return other.back()->name() == field->name(); }) == 1;
  };
  std::set<std::string> fields;
  std::vector<std::string> taken = {"name"};
  for (const Path& path : paths) {
    const std::string title =
        absl::StrJoin(path, ".", [](std::string* out, const FieldDescriptor* field) { out->append(field->name()); });
    taken.push_back(title);
    if (alone(path.back())) taken.push_back(path.back()->name());
    int column = table.Column(title);
    if (column < 0 && alone(path.back())) column = table.Column(path.back()->name());
    if (column < 0) {
      // What a part needs that may be absent as a whole is not needed.
      const bool needed = std::all_of(path.begin(), path.end(),
                                      [](const FieldDescriptor* field) { return rpc::RuleOf(*field).required(); });
      complete_ = complete_ && !needed && (path.size() > 1 || path.back()->name() != "organisation");
      continue;
    }
    const auto is_empty = [&](const csv::Row& row) { return row.fields[static_cast<size_t>(column)].empty(); };
    const bool graded = std::any_of(path.begin(), path.end(), [](const FieldDescriptor* field) {
      return rpc::RuleOf(*field).grade() != annotations::v1::GRADE_UNSPECIFIED;
    });
    if (graded && std::all_of(table.rows.begin(), table.rows.end(), is_empty)) continue;
    columns_.push_back({.index = static_cast<size_t>(column), .title = title, .path = path, .graded = graded});
    if (fields.insert(path.front()->name()).second) mask_.add_paths(path.front()->name());
  }
  ignored_ = csv::IgnoredColumns(table, taken);
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    const auto rule = rpc::RuleOf(*field);
    const int column = table.Column(field->name());
    const bool is_plain = !field->is_repeated() && field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
    if (column < 0 || !rule.output_only() || !is_plain || rule.grade() != annotations::v1::GRADE_UNSPECIFIED) continue;
    if (field->name() == "name" || field->name() == "etag") continue;
    kept_.push_back({.index = static_cast<size_t>(column), .title = field->name(), .path = {field}});
  }
}

std::vector<status::Sentence> Cells::Kept(const csv::Row& row, const Message& before) const {
  std::vector<status::Sentence> kept;
  for (const Column& column : kept_) {
    const std::string said = text::CleanOrDrop(text::Kind::kProse, row.fields[column.index]);
    const std::string stored = Text(before, *column.path.back());
    if (said == stored) continue;
    kept.push_back(
        status::Say(ImportRow::COLUMN_KEPT, {{"column", column.title}, {"value", said}, {"before", stored}}));
  }
  return kept;
}

void Cells::Lay(const csv::Row& row, Message* message, std::vector<status::Sentence>* errors) const {
  for (const Column& column : columns_) {
    const std::string cell(absl::StripAsciiWhitespace(row.fields[column.index]));
    const FieldDescriptor* field = column.path.back();
    if (cell.empty() && Inner(*message, column.path) == nullptr) continue;
    Message* at = message;
    for (size_t i = 0; i + 1 < column.path.size(); ++i) at = at->GetReflection()->MutableMessage(at, column.path[i]);
    const auto& reflection = *at->GetReflection();
    const auto complain = [&](ImportRow::Finding finding, status::Metadata more = {}) {
      more.insert(more.begin(), {{"column", column.title}, {"value", column.graded ? "…" : cell}});
      errors->push_back(status::Say(finding, more));
    };
    if (cell.empty()) {
      reflection.ClearField(at, field);
    } else if (field->is_repeated()) {
      reflection.ClearField(at, field);
      if (!ReadList(cell, *field, at)) complain(ImportRow::NOT_A_LIST);
    } else if (IsDate(*field)) {
      const bool may_be_partial = rpc::RuleOf(*field).may_be_partial();
      const auto date = civil::ParseDate(cell, may_be_partial);
      if (date.ok()) {
        reflection.MutableMessage(at, field)->CopyFrom(*date);
      } else if (civil::IsLikelySerial(cell) && column.graded) {
        complain(ImportRow::GRADED_DAY_AS_NUMBER);
      } else if (civil::IsLikelySerial(cell)) {
        complain(ImportRow::DAY_AS_NUMBER, {{"day", civil::Format(*civil::FromSerial(cell))}});
      } else {
        complain(may_be_partial ? ImportRow::NOT_A_DAY_OR_YEAR : ImportRow::NOT_A_DAY);
      }
    } else if (IsMessage(*field)) {
      if (!ReadJson(cell, *field, at)) {
        complain(ImportRow::VALUE_UNKNOWN, {{"known", StrCat(field->message_type()->full_name(), ", JSON")}});
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const EnumValueDescriptor* value = ValueOf(*field->enum_type(), cell);
      if (value != nullptr) reflection.SetEnum(at, field, value);
      if (value == nullptr) complain(ImportRow::VALUE_UNKNOWN, {{"known", ValuesOf(*field->enum_type())}});
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
      const std::string word = csv::TitleKey(cell);
      const bool yes = std::find(std::begin(kYes), std::end(kYes), word) != std::end(kYes);
      const bool no = std::find(std::begin(kNo), std::end(kNo), word) != std::end(kNo);
      if (yes || no) reflection.SetBool(at, field, yes);
      if (!yes && !no) complain(ImportRow::VALUE_UNKNOWN, {{"known", "true, false"}});
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
               field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      const csv::Number number = csv::ReadNumber(cell, decimal_);
      int64_t read = 0;
      const bool fits = number.plain && absl::SimpleAtoi(*number.plain, &read) &&
                        (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64 || read == static_cast<int32_t>(read));
      if (!fits) {
        complain(ImportRow::NOT_A_NUMBER);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
        reflection.SetInt32(at, field, static_cast<int32_t>(read));
      } else {
        reflection.SetInt64(at, field, read);
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      reflection.SetString(at, field, NameOfResource(*field, cell));
    }
  }
}

std::string Cells::Shown(const Message& message, const Column& column) {
  const Message* at = Inner(message, column.path);
  return at == nullptr ? "" : Text(*at, *column.path.back());
}

std::vector<status::Sentence> Cells::Fixed(const Message& before, const Message& after) const {
  std::vector<status::Sentence> fixed;
  for (const Column& column : columns_) {
    if (!rpc::RuleOf(*column.path.front()).immutable() || Shown(before, column) == Shown(after, column)) continue;
    fixed.push_back(status::Say(ImportRow::COLUMN_FIXED, {{"column", column.title}}));
  }
  return fixed;
}

std::vector<status::Sentence> Cells::Changes(const Message& before, const Message& after) const {
  std::vector<status::Sentence> changes;
  for (const Column& column : columns_) {
    const std::string old = Shown(before, column);
    const std::string fresh = Shown(after, column);
    if (old == fresh) continue;
    if (column.graded && fresh.empty()) {
      changes.push_back(status::Say(ImportRow::GRADED_EMPTIED, {{"column", column.title}}));
    } else if (column.graded) {
      changes.push_back(status::Say(ImportRow::GRADED_CHANGED, {{"column", column.title}}));
    } else if (fresh.empty()) {
      changes.push_back(status::Say(ImportRow::COLUMN_EMPTIED, {{"column", column.title}, {"before", old}}));
    } else {
      changes.push_back(
          status::Say(ImportRow::COLUMN_CHANGED, {{"column", column.title}, {"before", old}, {"after", fresh}}));
    }
  }
  return changes;
}

}  // namespace congress::imports
