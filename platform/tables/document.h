// The first table of a DOCX document, as the rows that a CSV of it would hold.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "platform/csv/csv.h"
#include "platform/ooxml/package.h"

namespace congress::tables {

// The rows of the first table of two rows or more; what surrounds it is passed over. A cell that covers several rows
// holds for each of them, one that covers several columns stands in the first. Lines count its rows. INVALID_ARGUMENT
// `CSV_MALFORMED`: `empty` where there is none, `workbook` for one whose cells do not fill its columns, and what
// `refuse` says.
absl::StatusOr<std::vector<csv::Row>> ReadDocument(const ooxml::PartOf& part, const ooxml::Refuse& refuse);

}  // namespace congress::tables
