#include "cli/output_sheet.h"

#include <algorithm>
#include <map>

#include "absl/time/clock.h"
#include "cli/language.h"
#include "platform/text/text.h"
#include "platform/xlsx/workbook.h"

namespace congress::cli {
namespace {

constexpr size_t kLeastWidth = 8;
constexpr size_t kMostWidth = 60;
// Of a sheet's name, as Excel has it.
constexpr size_t kMostNameLength = 31;

}  // namespace

absl::StatusOr<std::string> AsWorkbook(const Grid& rows, const std::string& title, bool has_head) {
  const auto written = xlsx::Write(title, absl::Now(), [&](xlsx::Workbook& book) {
    xlsx::Sheet sheet = book.Add(title.substr(0, kMostNameLength));
    std::map<int, size_t> widths;
    for (const auto& row : rows) {
      for (size_t i = 0; i < row.size(); ++i) {
        size_t& width = widths[static_cast<int>(i)];
        width = std::clamp(text::Length(row[i]), std::max(width, kLeastWidth), kMostWidth);
      }
    }
    for (const auto& [column, width] : widths) sheet.SetWidth(column, static_cast<int>(width));
    for (size_t r = 0; r < rows.size(); ++r) {
      for (size_t c = 0; c < rows[r].size(); ++c) {
        if (rows[r][c].empty()) continue;
        sheet.Text(static_cast<int>(r), static_cast<int>(c), rows[r][c],
                   has_head && r == 0 ? xlsx::Style::kHead : xlsx::Style::kText);
      }
    }
    if (!has_head || rows.empty() || rows[0].empty()) return;
    sheet.Freeze(1, 0);
    sheet.AddFilter(0, std::max(1, static_cast<int>(rows.size()) - 1), static_cast<int>(rows[0].size()) - 1);
  });
  if (written.ok()) return written;
  return Wrong({.en = "a text does not fit in a cell of a spreadsheet; ask for CSV or JSON",
                .vi = "có nội dung không ghi được vào ô bảng tính; hãy chọn dạng CSV hoặc JSON"});
}

}  // namespace congress::cli
