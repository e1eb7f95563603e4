#include "platform/xlsx/workbook.h"

#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/statfs.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "absl/strings/ascii.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/sync.h"
#include "platform/text/text.h"

namespace congress::xlsx {
namespace {

constexpr uint8_t kA4 = 9;
// libxlsxwriter assembles a workbook from files of a folder, which it unlinks as it opens them. Where this one fails it
// would take another, perhaps on a disk.
constexpr char kMemoryFolder[] = "/dev/shm";

absl::Status CheckMemoryFolder() {
  struct statfs found {};
  if (statfs(kMemoryFolder, &found) != 0 || found.f_type != TMPFS_MAGIC || access(kMemoryFolder, W_OK | X_OK) != 0) {
    return absl::InternalError(StrCat(kMemoryFolder, " is no writable memory file system."));
  }
  return absl::OkStatus();
}

// A file that has a path, for libxlsxwriter knows no other output, but no place on any disk.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("workbook", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  bool IsOpen() const { return descriptor_ >= 0; }
  std::string Path() const { return StrCat("/proc/self/fd/", descriptor_); }

  absl::StatusOr<std::string> Read() const {
    std::string bytes;
    char block[1 << 16];
    while (true) {
      const ssize_t size = pread(descriptor_, block, sizeof block, static_cast<off_t>(bytes.size()));
      if (size == 0) return bytes;
      if (size > 0) bytes.append(block, static_cast<size_t>(size));
      if (size < 0 && errno != EINTR) return absl::InternalError(StrCat("reading a workbook: ", strerror(errno)));
    }
  }

 private:
  int descriptor_;
};

// What Party papers are set in; where it is missing, its measures are those of Liberation Serif.
constexpr char kFont[] = "Times New Roman";
constexpr int kFontSize = 11;
constexpr int kTitleSize = 14;
// Points that a line and the space around the lines of a row take.
constexpr int kLineHeight = 15;
constexpr int kTitleHeight = 19;
constexpr int kRowSpace = 3;
// A row cannot be higher.
constexpr int kHighest = 409;
constexpr int kDefaultWidth = 8;
// Of the width of a column, what stays free at its sides.
constexpr int kIndent = 2;

bool IsBold(Style style) {
  return style != Style::kText && style != Style::kNumber && style != Style::kFigure && style != Style::kLine;
}

void Apply(Style style, lxw_format* format) {
  format_set_font_name(format, kFont);
  format_set_font_size(format, style == Style::kTitle ? kTitleSize : kFontSize);
  format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (IsBold(style)) format_set_bold(format);
  if (style == Style::kTitle || style == Style::kLine) return;
  format_set_border(format, LXW_BORDER_THIN);
  format_set_border_color(format, 0xA6A6A6);
  if (style == Style::kHead) {
    format_set_bg_color(format, 0xE7E6E6);
    format_set_align(format, LXW_ALIGN_CENTER);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    return;
  }
  // A number would touch the text in the column beside it.
  const bool is_number = style == Style::kNumber || style == Style::kTotalNumber;
  if (is_number || style == Style::kFigure) format_set_num_format(format, "#,##0");
  format_set_align(format, is_number ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
  format_set_indent(format, 1);
}

// Width of a letter in tenths of the unit of columns, which is a digit of a sans-serif font of 11 points. Measured for
// kFont and rounded up, so that a row is rather too high than too low. Accents do not make a letter wider.
int WidthOf(char32_t letter) {
  if (letter == ' ') return 6;
  if (letter < 0x80 && std::strchr("iljtfr.,;:'|!()[]/-", static_cast<int>(letter)) != nullptr) return 8;
  if (letter < 0x80) {
    const char c = static_cast<char>(letter);
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) return c == 'M' || c == 'W' ? 19 : 15;
    if (c == 'm' || c == 'w' || c == '@' || c == '%') return 17;
    return absl::ascii_isdigit(static_cast<unsigned char>(c)) ? 11 : 10;
  }
  // Capital letters of Latin-1, and every second one of the blocks that Vietnamese uses.
  const bool is_capital = (letter >= 0xC0 && letter < 0xDF) || (letter >= 0x100 && letter < 0x1B0 && letter % 2 == 0) ||
                          letter == 0x1AF || (letter >= 0x1E00 && letter < 0x1F00 && letter % 2 == 0);
  // Of ideographs and the like one takes two places.
  return is_capital ? 15 : letter < 0x2000 ? 10 : 21;
}

// Lines that the text takes in a column of `width`, broken between words and, where one is longer, within it.
int LinesOf(const std::string& text, int width, Style style) {
  const int size = style == Style::kTitle ? kTitleSize : kFontSize;
  // Bold letters are a little wider.
  const int scale = size * (IsBold(style) ? 11 : 10);
  const int room = std::max(1, width - (style == Style::kTitle ? 0 : kIndent)) * 10 * kFontSize * 10;
  int lines = 1;
  int line = 0;
  int word = 0;
  for (size_t i = 0; i < text.size();) {
    const std::optional<char32_t> taken = text::TakeCodePoint(text, &i);
    // What is no text is as wide as any sign.
    const char32_t letter = taken.value_or(U'?');
    if (!taken.has_value()) ++i;
    if (letter == '\n') {
      ++lines;
      line = word = 0;
      continue;
    }
    const int letter_width = WidthOf(letter) * scale;
    line += letter_width;
    word = letter == ' ' ? 0 : word + letter_width;
    if (line <= room || letter == ' ') continue;
    ++lines;
    // A word that is a line by itself goes on in the next.
    if (word > room) word = letter_width;
    line = word;
  }
  return lines;
}

lxw_row_t Row(int row) { return static_cast<lxw_row_t>(row); }
lxw_col_t Column(int column) { return static_cast<lxw_col_t>(column); }

}  // namespace

