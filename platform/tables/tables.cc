#include "platform/tables/tables.h"

#include "platform/ooxml/package.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/tables/document.h"
#include "platform/tables/workbook.h"

namespace congress::tables {

absl::StatusOr<Form> FormOf(std::string_view sheet, std::string_view decimal) {
  if (!decimal.empty() && decimal != "," && decimal != ".") {
    status::Violations violations;
    violations.Add("decimal", status::PlatformFault::NOT_A_DECIMAL_MARK);
    return violations.ToStatus();
  }
  return Form{.sheet = std::string(sheet), .decimal = decimal.empty() ? '\0' : decimal[0]};
}

namespace {

absl::Status Refused(std::string_view cause) {
  if (cause == "unpacked") {
    return csv::Malformed("unpacked", {{"most_bytes", StrCat(ooxml::Package::kMostBytes)}});
  }
  return csv::Malformed(cause == "encrypted" ? "old_workbook" : "workbook", {});
}

absl::StatusOr<std::vector<csv::Row>> RowsOf(std::string_view bytes, const Form& form) {
  ASSIGN_OR_RETURN(ooxml::Package package, ooxml::Package::Open(bytes, Refused));
  const auto part = [&](const std::string& path) { return package.Part(path); };
  ASSIGN_OR_RETURN(const std::vector<ooxml::Relation> roots, ooxml::RelationsOf(part, "", Refused));
  if (ooxml::PathOfType(roots, "officeDocument").starts_with("word/")) return ReadDocument(part, Refused);
  return ReadWorkbook(part, form);
}

}  // namespace

absl::StatusOr<csv::Table> Read(std::string_view bytes, const Form& form) {
  if (ooxml::IsCompound(bytes)) return Refused("encrypted");
  csv::Table table;
  if (ooxml::IsZip(bytes)) {
    ASSIGN_OR_RETURN(auto rows, RowsOf(bytes, form));
    ASSIGN_OR_RETURN(table, csv::Tabulate(std::move(rows), form.names));
  } else {
    ASSIGN_OR_RETURN(table, csv::Parse(bytes, form.names));
  }
  table.decimal = form.decimal;
  return table;
}

}  // namespace congress::tables
