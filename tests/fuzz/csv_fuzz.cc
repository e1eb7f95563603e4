// Whatever the bytes, parsing ends with a table or a reason, and a table that was read is written and read back
// the same.
#include <cstdlib>

#include "platform/csv/csv.h"
#include "platform/status/status.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto table = congress::csv::Parse({reinterpret_cast<const char*>(data), size});
  if (!table.ok()) {
    if (congress::status::ReasonOf(table.status()) != "CSV_MALFORMED") std::abort();
    return 0;
  }
  std::string written = "sep=,\n" + congress::csv::Line(table->header);
  for (const auto& row : table->rows) written += congress::csv::Line(row.fields);
  const auto again = congress::csv::Parse(written);
  if (!again.ok() || again->header != table->header || again->rows.size() != table->rows.size()) std::abort();
  for (size_t i = 0; i < table->rows.size(); ++i) {
    if (again->rows[i].fields != table->rows[i].fields) std::abort();
  }
  return 0;
}
