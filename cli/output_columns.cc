#include "cli/output_columns.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/language.h"
#include "cli/yaml/document.h"
#include "congress/annotations/v1/options.pb.h"
#include "platform/status/strings.h"

extern "C" const char congress_output_columns_begin[];
extern "C" const char congress_output_columns_end[];

namespace congress::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Beside the types: what fields are called that no type has among its columns.
constexpr std::string_view kLabels = "labels";

const yaml::Document& Curated() {
  static const yaml::Document& document =
      *new yaml::Document(yaml::Parse({congress_output_columns_begin, congress_output_columns_end}));
  return document;
}

bool IsMessage(const FieldDescriptor& field) { return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE; }

// Whether the list is of pairs of a name that comes once and a value, such as measures: a column each.
bool IsOfPairs(const FieldDescriptor& field) {
  if (!field.is_repeated() || !IsMessage(field) || field.message_type()->field_count() != 2) return false;
  const FieldDescriptor& name = *field.message_type()->field(0);
  return name.name() == "name" && name.options().GetExtension(annotations::v1::field).id() &&
         !IsMessage(*field.message_type()->field(1));
}

// The message in which the last field of the path lies; null where one on the way is not set.
const Message* HolderOf(const Column& column, const Row& row) {
  const Message* message = row.chain[column.level];
  for (size_t i = 0; i + 1 < column.fields.size(); ++i) {
    if (!message->GetReflection()->HasField(*message, column.fields[i])) return nullptr;
    message = &message->GetReflection()->GetMessage(*message, column.fields[i]);
  }
  return message;
}

