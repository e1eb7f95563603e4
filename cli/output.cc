#include "cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "cli/comparison.h"
#include "cli/error.h"
#include "cli/language.h"
#include "cli/output_columns.h"
#include "cli/output_sheet.h"
#include "cli/visible.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "platform/csv/csv.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// By it Excel knows that a CSV is UTF-8.
constexpr char kBom[] = "\xEF\xBB\xBF";

Reader ReaderOf(Format format) {
  return {.is_program = format == Format::kCsv || format == Format::kXlsx, .language = LanguageOfUser()};
}

// On one line.
std::string OnALine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return Visible(text);
}

// Columns padded to their widest cell; columns that are empty throughout are left out.
std::string Aligned(Grid rows, bool header) {
  for (auto& row : rows) std::transform(row.begin(), row.end(), row.begin(), OnALine);
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
      const size_t width = header ? std::max(widths[c], text::Length(rows[0][c])) : widths[c];
      line += row[c] + std::string(width - std::min(width, text::Length(row[c])) + 2, ' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    table += line + "\n";
  }
  return table;
}

std::string AsCsv(const Grid& rows) {
  std::string csv;
  for (const auto& row : rows) csv += csv::Line(row);
  return csv;
}

bool HasCounts(const google::protobuf::Descriptor& answer) {
  for (int i = 0; i < answer.field_count(); ++i) {
    if (answer.field(i)->name().ends_with("_count")) return true;
  }
  return false;
}

// `otherSeats` of `other_seats`, as JSON of answers has it.
std::string InCamelCase(const std::string& column) {
  std::string name;
  bool begins = false;
  for (const char c : column) {
    if (c != '_') name.push_back(begins ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c);
    begins = c == '_';
  }
  return name;
}

}  // namespace

const FieldDescriptor* BytesOf(const google::protobuf::Descriptor& answer) {
  const FieldDescriptor* field = answer.FindFieldByName("content");
  const bool is_file =
      field != nullptr && field->type() == FieldDescriptor::TYPE_BYTES &&
      (answer.FindFieldByName("content_type") != nullptr || answer.FindFieldByName("media_type") != nullptr);
  return is_file ? field : nullptr;
}

std::string ToJson(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string json;
  return google::protobuf::util::MessageToJsonString(message, &json, options).ok() ? json : "{}\n";
}

std::string Render(const Message& answer, Format format, const View& view) {
  if (format == Format::kJson) return ToJson(answer);
  if (const FieldDescriptor* bytes = BytesOf(*answer.GetDescriptor()))
    return answer.GetReflection()->GetString(answer, bytes);
  const Reader reader = ReaderOf(format);
  const Path path = RowsOf(*answer.GetDescriptor(), view.rows);
  if (format == Format::kCsv)
    return AsCsv(path.empty() ? FactsOf(answer, view, reader) : GridOf(answer, path, view, reader));
  std::string text;
  const std::string facts = Aligned(FactsOf(answer, view, reader), false);
  if (!path.empty()) {
    const Grid grid = GridOf(answer, path, view, reader);
    const bool alone = !view.rows.empty() || !view.columns.empty();
    if (grid.size() > 1) text = Aligned(grid, true);
    if (!alone && !view.all_columns && IsComparison(*path.back())) text = MarkedText(answer, *path.back());
    // An import that lists no rows has counts.
    if (grid.size() <= 1 && (alone || !HasCounts(*answer.GetDescriptor())))
      text = StrCat(Say({.en = "(none)", .vi = "(không có)"}), "\n");
    if (alone) return text;
  }
  text += facts;
  if (!view.columns.empty()) return text;
  for (const Section& section : SectionsOf(answer)) {
    if (section.path == path) continue;
    const bool told = section.path.size() == 1 && IsComparison(*section.path.back());
    text += StrCat(
        "\n", TitleOf(section.title, reader.language), "\n",
        told ? MarkedText(answer, *section.path.back()) : Aligned(GridOf(answer, section.path, view, reader), true));
  }
  return text;
}

absl::StatusOr<std::string> RenderSheet(const Message& answer, const View& view) {
  const Reader reader = ReaderOf(Format::kXlsx);
  const Path path = RowsOf(*answer.GetDescriptor(), view.rows);
  if (path.empty()) return AsWorkbook(FactsOf(answer, view, reader), answer.GetDescriptor()->name(), false);
  return AsWorkbook(GridOf(answer, path, view, reader), path.back()->name(), true);
}

