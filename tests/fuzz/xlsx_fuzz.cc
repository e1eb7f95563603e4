// Whatever the bytes, a workbook ends as a table or a reason: as a file, and as the parts of one that unpacked well,
// since bytes at random seldom do. What is read keeps the limits.
#include <cstdlib>

#include "platform/status/status.h"
#include "platform/tables/sheet.h"
#include "platform/tables/tables.h"
#include "platform/tables/workbook.h"

namespace {

void RequireReason(const absl::Status& status) {
  if (!status.ok() && congress::status::ReasonOf(status) != "CSV_MALFORMED") std::abort();
}

// Parts of one after the other, each ended by a zero byte.
absl::StatusOr<std::string> NextPart(std::string_view* bytes) {
  const size_t end = std::min(bytes->find('\0'), bytes->size());
  std::string part(bytes->substr(0, end));
  bytes->remove_prefix(std::min(end + 1, bytes->size()));
  return part;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace congress;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  RequireReason(tables::Read("PK\x03\x04" + std::string(bytes), {}).status());
  std::string_view rest = bytes;
  RequireReason(tables::ReadWorkbook([&](const std::string&) { return NextPart(&rest); }, {}).status());
  tables::Book book;
  book.formats = {{}, {.is_date = true}, {.digits = 5}};
  book.texts = {"a", "b"};
  for (const std::string& xml : {std::string(bytes), "<sheetData>" + std::string(bytes) + "</sheetData>"}) {
    const auto rows = tables::ReadSheet(xml, "Sheet", book);
    RequireReason(rows.status());
    if (!rows.ok()) continue;
    for (const csv::Row& row : *rows) {
      if (row.fields.empty() || row.fields.size() > tables::kMostColumns || row.line > tables::kMostLines) std::abort();
    }
    RequireReason(csv::Tabulate(*rows, csv::Names::kOnce).status());
  }
  return 0;
}
