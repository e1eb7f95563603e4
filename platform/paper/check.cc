#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
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
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') return absl::StrFormat("U+%04X", c);
  }
  if (text.find("\xEF\xBF\xBE") != std::string::npos) return "U+FFFE";
  if (text.find("\xEF\xBF\xBF") != std::string::npos) return "U+FFFF";
  return std::nullopt;
}

absl::Status CheckTable(const v1::Table& table, const std::string& path) {
  if (table.columns().empty()) return absl::InternalError(StrCat(path, " has no column"));
  for (const auto* rows : {&table.heading(), &table.rows()}) {
    for (const v1::Row& row : *rows) {
      int64_t columns = 0;
      for (const v1::Cell& cell : row.cells()) columns += std::max(1, cell.columns());
      if (columns != table.columns_size()) {
        return absl::InternalError(StrCat(path, ": a row of ", columns, " columns among ", table.columns_size()));
      }
    }
  }
  return absl::OkStatus();
}

// Every text and table at any depth, so that none that a rendering comes to write is forgotten.
absl::Status CheckMessage(const Message& message, const std::string& prefix) {
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
    for (int i = 0; i < size; ++i) {
      const std::string path =
          StrCat(prefix, prefix.empty() ? "" : ".", field->name(), field->is_repeated() ? StrCat("[", i, "]") : "");
      if (is_text) {
        const std::optional<std::string> found =
            FindUnprintable(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                 : reflection.GetString(message, field));
        if (found.has_value()) {
          return status::InvalidArgument(v1::CHARACTER_NOT_IN_PAPER, {{"field", path}, {"code_point", *found}});
        }
      } else {
        RETURN_IF_ERROR(CheckMessage(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, i)
                                                          : reflection.GetMessage(message, field),
                                     path));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Check(const v1::Paper& paper) { return CheckMessage(paper, ""); }

}  // namespace congress::paper
