// RFC 4180: reading tables with the line of every row, writing fields that read back the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace congress::csv {

struct Row {
  // Line of the file on which the row begins; the header is line 1.
  int line = 0;
  std::vector<std::string> fields;
};

struct Table {
  std::vector<std::string> header;
  std::vector<Row> rows;

  // Index of a column, -1 when there is none. Titles are compared by text::IdentityKey, so without case and outer
  // spaces.
  int Column(std::string_view name) const;
};

// Whether two columns may have one name.
enum class Names { kOnce, kAny };

// Reads UTF-8 with or without byte order mark, lines ended by LF or CRLF, empty lines ignored. INVALID_ARGUMENT
// `CSV_MALFORMED` with the line for: bytes that are no UTF-8, a quote that is not closed or stands inside a plain
// field, a row with more or fewer fields than the header, an empty file, with `kOnce` a column named twice.
absl::StatusOr<Table> Parse(std::string_view bytes, Names names = Names::kOnce);

// INVALID_ARGUMENT `CSV_MALFORMED` for a table without these columns, and for one of more than `most` rows.
absl::Status Lacks(const std::vector<std::string>& columns);
absl::Status TooLong(const Table& table, size_t most);

// One line, CRLF included. Fields with a comma, quote or line break are quoted. A field that a spreadsheet would run
// as a formula (first character = + - @ or tab, and not a plain number) gets an apostrophe before it.
std::string Line(const std::vector<std::string>& fields);

}  // namespace congress::csv