size_t MostShown(int width) {
  // As if each were a capital letter.
  return static_cast<size_t>((kHighest - kRowSpace) / kLineHeight) * static_cast<size_t>(std::max(1, width - kIndent)) *
         10 / 15;
}

void Sheet::Check(int error) {
  if (workbook_.error_ == LXW_NO_ERROR) workbook_.error_ = error;
}

int Sheet::WidthOf(int column) const {
  const auto width = widths_.find(column);
  return width == widths_.end() ? kDefaultWidth : width->second;
}

void Sheet::Need(int row, int lines, Style style) {
  const int line = style == Style::kTitle ? kTitleHeight : kLineHeight;
  const int needed = std::min(kHighest, lines * line + kRowSpace);
  int& height = heights_[row];
  if (height >= needed) return;
  height = needed;
  Check(worksheet_set_row(sheet_, Row(row), height, nullptr));
}

void Sheet::Widen(int column, int64_t number, Style style) {
  const int digits = static_cast<int>(StrCat(number).size());
  // A point for each three digits; what does not fit would be printed as a row of #.
  const int needed = (digits + (digits - 1) / 3) * (IsBold(style) ? 12 : 11) / 10 + kIndent + 1;
  if (needed > WidthOf(column)) SetWidth(column, needed);
}

void Sheet::Title(int row, int last_column, const std::string& text, Style style) {
  int width = 0;
  for (int column = 0; column <= last_column; ++column) width += WidthOf(column);
  Need(row, LinesOf(text, width, style), style);
  lxw_format* format = workbook_.FormatOf(style);
  if (last_column > 0) Check(worksheet_merge_range(sheet_, Row(row), 0, Row(row), Column(last_column), "", format));
  Check(worksheet_write_string(sheet_, Row(row), 0, text.c_str(), format));
}

void Sheet::Text(int row, int column, const std::string& text, Style style) {
  Need(row, LinesOf(text, WidthOf(column), style), style);
  Check(worksheet_write_string(sheet_, Row(row), Column(column), text.c_str(), workbook_.FormatOf(style)));
}

