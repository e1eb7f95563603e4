// An XLSX workbook's parts put together. Nothing outside of the file is ever opened; macros, links, pictures and other
// parts are not looked at.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/csv/csv.h"
#include "platform/ooxml/package.h"
#include "platform/tables/tables.h"

namespace congress::tables {

using ooxml::PartOf;

// The rows of the sheet that `form` names. INVALID_ARGUMENT `CSV_MALFORMED`: `workbook` for what is no workbook,
// `sheet_missing`, and what the part and ReadSheet say.
absl::StatusOr<std::vector<csv::Row>> ReadWorkbook(const PartOf& part, const Form& form);

}  // namespace congress::tables
