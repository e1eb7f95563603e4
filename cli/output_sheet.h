// Rows of cells as a workbook of one sheet, which imports read as they read CSV.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "cli/output_grid.h"

namespace congress::cli {

// `has_head`: the first row is the titles. INVALID_ARGUMENT for a text that a cell of a spreadsheet cannot hold, since
// nothing is left out.
absl::StatusOr<std::string> AsWorkbook(const Grid& rows, const std::string& title, bool has_head);

}  // namespace congress::cli
