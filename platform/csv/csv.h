// Tables as people's programs write them: reading CSV in every common form with the line of every row, writing RFC 4180
// that reads back the same.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/status/sentence.h"

namespace congress::csv {

struct Row {
  // Line of the file on which the row begins; the first is 1.
  int line = 0;
  std::vector<std::string> fields = {};
  // Number of its table in a document of which several are read, where lines are the rows of one; 0 for any other file.
  int table = 0;
};

struct Table {
  std::vector<std::string> header;
  std::vector<Row> rows;
  // The decimal mark that is declared for its numbers, as ReadNumber takes it.
  char decimal = 0;

  // Index of a column, -1 when there is none. Titles are compared by TitleKey.
  int Column(std::string_view name) const;
};

// Equal for two spellings of one title: without case, diacritics, spaces and `_`.
std::string TitleKey(std::string_view title);

// Titles that stand for a column, by their TitleKey.
using Titles = std::map<std::string, std::string, std::less<>>;

// Those of `columns` that the heading has not, neither by name nor by a title that stands for one.
std::vector<std::string> Lacking(const std::vector<std::string>& heading, const std::vector<std::string>& columns,
                                 const Titles& titles = {});

// Whether two columns may have one name, and a column that has cells none.
enum class Names { kOnce, kAny };

// Reads UTF-8 with or without byte order mark, lines ended by LF or CRLF. Fields are separated by what the line `sep=`
// before the heading says, otherwise by the most frequent of `,`, `;` and tab in the heading. INVALID_ARGUMENT
// `CSV_MALFORMED` with line and column for bytes that are no UTF-8 and for a quote that is not closed or stands inside
// a plain field, and for what Tabulate refuses.
absl::StatusOr<Table> Parse(std::string_view bytes, Names names = Names::kOnce);

// The table that the rows of a file make. The first row with content is the heading. Rows without content are left out,
// as are columns at the end without title and content, and the apostrophe that Line put before a formula.
// INVALID_ARGUMENT `CSV_MALFORMED` with the line for: a row with fewer fields than the heading or more that have
// content, no heading, with `kOnce` a column named twice or content without a title.
absl::StatusOr<Table> Tabulate(std::vector<Row> rows, Names names);

// Names the columns by what their titles stand for. INVALID_ARGUMENT `CSV_MALFORMED` for a column that has two titles.
absl::Status NameColumns(const Titles& titles, Table* table);

// `A`, `Z`, `AA`: how spreadsheets call the columns. Counts from 0.
std::string Letters(size_t column);

// INVALID_ARGUMENT `CSV_MALFORMED` with the cause and what it fills in.
absl::Status Malformed(std::string_view cause, status::Metadata metadata);
// For a table without these columns, and for one of more than `most` rows.
absl::Status Lacks(const std::vector<std::string>& columns);
absl::Status TooLong(const Table& table, size_t most);

// One line, CRLF included. Fields with a comma, quote or line break are quoted. A field that a spreadsheet would run as
// a formula (first character = + - @ or tab, and not a plain number) gets an apostrophe before it, and so does one that
// begins with apostrophes before such a character.
std::string Line(const std::vector<std::string>& fields);

}  // namespace congress::csv
