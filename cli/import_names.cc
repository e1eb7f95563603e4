#include "cli/import_names.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "cli/language.h"
#include "cli/resources.h"
#include "platform/csv/csv.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/tables/tables.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What the service finds by itself, an id or a code, or what is no name at all.
bool NeedsNoName(const std::string& cell) {
  const auto fits = [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; };
  return cell.empty() || cell.find('/') != std::string::npos || std::all_of(cell.begin(), cell.end(), fits);
}

// The table as CSV, each row on the line where it was.
std::string Written(const csv::Table& table) {
  std::string text = csv::Line(table.header);
  for (const csv::Row& row : table.rows) {
    for (auto line = 1 + std::count(text.begin(), text.end(), '\n'); line < row.line; ++line) text += "\r\n";
    text += csv::Line(row.fields);
  }
  return text;
}

}  // namespace

absl::Status NameOrganisations(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                               Message* request) {
  const auto& reflection = *request->GetReflection();
  const FieldDescriptor* bytes = request->GetDescriptor()->FindFieldByName("csv");
  const FieldDescriptor* sheet = request->GetDescriptor()->FindFieldByName("sheet");
  // What imports organisations themselves, or tasks, has dialects of its own.
  if (bytes == nullptr || sheet == nullptr || method.output_type()->full_name() != "congress.tables.v1.ImportResult") {
    return absl::OkStatus();
  }
  // The service reads all tables of such a document, and knows by name who is asked.
  if (method.full_name() == "congress.drafting.v1.OpinionService.ImportOpinions" &&
      tables::IsDocument(reflection.GetString(*request, bytes))) {
    return absl::OkStatus();
  }
  const auto form = tables::FormOf(reflection.GetString(*request, sheet), "");
  if (!form.ok()) return absl::OkStatus();
  auto table = tables::Read(reflection.GetString(*request, bytes), *form);
  // What is wrong with the file the service tells.
  if (!table.ok()) return absl::OkStatus();
  const Resources resources(connection);
  std::map<std::string, std::string> known;
  // What cannot be found: all of it at once, told by its line.
  std::vector<std::string> lost;
  for (const char* title : {"organisation", "invited"}) {
    const int column = table->Column(title);
    if (column < 0) continue;
    for (csv::Row& row : table->rows) {
      std::string& cell = row.fields[static_cast<size_t>(column)];
      const std::string name(absl::StripAsciiWhitespace(cell));
      if (NeedsNoName(name)) continue;
      auto found = known.find(name);
      if (found == known.end()) {
        auto resolved = resources.Resolve("organisations/*", name, /*exact=*/true);
        if (!resolved.ok() && !absl::IsInvalidArgument(resolved.status())) return resolved.status();
        if (!resolved.ok()) {
          lost.push_back(StrCat(Say({.en = "line ", .vi = "dòng "}), row.line, ": ", resolved.status().message()));
        }
        // What is lost is not looked up again.
        found = known.emplace(name, resolved.value_or(name)).first;
      }
      cell = found->second;
    }
  }
  if (!lost.empty()) {
    const std::string all = absl::StrJoin(lost, "\n  ");
    return Wrong({.en = all, .vi = all});
  }
  if (known.empty()) return absl::OkStatus();
  reflection.SetString(request, bytes, Written(*table));
  reflection.ClearField(request, sheet);
  return absl::OkStatus();
}

}  // namespace congress::cli
