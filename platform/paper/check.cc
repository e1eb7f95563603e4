#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "congress/annotations/v1/options.pb.h"
#include "congress/paper/v1/reason.pb.h"
#include "google/protobuf/message.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::paper {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What keeps a text from being printed, as `code_point` names it.
std::optional<std::string> FindUnprintable(const std::string& text) {
  if (text::FindInvalidUtf8(text) != std::string::npos) return "UTF-8";
  const std::optional<char32_t> found = text::FindOutsideXml(text);
  if (!found.has_value()) return std::nullopt;
  return absl::StrFormat("U+%04X", static_cast<uint32_t>(*found));
}

absl::Status Inconsistent(const std::string& table, const std::string& cause) {
  return status::InvalidArgument(v1::TABLE_INCONSISTENT, {{"field", table}, {"cause", cause}});
}

absl::Status CheckTable(const v1::Table& table, const std::string& path) {
  if (table.columns().empty()) return Inconsistent(path, "no_columns");
  for (const auto* rows : {&table.heading(), &table.rows()}) {
    // In how many rows from here on each column is covered from above.
    std::vector<int> covered(static_cast<size_t>(table.columns_size()), 0);
    for (const v1::Row& row : *rows) {
      auto at = covered.begin();
      const auto skip_covered = [&] { at = std::find(at, covered.end(), 0); };
      skip_covered();
      for (const v1::Cell& cell : row.cells()) {
        const int columns = std::max(1, cell.columns());
        if (columns > covered.end() - at || std::any_of(at, at + columns, [](int more) { return more > 0; })) {
          return Inconsistent(path, "no_room");
        }
        at = std::fill_n(at, columns, std::max(1, cell.rows()));
        skip_covered();
      }
      if (at != covered.end()) return Inconsistent(path, "too_few_cells");
      for (int& more : covered) --more;
    }
    if (std::any_of(covered.begin(), covered.end(), [](int more) { return more > 0; })) {
      return Inconsistent(path, "too_few_rows");
    }
  }
  return absl::OkStatus();
}

// Of all texts together.
constexpr int64_t kMostBytes = 8 << 20;

absl::Status TooLarge(const std::string& field, int64_t size, int64_t limit) {
  return status::InvalidArgument(v1::PAPER_TOO_LARGE,
                                 {{"field", field}, {"size", StrCat(size)}, {"limit", StrCat(limit)}});
}

absl::Status CheckText(const std::string& text, const FieldDescriptor& field, const std::string& path, int64_t* bytes) {
  if (const std::optional<std::string> found = FindUnprintable(text); found.has_value()) {
    return status::InvalidArgument(v1::CHARACTER_NOT_IN_PAPER, {{"field", path}, {"code_point", *found}});
  }
  const int64_t most = field.options().GetExtension(annotations::v1::field).max_length();
  const auto length = static_cast<int64_t>(text::Length(text));
  if (most > 0 && length > most) return TooLarge(path, length, most);
  *bytes += static_cast<int64_t>(text.size());
  return *bytes > kMostBytes ? TooLarge("", *bytes, kMostBytes) : absl::OkStatus();
}

// Every text, list and table at any depth, so that none that a rendering comes to write is forgotten.
absl::Status CheckMessage(const Message& message, const std::string& prefix, int64_t* bytes) {
  if (message.GetDescriptor() == v1::Table::descriptor()) {
    RETURN_IF_ERROR(CheckTable(static_cast<const v1::Table&>(message), prefix));
  }
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool is_text = field->type() == FieldDescriptor::TYPE_STRING;
    if (!is_text && field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    const int64_t most = field->options().GetExtension(annotations::v1::field).max_items();
    if (most > 0 && size > most) {
      return TooLarge(StrCat(prefix, prefix.empty() ? "" : ".", field->name()), size, most);
    }
    for (int i = 0; i < size; ++i) {
      const std::string path =
          StrCat(prefix, prefix.empty() ? "" : ".", field->name(), field->is_repeated() ? StrCat("[", i, "]") : "");
      if (is_text) {
        RETURN_IF_ERROR(CheckText(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                       : reflection.GetString(message, field),
                                  *field, path, bytes));
      } else {
        RETURN_IF_ERROR(CheckMessage(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                          : reflection.GetMessage(message, field),
                                     path, bytes));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Check(const v1::Paper& paper) {
  int64_t bytes = 0;
  return CheckMessage(paper, "", &bytes);
}

absl::Status NothingToPrint(const std::string& parent, const std::string& organisation, const std::string& person) {
  const char* cause = !person.empty() ? "person" : organisation.empty() ? "" : "organisation";
  return status::FailedPrecondition(
      v1::NOTHING_TO_PRINT, {{"parent", parent}, {"organisation", organisation}, {"person", person}, {"cause", cause}});
}

}  // namespace congress::paper
