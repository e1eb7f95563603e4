#include "platform/tables/tables.h"

#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/tables/unpack.h"
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

absl::StatusOr<csv::Table> Read(std::string_view bytes, const Form& form) {
  // Of the compound files of Excel 97, in which workbooks with a password lie as well.
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) return csv::Malformed("old_workbook", {});
  csv::Table table;
  if (bytes.starts_with("PK\x03\x04")) {
    ASSIGN_OR_RETURN(Package package, Package::Open(bytes));
    const auto part = [&](const std::string& path) { return package.Part(path); };
    ASSIGN_OR_RETURN(auto rows, ReadWorkbook(part, form));
    ASSIGN_OR_RETURN(table, csv::Tabulate(std::move(rows), form.names));
  } else {
    ASSIGN_OR_RETURN(table, csv::Parse(bytes, form.names));
  }
  table.decimal = form.decimal;
  return table;
}

}  // namespace congress::tables
