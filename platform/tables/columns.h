// Files whose tables must have certain columns. Of a DOCX document every table that has them is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/csv/csv.h"
#include "platform/docx/docx.h"
#include "platform/tables/tables.h"

namespace congress::tables {

struct Columns {
  std::vector<std::string> needed;
  // What else a column may be called.
  csv::Titles titles = {};
};

// What of a document is not read.
struct Unread {
  // Number of the table, from 1; 0: outside of all.
  int table = 0;
  // Columns that the table has not, so that it is passed over.
  std::vector<std::string> missing = {};
  // What cannot be held; nothing: text outside of all tables.
  std::optional<docx::Unheld> what = {};
  // Of such places, and the text of the first.
  int count = 0;
  std::string text = {};
};

// A table, of a document its tables as one, in which each row knows its own.
struct Columned {
  csv::Table table;
  std::vector<Unread> unread;
};

// Columns bear their names in it, whatever they are called in the file. INVALID_ARGUMENT `CSV_MALFORMED` as Read, and
// for a file without the needed columns.
absl::StatusOr<Columned> ReadColumns(std::string_view bytes, const Form& form, const Columns& columns);

}  // namespace congress::tables
