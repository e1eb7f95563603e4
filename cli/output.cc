#include "cli/output.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "cli/language.h"
#include "google/protobuf/util/json_util.h"
#include "google/type/date.pb.h"
#include "nlohmann/json.hpp"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What stands for an item of a list that is itself only a cell: why something is blocked, or what it is called.
std::string LabelOf(const Message& item) {
  for (const char* name : {"reason", "name", "code", "id"}) {
    const FieldDescriptor* field = item.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->is_repeated() || field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
    if (std::string label = item.GetReflection()->GetString(item, field); !label.empty()) return label;
  }
  return "";
}

// Texts as they are, bytes in hexadecimal digits.
std::string Text(const FieldDescriptor& field, const std::string& value) {
  return field.type() == FieldDescriptor::TYPE_BYTES ? absl::BytesToHexString(value) : value;
}

// A list as one cell: strings, or the names of its messages; without names, how many there are.
std::string ListCell(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, &field);
  if (size == 0) return "";
  std::vector<std::string> items;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    for (int i = 0; i < size; ++i) items.push_back(Text(field, reflection.GetRepeatedString(message, &field, i)));
    return absl::StrJoin(items, ";");
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    for (int i = 0; i < size; ++i) items.push_back(LabelOf(reflection.GetRepeatedMessage(message, &field, i)));
    if (std::find(items.begin(), items.end(), "") == items.end()) return absl::StrJoin(items, "; ");
  }
  return StrCat("(", size, ")");
}

// One field as one cell.
std::string Cell(const Message& message, const FieldDescriptor& field) {
  if (field.is_repeated()) return ListCell(message, field);
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Text(field, reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_INT32:
      return StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return StrCat(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(message, &field) == 0 ? "" : reflection.GetEnum(message, &field)->name();
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      if (!reflection.HasField(message, &field)) return "";
      const Message& inner = reflection.GetMessage(message, &field);
      if (inner.GetDescriptor()->full_name() == "google.type.Date") {
        google::type::Date date;
        date.ParseFromString(inner.SerializeAsString());
        return civil::Format(civil::FromDate(date));
      }
      std::string json;
      if (!google::protobuf::util::MessageToJsonString(inner, &json).ok()) return "?";
      return json.size() > 1 && json.front() == '"' ? json.substr(1, json.size() - 2) : json;
    }
    default:
      return "";
  }
}

bool IsList(const FieldDescriptor& field) {
  return field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// The list of an answer: its only repeated field of messages.
const FieldDescriptor* ListOf(const Message& answer) {
  const FieldDescriptor* list = nullptr;
  for (int i = 0; i < answer.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = answer.GetDescriptor()->field(i);
    if (!IsList(*field)) continue;
    if (answer.GetDescriptor()->FindFieldByName("name") != nullptr || list != nullptr) return nullptr;
    list = field;
  }
  return list;
}

using Rows = std::vector<std::vector<std::string>>;

Rows RowsOf(const Message& answer, const FieldDescriptor& list) {
  std::vector<const FieldDescriptor*> columns;
  for (int i = 0; i < list.message_type()->field_count(); ++i) {
    const FieldDescriptor* field = list.message_type()->field(i);
    if (field->name() != "etag" && field->type() != FieldDescriptor::TYPE_BYTES) columns.push_back(field);
  }
  Rows rows(1);
  for (const FieldDescriptor* column : columns) rows[0].push_back(column->name());
  const int size = answer.GetReflection()->FieldSize(answer, &list);
  for (int i = 0; i < size; ++i) {
    const Message& item = answer.GetReflection()->GetRepeatedMessage(answer, &list, i);
    rows.emplace_back();
    for (const FieldDescriptor* column : columns) rows.back().push_back(Cell(item, *column));
  }
  return rows;
}

// The fields of one message, a row each.
Rows FactsOf(const Message& answer) {
  Rows rows;
  for (int i = 0; i < answer.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = answer.GetDescriptor()->field(i);
    if (std::string cell = Cell(answer, *field); !cell.empty()) rows.push_back({field->name(), std::move(cell)});
  }
  return rows;
}

// A list somewhere in an answer, by the names of the fields that lead to it.
struct Listed {
  std::string path;
  const Message* message;
  const FieldDescriptor* field;
};

// An answer as people read it: what is in its messages by the names of the fields that lead there, of several texts
// one a line, and the lists apart.
struct Page {
  Rows facts;
  std::vector<Listed> lists;

  void Add(const Message& message, const std::string& prefix) {
    const auto& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = message.GetDescriptor()->field(i);
      const std::string path = prefix + field->name();
      if (IsList(*field)) {
        if (reflection.FieldSize(message, field) > 0) lists.push_back({path, &message, field});
      } else if (field->is_repeated() && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        for (int k = 0; k < reflection.FieldSize(message, field); ++k) {
          facts.push_back({k == 0 ? path : "", Text(*field, reflection.GetRepeatedString(message, field, k))});
        }
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field->is_repeated() &&
                 field->message_type()->file()->package().rfind("google.", 0) != 0) {
        if (reflection.HasField(message, field)) Add(reflection.GetMessage(message, field), path + ".");
      } else if (std::string cell = Cell(message, *field); !cell.empty()) {
        facts.push_back({path, std::move(cell)});
      }
    }
  }
};

