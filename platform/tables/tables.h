// The tables that every import reads: CSV, a sheet of an XLSX workbook or the first table of a DOCX document, found by
// the first bytes.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/csv/csv.h"

namespace congress::tables {

// What a file does not say of itself.
struct Form {
  // Name of the sheet, compared as csv::TitleKey does; empty: the first that is not hidden. Of no effect on others.
  std::string sheet;
  // `,` or `.`; 0: not declared. Numbers of a workbook that are no whole ones are written with it.
  char decimal = 0;
  csv::Names names = csv::Names::kOnce;
};

// The form that a request declares by its fields `sheet` and `decimal`. INVALID_ARGUMENT `FIELDS_INVALID` for a
// decimal mark that is none.
absl::StatusOr<Form> FormOf(std::string_view sheet, std::string_view decimal);

template <class Request>
absl::StatusOr<Form> FormOf(const Request& request) {
  return FormOf(request.sheet(), request.decimal());
}

// Whether the bytes are a DOCX document.
bool IsDocument(std::string_view bytes);

// INVALID_ARGUMENT `CSV_MALFORMED` as csv::Parse; for a workbook with the sheet, line and column, as ReadWorkbook says;
// for a document as FirstRows, `document` for one that is damaged or has macros. ReadColumns (columns.h) reads more.
absl::StatusOr<csv::Table> Read(std::string_view bytes, const Form& form);

}  // namespace congress::tables
