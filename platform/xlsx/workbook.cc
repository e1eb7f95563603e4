#include "platform/xlsx/workbook.h"

#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/statfs.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/sync.h"

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

void Apply(Style style, lxw_format* format) {
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (style == Style::kTitle) {
    format_set_font_size(format, 14);
  } else {
    format_set_text_wrap(format);
  }
  if (style != Style::kText && style != Style::kNumber) format_set_bold(format);
  if (style == Style::kNumber || style == Style::kTotalNumber) format_set_num_format(format, "#,##0");
  if (style == Style::kTotalText || style == Style::kTotalNumber) format_set_top(format, LXW_BORDER_THIN);
  if (style == Style::kHead) {
    format_set_bg_color(format, 0xE7E6E6);
    format_set_bottom(format, LXW_BORDER_THIN);
    format_set_align(format, LXW_ALIGN_CENTER);
  }
}

lxw_row_t Row(int row) { return static_cast<lxw_row_t>(row); }
lxw_col_t Column(int column) { return static_cast<lxw_col_t>(column); }

}  // namespace

void Sheet::Check(int error) {
  if (workbook_.error_ == LXW_NO_ERROR) workbook_.error_ = error;
}

void Sheet::Text(int row, int column, const std::string& text, Style style) {
  Check(worksheet_write_string(sheet_, Row(row), Column(column), text.c_str(), workbook_.FormatOf(style)));
}

void Sheet::Number(int row, int column, int64_t number, Style style) {
  Check(
      worksheet_write_number(sheet_, Row(row), Column(column), static_cast<double>(number), workbook_.FormatOf(style)));
}

void Sheet::Sum(int row, int column, int first_row, int last_row, int64_t value) {
  char range[LXW_MAX_CELL_RANGE_LENGTH];
  lxw_rowcol_to_range(range, Row(first_row), Column(column), Row(last_row), Column(column));
  Check(worksheet_write_formula_num(sheet_, Row(row), Column(column), StrCat("=SUM(", range, ")").c_str(),
                                    workbook_.FormatOf(Style::kTotalNumber), static_cast<double>(value)));
}

void Sheet::SetWidth(int column, int characters) {
  Check(worksheet_set_column(sheet_, Column(column), Column(column), characters, nullptr));
}

void Sheet::Freeze(int row, int column) { worksheet_freeze_panes(sheet_, Row(row), Column(column)); }

void Sheet::AddFilter(int head_row, int last_row, int last_column) {
  Check(worksheet_autofilter(sheet_, Row(head_row), 0, Row(last_row), Column(last_column)));
}

void Sheet::PrintAcross(int first_repeated_row, int last_repeated_row) {
  worksheet_set_landscape(sheet_);
  worksheet_set_paper(sheet_, kA4);
  worksheet_fit_to_pages(sheet_, 1, 0);
  Check(worksheet_repeat_rows(sheet_, Row(first_repeated_row), Row(last_repeated_row)));
  Check(worksheet_set_footer(sheet_, "&R&P/&N"));
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