// Columns padded to their widest cell; columns that are empty throughout are left out.
std::string Aligned(const Rows& rows, bool header) {
  std::vector<size_t> widths;
  for (size_t r = 0; r < rows.size(); ++r) {
    widths.resize(std::max(widths.size(), rows[r].size()));
    for (size_t c = 0; c < rows[r].size(); ++c) {
      if (header && r == 0) continue;
      widths[c] = std::max(widths[c], text::Length(rows[r][c]));
    }
  }
  std::string table;
  for (const auto& row : rows) {
    std::string line;
    for (size_t c = 0; c < row.size(); ++c) {
      if (widths[c] == 0) continue;
      const size_t width = header ? std::max(widths[c], rows[0][c].size()) : widths[c];
      line += row[c] + std::string(width - std::min(width, text::Length(row[c])) + 2, ' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    table += line + "\n";
  }
  return table;
}

std::string AsCsv(const Rows& rows) {
  std::string csv;
  for (const auto& row : rows) csv += csv::Line(row);
  return csv;
}

const FieldDescriptor* BytesOf(const Message& answer) {
  for (int i = 0; i < answer.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = answer.GetDescriptor()->field(i);
    if (field->type() == FieldDescriptor::TYPE_BYTES && !field->is_repeated() &&
        (answer.GetDescriptor()->FindFieldByName("content_type") != nullptr ||
         answer.GetDescriptor()->FindFieldByName("media_type") != nullptr)) {
      return field;
    }
  }
  return nullptr;
}

}  // namespace

std::string ToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string json;
  return google::protobuf::util::MessageToJsonString(message, &json, options).ok() ? json : "{}\n";
}

std::string Render(const Message& answer, Format format) {
  if (format == Format::kJson) return ToJson(answer);
  if (const FieldDescriptor* bytes = BytesOf(answer)) return answer.GetReflection()->GetString(answer, bytes);
  const FieldDescriptor* list = ListOf(answer);
  if (format == Format::kCsv) return AsCsv(list != nullptr ? RowsOf(answer, *list) : FactsOf(answer));
  Page page;
  page.Add(answer, "");
  std::string text;
  if (list != nullptr) {
    const bool any = answer.GetReflection()->FieldSize(answer, list) > 0;
    text = any ? Aligned(RowsOf(answer, *list), true) : "(none)\n";
  }
  text += Aligned(page.facts, false);
  for (const Listed& listed : page.lists) {
    if (listed.field == list && listed.message == &answer) continue;
    text += StrCat("\n", listed.path, "\n", Aligned(RowsOf(*listed.message, *listed.field), true));
  }
  return text;
}

std::string RenderStreamed(const Message& answer, Format format) {
  const FieldDescriptor* list = ListOf(answer);
  if (list != nullptr && answer.GetReflection()->FieldSize(answer, list) == 0) return "";
  if (format == Format::kJson) {
    google::protobuf::util::JsonPrintOptions options;
    options.preserve_proto_field_names = true;
    std::string json;
    return google::protobuf::util::MessageToJsonString(answer, &json, options).ok() ? json + "\n" : "{}\n";
  }
  Rows rows = list != nullptr ? RowsOf(answer, *list) : FactsOf(answer);
  if (list != nullptr) rows.erase(rows.begin());
  return format == Format::kCsv ? AsCsv(rows) : Aligned(rows, false);
}

std::string TargetOf(const Message& answer, Format format, const std::string& output) {
  const FieldDescriptor* field = answer.GetDescriptor()->FindFieldByName("file_name");
  if (format == Format::kJson || BytesOf(answer) == nullptr || field == nullptr) return output;
  std::error_code ignored;
  if (!std::filesystem::is_directory(output, ignored)) return output;
  // The name only: a server does not choose the folder.
  const std::filesystem::path name(answer.GetReflection()->GetString(answer, field));
  return (output / name.filename()).string();
}

std::string RenderRows(const std::vector<std::vector<std::string>>& rows, Format format) {
  if (format == Format::kJson) {
    auto objects = nlohmann::ordered_json::array();
    for (size_t row = 1; row < rows.size(); ++row) {
      nlohmann::ordered_json& object = objects.emplace_back(nlohmann::ordered_json::object());
      for (size_t i = 0; i < rows[row].size(); ++i) object[rows[0][i]] = rows[row][i];
    }
    return objects.dump(2) + "\n";
  }
  return format == Format::kCsv ? AsCsv(rows) : Aligned(rows, true);
}

std::string RenderError(const absl::Status& told) {
  // What the command line refuses by itself comes in both languages.
  const absl::Status status = status::InLanguage(told, LanguageOfUser());
  std::string text = StrCat(absl::StatusCodeToString(status.code()));
  google::rpc::ErrorInfo info;
  if (status::Detail(status, &info)) text += StrCat(" ", info.reason(), " (", info.domain(), ")");
  google::rpc::BadRequest bad;
  const bool fields = status::Detail(status, &bad);
  text += "\n";
  // The sentence of FIELDS_INVALID only repeats the fields.
  if (!fields || info.reason() != "FIELDS_INVALID") text += StrCat("  ", status::SentenceOf(status), "\n");
  const std::map<std::string, std::string> metadata(info.metadata().begin(), info.metadata().end());
  for (const auto& [key, value] : metadata) {
    if (!value.empty()) text += StrCat("  ", key, ": ", value, "\n");
  }
  for (const auto& violation : bad.field_violations()) {
    text += StrCat("  ", violation.field(), ": ", violation.description(), "\n");
  }
  google::rpc::RetryInfo retry;
  if (status::Detail(status, &retry)) {
    const std::string seconds = StrCat(retry.retry_delay().seconds());
    text += StrCat(
        "  ",
        status::Sentence{.en = StrCat("try again in ", seconds, " s"), .vi = StrCat("thử lại sau ", seconds, " giây")}
            .In(LanguageOfUser()),
        "\n");
  }
  return text;
}

}  // namespace congress::cli
