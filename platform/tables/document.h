// The tables of a DOCX document, as the rows that a CSV of each would hold, and what stands besides.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/csv/csv.h"
#include "platform/ooxml/package.h"
#include "platform/tables/columns.h"

namespace congress::tables {

struct Document {
  // In order. Of one whose cells do not fill its columns there is no row.
  std::vector<std::vector<csv::Row>> tables;
  // What is in none of these rows: text outside of the tables, and what a cell or a paragraph cannot hold.
  std::vector<Unread> unread;
};

// A cell that covers several rows holds for each of them, one that covers several columns stands in the first. Lines
// count the rows of their table. INVALID_ARGUMENT as `refuse` says.
absl::StatusOr<Document> ReadDocument(const ooxml::PartOf& part, const ooxml::Refuse& refuse);

// Rows of the first table that has two or more. INVALID_ARGUMENT `CSV_MALFORMED`: `tableless` where there is none,
// `document_table` where it cannot be read.
absl::StatusOr<std::vector<csv::Row>> FirstRows(Document document);

// What the tables hold that have the columns, as one table, and what is not read. INVALID_ARGUMENT `CSV_MALFORMED`:
// `tableless` without any table, `tables_lack` where none has them, and as csv::Tabulate and csv::NameColumns.
absl::StatusOr<Columned> RowsWith(Document document, const Columns& columns, csv::Names names);

}  // namespace congress::tables
