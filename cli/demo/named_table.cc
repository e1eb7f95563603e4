#include "cli/demo/named_table.h"

#include "platform/csv/csv.h"
#include "platform/status/macros.h"

namespace congress::cli::demo {

absl::StatusOr<std::string> WithNames(std::string_view table, absl::FunctionRef<std::string(const std::string&)> name) {
  ASSIGN_OR_RETURN(csv::Table read, csv::Parse(table));
  const int column = read.Column("organisation");
  if (column < 0) return std::string(table);
  read.header.insert(read.header.begin() + column + 1, "organisation_name");
  std::string named = csv::Line(read.header);
  for (csv::Row& row : read.rows) {
    row.fields.insert(row.fields.begin() + column + 1, name(row.fields[static_cast<size_t>(column)]));
    named += csv::Line(row.fields);
  }
  return named;
}

}  // namespace congress::cli::demo
