// An XLSX file read back, for tests of what the suite writes.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "tests/support/xml.h"

namespace congress::support {

struct SheetCell {
  // What a reader shows without its format: the text, the number, the kept value of a formula.
  std::string value;
  // Without the sign of equality; empty when the cell is none.
  std::string formula;
  bool is_text = false;
};

struct ReadSheet {
  // By address, such as `B12`; empty cells are left out.
  std::map<std::string, SheetCell> cells;
  // The sheet's part of the file.
  Element xml;
};

struct Spreadsheet {
  // By name.
  std::map<std::string, ReadSheet> sheets;
  // The names in the order of the tabs.
  std::vector<std::string> names;
  // Every part of the file by its path.
  std::map<std::string, std::string> parts;
};

// INVALID_ARGUMENT for what is no zip file of XML parts, lacks a part that another one names, or has a text cell that
// names no text.
absl::StatusOr<Spreadsheet> ReadSpreadsheet(std::string_view bytes);

}  // namespace congress::support
