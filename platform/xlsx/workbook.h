// XLSX workbooks by libxlsxwriter, written in memory: no content reaches a disk, and equal content gives equal bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace congress::xlsx {

// How a cell looks, on screen and on paper. Numbers are grouped by thousands; all texts wrap where the column is too
// narrow, and rows are as high as their texts need. A figure is a number that stands alone beside its label. A line is
// text outside of tables.
enum class Style { kTitle, kHead, kText, kLabel, kNumber, kFigure, kTotalText, kTotalNumber, kLine };
inline constexpr int kStyles = 9;

// The most characters that Excel keeps in a cell.
inline constexpr int kMostCharacters = 32767;

// The most characters of a text that a row of one column of this width shows: a row has an end, and so has a page.
size_t MostShown(int width);

// One sheet of a workbook that is being written. Rows and columns count from 0. Widths come before what stands in the
// columns: by them rows get their heights. What cannot be written fails the workbook.
class Sheet {
 public:
  Sheet(const Sheet&) = delete;

  // In characters of the default font.
  void SetWidth(int column, int characters);
  // A text over the columns up to `last_column`: a title, unless told.
  void Title(int row, int last_column, const std::string& text, Style style = Style::kTitle);
  // Always a text, also when it begins like a formula. The text holds at most kMostCharacters, all of which XML knows.
  void Text(int row, int column, const std::string& text, Style style = Style::kText);
  // Up to 2^53 in size, beyond which a spreadsheet has no whole numbers. The column becomes as wide as it needs.
  void Number(int row, int column, int64_t number, Style style = Style::kNumber);
  // The sum over `first_row` to `last_row` of the column as a formula, and its value for readers that do not compute.
  void Sum(int row, int column, int first_row, int last_row, int64_t value);

  // What lies above `row` and left of `column` stays in sight.
  void Freeze(int row, int column);
  // Arrows to filter by, on the head row of a table.
  void AddFilter(int head_row, int last_row, int last_column);
  // On A4 across, as wide as the page, with the number of each page.
  void PrintAcross();
  // With these rows at the head of each page.
  void PrintAcross(int first_repeated_row, int last_repeated_row);

 private:
  friend class Workbook;
  Sheet(class Workbook& workbook, lxw_worksheet* sheet) : workbook_(workbook), sheet_(sheet) {}
  void Check(int error);
  int WidthOf(int column) const;
  // Makes the row high enough for so many lines.
  void Need(int row, int lines, Style style);
  void Widen(int column, int64_t number, Style style);

  Workbook& workbook_;
  lxw_worksheet* sheet_;
  std::map<int, int> widths_;
  // In points.
  std::map<int, int> heights_;
};

class Workbook {
 public:
  // Adds a sheet. The name has 1 to 31 characters and none of []:*?/\.
  Sheet Add(const std::string& name);

 private:
  friend class Sheet;
  friend absl::StatusOr<std::string> Write(const std::string&, absl::Time, const std::function<void(Workbook&)>&);
  explicit Workbook(lxw_workbook* book);
  lxw_format* FormatOf(Style style) const { return formats_[static_cast<int>(style)]; }

  lxw_workbook* book_;
  lxw_format* formats_[kStyles];
  // Of libxlsxwriter; the first that happened.
  int error_ = 0;
};

// The bytes of the workbook that `fill` writes. `create_time` is what the file says of itself, in whole seconds after
// 1970. INTERNAL when a cell cannot be written or there is no memory file system to assemble the file in. Safe for
// concurrent use; workbooks are assembled one after another, since libxlsxwriter keeps what it needs there in statics.
absl::StatusOr<std::string> Write(const std::string& title, absl::Time create_time,
                                  const std::function<void(Workbook&)>& fill);

}  // namespace congress::xlsx
