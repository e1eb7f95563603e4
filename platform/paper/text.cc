#include "platform/text/text.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/paper/flow.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::paper {
namespace {

// Characters of a line, as far as lines are set.
constexpr size_t kWidth = 80;
// Of a column of a table: spaces behind short cells would else make a file of any size.
constexpr size_t kWidestColumn = 200;

// Space above or below, in points, that is an empty line here.
constexpr int kEmptyLine = 6;

// What stands around a stretch of text with this fate.
std::pair<const char*, const char*> MarksOf(v1::Change change) {
  switch (change) {
    case v1::INSERTED:
      return {"{+", "+}"};
    case v1::DELETED:
      return {"[-", "-]"};
    case v1::MOVED_AWAY:
      return {"[<", "<]"};
    case v1::MOVED_HERE:
      return {"{>", ">}"};
    default:
      return {"", ""};
  }
}

std::string Plain(const Text& text) {
  std::string plain;
  v1::Change change = v1::CHANGE_UNSPECIFIED;
  const auto go_on_as = [&](v1::Change next) {
    if (next != change) plain += StrCat(MarksOf(change).second, MarksOf(next).first);
    change = next;
  };
  for (const Run& run : text.runs) {
    go_on_as(run.change);
    plain += run.text;
  }
  go_on_as(v1::CHANGE_UNSPECIFIED);
  return plain;
}

// A cell is one line.
std::string Plain(const GridCell& cell) {
  std::string plain;
  for (const Text& text : cell.texts) plain += (plain.empty() ? "" : " ") + Plain(text);
  return absl::StrReplaceAll(plain, {{"\n", " "}, {"\t", " "}});
}

class TextWriter {
 public:
  explicit TextWriter(const Layout& layout) : layout_(layout) {}

  void Add(const Text& text) { Add(text, 0, kWidth); }

  void Add(const Grid& grid) {
    if (grid.ruled) return AddTable(grid);
    for (const auto& row : grid.rows) {
      const size_t width = kWidth / row.size();
      for (size_t i = 0; i < row.size(); ++i) {
        for (const Text& text : row[i].texts) Add(text, i * width, width);
        EmptyLine();
      }
    }
  }

  // None at the beginning, and never two.
  void EmptyLine() {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += "\n";
  }

  std::string Finish() { return std::move(out_); }

 private:
  void Add(const Text& text, size_t left, size_t width) {
    const Style& style = layout_.styles.at(text.style);
    const std::string plain = Plain(text);
    if (style.before >= kEmptyLine || plain.empty()) EmptyLine();
    if (plain.empty()) return;
    for (const auto line : absl::StrSplit(plain, '\n')) {
      const std::string one(line);
      const size_t length = text::Length(one);
      const size_t in = style.align == Side::kCentre && length < width ? (width - length) / 2 : 0;
      out_ += std::string(left + in, ' ') + one + "\n";
    }
    if (style.after >= kEmptyLine) EmptyLine();
  }

  static std::string Aligned(const std::string& text, size_t width, Side side) {
    const size_t rest = width - std::min(width, text::Length(text));
    const size_t left = side == Side::kRight ? rest : side == Side::kCentre ? rest / 2 : 0;
    return std::string(left, ' ') + text + std::string(rest - left, ' ');
  }

  // Columns as wide as their widest cell, which is more than is set side by side where it is very long; a cell that
  // covers several does not widen them.
  void AddTable(const Grid& grid) {
    std::vector<size_t> widths(grid.widths.size());
    for (const auto& row : grid.rows) {
      size_t column = 0;
      for (const GridCell& cell : row) {
        if (cell.columns == 1)
          widths[column] = std::max(widths[column], std::min(kWidestColumn, text::Length(Plain(cell))));
        column += static_cast<size_t>(cell.columns);
      }
    }
    EmptyLine();
    for (size_t i = 0; i < grid.rows.size(); ++i) {
      std::string line;
      size_t column = 0;
      for (const GridCell& cell : grid.rows[i]) {
        const size_t end = column + static_cast<size_t>(cell.columns);
        size_t width = 3 * (end - column - 1);
        for (size_t k = column; k < end; ++k) width += widths[k];
        const Side side = cell.texts.empty() ? Side::kLeft : layout_.styles.at(cell.texts[0].style).align;
        line += (column == 0 ? "" : " | ") + Aligned(Plain(cell), width, side);
        column = end;
      }
      out_ += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      if (i + 1 == static_cast<size_t>(grid.headings)) out_ += std::string(text::Length(line), '-') + "\n";
    }
  }

  const Layout& layout_;
  std::string out_;
};

}  // namespace

absl::StatusOr<std::string> RenderText(const v1::Paper& paper, const Layout& layout) {
  RETURN_IF_ERROR(Check(paper));
  TextWriter writer(layout);
  for (const Section& section : Flow(paper, layout)) {
    writer.EmptyLine();
    for (const auto& piece : section.pieces) std::visit([&](const auto& one) { writer.Add(one); }, piece);
    if (section.footer.empty()) continue;
    writer.EmptyLine();
    writer.Add({layout.footer_style, {{section.footer}}});
  }
  return writer.Finish();
}

}  // namespace congress::paper