// The names of the pairs in the rows, in the order in which they first occur, behind `keys`.
std::vector<std::string> KeysIn(const Column& pairs, const std::vector<Row>& rows, std::vector<std::string> keys) {
  for (const Row& row : rows) {
    const Message* holder = HolderOf(pairs, row);
    if (holder == nullptr) continue;
    const FieldDescriptor& list = *pairs.fields.back();
    for (int i = 0; i < holder->GetReflection()->FieldSize(*holder, &list); ++i) {
      const Message& item = holder->GetReflection()->GetRepeatedMessage(*holder, &list, i);
      const std::string key = item.GetReflection()->GetString(item, list.message_type()->field(0));
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

// `measures` → `measure`.
std::string Singular(const std::string& name) { return name.ends_with('s') ? name.substr(0, name.size() - 1) : name; }

class Collector {
 public:
  Collector(const std::vector<Row>& rows, const std::vector<std::string>& asked) : rows_(rows), asked_(asked) {}

  void Add(const Descriptor& type, const Column& outer, std::vector<Column>* columns) {
    types_.push_back(&type);
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      Column column = outer;
      column.path += field.name();
      column.fields.push_back(&field);
      if (IsOfPairs(field)) {
        const std::string prefix = StrCat(outer.path, Singular(field.name()), ":");
        for (std::string& key : KeysIn(column, rows_, KeysAsked(prefix))) {
          Column of_key = column;
          of_key.path = prefix + key;
          of_key.title = of_key.path;
          of_key.key = std::move(key);
          columns->push_back(std::move(of_key));
        }
      } else if (IsMessage(field) && !field.is_repeated() && !IsValue(*field.message_type()) &&
                 std::find(types_.begin(), types_.end(), field.message_type()) == types_.end()) {
        column.path += ".";
        Add(*field.message_type(), column, columns);
      } else {
        column.title = column.path;
        columns->push_back(std::move(column));
      }
    }
    types_.pop_back();
  }

 private:
  std::vector<std::string> KeysAsked(const std::string& prefix) const {
    std::vector<std::string> keys;
    for (const std::string& name : asked_) {
      if (name.starts_with(prefix)) keys.push_back(name.substr(prefix.size()));
    }
    return keys;
  }

  const std::vector<Row>& rows_;
  const std::vector<std::string>& asked_;
  // On the way; one that comes again would never end.
  std::vector<const Descriptor*> types_;
};

}  // namespace

std::vector<Column> ColumnsOf(const Descriptor& type, const std::vector<Row>& rows,
                              const std::vector<std::string>& asked) {
  std::vector<Column> columns;
  const size_t level = rows.empty() ? 0 : rows.front().chain.size() - 1;
  Collector(rows, asked).Add(type, {.path = "", .title = "", .level = level}, &columns);
  return columns;
}

std::vector<std::string> CuratedTypes() {
  std::vector<std::string> types;
  for (const auto& [type, columns] : Curated().root->entries) {
    if (type->text != kLabels) types.push_back(type->text);
  }
  return types;
}

std::string TitleOf(std::string_view path, status::Language language) {
  static const auto& labels = *new std::map<std::string, std::string>([] {
    std::map<std::string, std::string> read;
    for (const auto& [type, fields] : Curated().root->entries) {
      if (type->text != kLabels) continue;
      for (const auto& [name, label] : fields->entries) read[name->text] = label->text;
    }
    return read;
  }());
  if (language == status::Language::kEnglish) return std::string(path);
  std::vector<std::string> parts = absl::StrSplit(ToAbsl(path), '.');
  for (std::string& part : parts) {
    const auto known = labels.find(part);
    if (known == labels.end()) return std::string(path);
    part = known->second;
  }
  return absl::StrJoin(parts, " / ");
}

void Entitle(const Descriptor& type, status::Language language, std::vector<Column>* columns) {
  const std::vector<Column> curated = CuratedColumns(type, language);
  for (Column& column : *columns) {
    const auto known =
        std::find_if(curated.begin(), curated.end(), [&](const Column& other) { return other.path == column.path; });
    column.title = known == curated.end() ? TitleOf(column.path, language) : known->title;
  }
}

std::vector<Column> CuratedColumns(const Descriptor& type, status::Language language) {
  std::vector<Column> columns;
  for (const auto& [name, curated] : Curated().root->entries) {
    if (name->text != type.full_name()) continue;
    for (const auto& [path, titles] : curated->entries) {
      Column& column = columns.emplace_back();
      column.path = path->text;
      column.title = titles->items[language == status::Language::kVietnamese ? 1 : 0]->text;
      const Descriptor* holder = &type;
      for (const std::string& part : std::vector<std::string>(absl::StrSplit(path->text, '.'))) {
        const FieldDescriptor* field = holder == nullptr ? nullptr : holder->FindFieldByName(part);
        // A test holds the paths against the protos.
        if (field == nullptr) return {};
        column.fields.push_back(field);
        holder = field->message_type();
      }
    }
  }
  return columns;
}

absl::StatusOr<std::vector<Column>> NamedColumns(const std::vector<std::string>& names,
                                                 const std::vector<Column>& columns) {
  std::vector<Column> named;
  for (const std::string& name : names) {
    const std::string path = absl::StrReplaceAll(name, {{"-", "_"}});
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.path == name || column.path == path; });
    if (found == columns.end()) {
      const std::string all =
          absl::StrJoin(columns, ", ", [](std::string* out, const Column& column) { out->append(column.path); });
      return Wrong({.en = StrCat("there is no column '", name, "'; there are ", all),
                    .vi = StrCat("không có cột '", name, "'; các cột là ", all)});
    }
    named.push_back(*found);
  }
  return named;
}

int SizeOf(const Column& column, const Row& row) {
  const Message* holder = HolderOf(column, row);
  return holder == nullptr ? 0 : holder->GetReflection()->FieldSize(*holder, column.fields.back());
}

std::string ColumnCell(const Column& column, const Row& row, const Reader& reader) {
  const Message* holder = HolderOf(column, row);
  if (holder == nullptr) return "";
  const FieldDescriptor& field = *column.fields.back();
  if (row.index >= 0 && column.level + 1 == row.chain.size() && field.is_repeated()) {
    return ItemCell(*holder, field, row.index, reader);
  }
  if (column.key.empty()) return Cell(*holder, field, reader);
  for (int i = 0; i < holder->GetReflection()->FieldSize(*holder, &field); ++i) {
    const Message& item = holder->GetReflection()->GetRepeatedMessage(*holder, &field, i);
    if (item.GetReflection()->GetString(item, field.message_type()->field(0)) == column.key) {
      return Cell(item, *field.message_type()->field(1), reader);
    }
  }
  return "";
}

}  // namespace congress::cli