void Sheet::Number(int row, int column, int64_t number, Style style) {
  Widen(column, number, style);
  Check(
      worksheet_write_number(sheet_, Row(row), Column(column), static_cast<double>(number), workbook_.FormatOf(style)));
}

void Sheet::Sum(int row, int column, int first_row, int last_row, int64_t value) {
  Widen(column, value, Style::kTotalNumber);
  char range[LXW_MAX_CELL_RANGE_LENGTH];
  lxw_rowcol_to_range(range, Row(first_row), Column(column), Row(last_row), Column(column));
  Check(worksheet_write_formula_num(sheet_, Row(row), Column(column), StrCat("=SUM(", range, ")").c_str(),
                                    workbook_.FormatOf(Style::kTotalNumber), static_cast<double>(value)));
}

void Sheet::SetWidth(int column, int characters) {
  widths_[column] = characters;
  Check(worksheet_set_column(sheet_, Column(column), Column(column), characters, nullptr));
}

void Sheet::Freeze(int row, int column) { worksheet_freeze_panes(sheet_, Row(row), Column(column)); }

void Sheet::AddFilter(int head_row, int last_row, int last_column) {
  Check(worksheet_autofilter(sheet_, Row(head_row), 0, Row(last_row), Column(last_column)));
}

void Sheet::PrintAcross() {
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, kA4);
  worksheet_fit_to_pages(sheet_, 1, 0);
  Check(worksheet_set_footer(sheet_, "&R&P/&N"));
}

void Sheet::PrintAcross(int first_repeated_row, int last_repeated_row) {
  PrintAcross();
  Check(worksheet_repeat_rows(sheet_, Row(first_repeated_row), Row(last_repeated_row)));
}

Workbook::Workbook(lxw_workbook* book) : book_(book) {
  for (int i = 0; i < kStyles; ++i) {
    formats_[i] = workbook_add_format(book_);
    Apply(static_cast<Style>(i), formats_[i]);
  }
}

Sheet Workbook::Add(const std::string& name) {
  lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
  if (sheet == nullptr) {
    if (error_ == LXW_NO_ERROR) error_ = LXW_ERROR_PARAMETER_VALIDATION;
    // Something to write to; the workbook has failed.
    sheet = workbook_add_worksheet(book_, nullptr);
  }
  return Sheet(*this, sheet);
}

absl::StatusOr<std::string> Write(const std::string& title, absl::Time create_time,
                                  const std::function<void(Workbook&)>& fill) {
  RETURN_IF_ERROR(CheckMemoryFolder());
  const MemoryFile file;
  if (!file.IsOpen()) return absl::InternalError(StrCat("a file in memory: ", strerror(errno)));
  std::string folder = kMemoryFolder;
  lxw_workbook_options options{};
  options.tmpdir = folder.data();
  lxw_workbook* const book = workbook_new_opt(file.Path().c_str(), &options);
  if (book == nullptr) return absl::ResourceExhaustedError("no memory for a workbook");
  std::string own_title = title;
  lxw_doc_properties properties{};
  properties.title = own_title.data();
  // 0 would stand for the clock.
  properties.created = std::max<time_t>(1, absl::ToTimeT(create_time));
  workbook_set_properties(book, &properties);
  Workbook workbook(book);
  fill(workbook);
  // gmtime, and the names of the files that a workbook is assembled from.
  static Mutex& statics = *new Mutex;
  lxw_error closed = LXW_NO_ERROR;
  {
    const MutexLock lock(statics);
    closed = workbook_close(book);
  }
  const int error = workbook.error_ != LXW_NO_ERROR ? workbook.error_ : closed;
  if (error != LXW_NO_ERROR) {
    return absl::InternalError(StrCat("libxlsxwriter: ", lxw_strerror(static_cast<lxw_error>(error))));
  }
  return file.Read();
}

}  // namespace congress::xlsx