std::vector<std::string> GapsIn(const Message& answer) {
  std::vector<std::string> told;
  const FieldDescriptor* gaps = answer.GetDescriptor()->FindFieldByName("gaps");
  if (gaps == nullptr || !gaps->is_repeated() || gaps->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return told;
  const FieldDescriptor* service = gaps->message_type()->FindFieldByName("service");
  const FieldDescriptor* why = gaps->message_type()->FindFieldByName("description");
  if (service == nullptr || why == nullptr) return told;
  for (int i = 0; i < answer.GetReflection()->FieldSize(answer, gaps); ++i) {
    const Message& gap = answer.GetReflection()->GetRepeatedMessage(answer, gaps, i);
    told.push_back(
        StrCat(gap.GetReflection()->GetString(gap, service), ": ", gap.GetReflection()->GetString(gap, why)));
  }
  return told;
}

std::string RenderStreamed(const Message& answer, Format format, const View& view) {
  const FieldDescriptor* list = ListOf(*answer.GetDescriptor());
  if (list != nullptr && answer.GetReflection()->FieldSize(answer, list) == 0) return "";
  if (format == Format::kJson) {
    google::protobuf::util::JsonPrintOptions options;
    std::string json;
    return google::protobuf::util::MessageToJsonString(answer, &json, options).ok() ? json + "\n" : "{}\n";
  }
  const Reader reader = ReaderOf(format);
  const Path path = RowsOf(*answer.GetDescriptor(), view.rows);
  Grid rows = path.empty() ? FactsOf(answer, view, reader) : GridOf(answer, path, view, reader);
  if (!path.empty()) rows.erase(rows.begin());
  return format == Format::kCsv ? AsCsv(rows) : Aligned(rows, false);
}

std::string TargetOf(const Message& answer, Format format, const std::string& output) {
  const FieldDescriptor* field = answer.GetDescriptor()->FindFieldByName("file_name");
  if (format == Format::kJson || BytesOf(*answer.GetDescriptor()) == nullptr || field == nullptr) return output;
  std::error_code ignored;
  if (!std::filesystem::is_directory(output, ignored)) return output;
  // The name only: a server does not choose the folder.
  const std::filesystem::path name(answer.GetReflection()->GetString(answer, field));
  return (output / name.filename()).string();
}

std::string ForTarget(std::string text, const std::string& path, std::optional<bool> bom) {
  // What reaches a terminal is made visible by its stream (GuardTerminal).
  if (path.empty() && isatty(STDOUT_FILENO) == 1) return text;
  const bool is_wanted = bom.value_or(absl::EndsWithIgnoreCase(path, ".csv"));
  if (is_wanted && !text.starts_with(kBom)) text.insert(0, kBom);
  return text;
}

std::string RenderRows(Grid rows, Format format) {
  if (format == Format::kJson) {
    auto objects = nlohmann::ordered_json::array();
    for (size_t row = 1; row < rows.size(); ++row) {
      nlohmann::ordered_json& object = objects.emplace_back(nlohmann::ordered_json::object());
      for (size_t i = 0; i < rows[row].size(); ++i) object[InCamelCase(rows[0][i])] = rows[row][i];
    }
    return objects.dump(2) + "\n";
  }
  if (format == Format::kCsv) return AsCsv(rows);
  // Names and numbers, which every cell holds.
  if (format == Format::kXlsx) return AsWorkbook(rows, "rows", true).value_or("");
  if (!rows.empty())
    for (std::string& title : rows[0]) title = TitleOf(title, LanguageOfUser());
  return Aligned(std::move(rows), true);
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
  ForEachOwnDetail(status, [&](const Message& detail) {
    for (const absl::string_view line : absl::StrSplit(Render(detail, Format::kTable), '\n', absl::SkipEmpty())) {
      text += StrCat("  ", line, "\n");
    }
  });
  google::rpc::RetryInfo retry;
  if (status::Detail(status, &retry)) {
    const std::string seconds = StrCat(retry.retry_delay().seconds());
    text += StrCat(
        "  ",
        status::Sentence{.en = StrCat("try again in ", seconds, " s"), .vi = StrCat("thử lại sau ", seconds, " giây")}
            .In(LanguageOfUser()),
        "\n");
  }
  return Visible(text);
}

}  // namespace congress::cli
