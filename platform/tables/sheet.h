// One sheet of a workbook, cell by cell, as the texts that a CSV of it would hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/csv/csv.h"

namespace congress::tables {

// How a number is shown, as far as it matters.
struct NumberFormat {
  bool is_date = false;
  // `00000`: digits that it has at least.
  size_t digits = 0;
};

// By the number of the style, and what the cells refer to.
struct Book {
  std::vector<NumberFormat> formats = {};
  std::vector<std::string> texts = {};
  // Days count from 1904-01-01 instead of 1900.
  bool from_1904 = false;
  // `,` or `.`, before the fraction of a number; 0 is a point.
  char decimal = 0;
};

inline constexpr int kMostLines = 1 << 20;
inline constexpr size_t kMostColumns = 256;
// Of a cell, as a spreadsheet limits it.
inline constexpr size_t kMostCharacters = 32767;
// Cells that a table may have, those without content included.
inline constexpr size_t kMostCells = 4'000'000;

// The rows that have cells with content. Days are written as 2025-07-01; numbers without exponent, where they have at
// most the 15 digits that a spreadsheet keeps. INVALID_ARGUMENT `CSV_MALFORMED` with sheet, line and column; `name` is
// what the sheet is called.
absl::StatusOr<std::vector<csv::Row>> ReadSheet(std::string_view xml, const std::string& name, const Book& book);

// A number of a cell as text.
std::string NumberText(std::string_view value, const NumberFormat& format, const Book& book);

// Text with its escapes such as `_x000D_` undone.
std::string Unescaped(std::string_view text);

}  // namespace congress::tables
