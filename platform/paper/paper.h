// A Party paper as a file. The three forms say the same words in the same order, repeated headings and page numbers
// apart. All functions are pure, and safe for concurrent use.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/paper/layout.h"

namespace congress::paper {

// INVALID_ARGUMENT `CHARACTER_NOT_IN_PAPER` for a text that cannot be printed, `PAPER_TOO_LARGE` for more of something
// than paper.proto says, `TABLE_INCONSISTENT` for a table whose cells do not fill its columns. Every rendering begins
// with it.
absl::Status Check(const v1::Paper& paper);

// Plain text in UTF-8 to be read with letters of one width: columns side by side stand one below the other, cells in
// columns, and the footer of an annex at its end.
absl::StatusOr<std::string> RenderText(const v1::Paper& paper, const Layout& layout = Layout::Default());

// INVALID_ARGUMENT `LETTERS_NOT_IN_PDF`, as RenderPdf would say, without making the file.
absl::Status CheckLetters(const v1::Paper& paper);

// An Office Open XML document. Equal papers give equal bytes. `resource`: the name under which the paper is issued,
// which nobody sees in print; in the file's metadata it stands among the keywords. Empty: none.
absl::StatusOr<std::string> RenderDocx(const v1::Paper& paper, const Layout& layout = Layout::Default(),
                                       const std::string& resource = "");

// A PDF with its fonts in it, whose text can be searched and copied. Equal papers give equal bytes.
// INTERNAL when there is no memory file system for the fonts.
absl::StatusOr<std::string> RenderPdf(const v1::Paper& paper, const Layout& layout = Layout::Default(),
                                      const std::string& resource = "");

// What the file calls itself: the first of its keywords that begins with `collection`, such as `numberSeries/`. Empty
// for a file that is neither DOCX nor PDF, and for one that says nothing of the kind. A file is no proof of its name.
std::string ResourceIn(std::string_view file, std::string_view collection);

// FAILED_PRECONDITION `NOTHING_TO_PRINT`: there is not one row for the paper of `parent`, and of `organisation` in it
// unless that is empty; `person` where there is one without it, so that the person is what leaves nothing.
absl::Status NothingToPrint(const std::string& parent, const std::string& organisation, const std::string& person = "");

// A paper as it is sent.
struct File {
  std::string content;
  const char* media_type;
  // With its point: `.docx`.
  const char* extension;
};

// The same words as an XLSX workbook for further work with its tables: the paper is one sheet, and each annex another;
// numbers in tables are numbers. Equal papers give equal bytes. INVALID_ARGUMENT also `PAPER_TOO_LARGE` for a cell with
// more text than a spreadsheet keeps.
absl::StatusOr<File> RenderWorkbook(const v1::Paper& paper);

// The file of this format; plain text for one that is not known.
absl::StatusOr<File> Render(const v1::Paper& paper, v1::Format format, const Layout& layout = Layout::Default(),
                            const std::string& resource = "");

}  // namespace congress::paper
