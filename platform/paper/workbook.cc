#include "platform/xlsx/workbook.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/numbers.h"
#include "congress/paper/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/paper/flow.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::paper {
namespace {

using xlsx::Sheet;

// What a sheet is wide, in characters, so that it can be read when it is printed on one page's width.
constexpr int kSheetWidth = 130;
constexpr int kLeastWidth = 7;
// Texts outside of tables have at least so many columns to stand over.
constexpr int kLeastColumns = 4;
// What a file says of itself where the paper bears no day: the same each time.
constexpr absl::CivilDay kNoDay(2000, 1, 1);

std::string Plain(const std::vector<Text>& texts) {
  std::string plain;
  for (const Text& text : texts) {
    if (!plain.empty()) plain += "\n";
    for (const Run& run : text.runs) plain += run.text;
  }
  return plain;
}

int SharesOf(const Grid& grid) {
  int shares = 0;
  for (const int share : grid.widths) shares += std::max(1, share);
  return shares;
}

// One section as one sheet.
class SheetWriter {
 public:
  SheetWriter(Sheet& sheet, const Section& section, const Layout& layout) : sheet_(sheet), layout_(layout) {
    std::vector<int> widths(kLeastColumns, kLeastWidth);
    // The widest table fills the page; the columns of others are as wide as theirs of the same share.
    int whole = 1;
    for (const auto& piece : section.pieces) {
      const auto* grid = std::get_if<Grid>(&piece);
      if (grid != nullptr && grid->ruled) whole = std::max(whole, SharesOf(*grid));
    }
    for (const auto& piece : section.pieces) {
      const auto* grid = std::get_if<Grid>(&piece);
      if (grid == nullptr || !grid->ruled) continue;
      widths.resize(std::max(widths.size(), grid->widths.size()), kLeastWidth);
      for (size_t i = 0; i < grid->widths.size(); ++i) {
        widths[i] = std::max(widths[i], std::max(1, grid->widths[i]) * kSheetWidth / whole);
      }
    }
    for (size_t i = 0; i < widths.size(); ++i) sheet_.SetWidth(static_cast<int>(i), widths[i]);
    last_column_ = static_cast<int>(widths.size()) - 1;
    for (const auto& piece : section.pieces) std::visit([this](const auto& one) { Add(one); }, piece);
    if (!section.footer.empty()) Line(section.footer, xlsx::Style::kLine);
    sheet_.PrintAcross();
  }

 private:
  void Line(const std::string& plain, xlsx::Style style) {
    if (!plain.empty()) sheet_.Title(row_++, last_column_, plain, style);
  }
  void Add(const Text& text) {
    Line(Plain({text}), layout_.styles.at(text.style).bold ? xlsx::Style::kTitle : xlsx::Style::kLine);
  }
  void Add(const Grid& grid) {
    if (grid.ruled) return AddTable(grid);
    for (const auto& row : grid.rows) {
      for (const GridCell& cell : row) {
        for (const Text& text : cell.texts) Add(text);
      }
    }
  }
  void AddTable(const Grid& grid) {
    for (size_t i = 0; i < grid.rows.size(); ++i) {
      const bool heading = i < static_cast<size_t>(grid.headings);
      int column = 0;
      for (const GridCell& cell : grid.rows[i]) {
        AddCell(column, Plain(cell.texts), heading);
        // What a cell covers beside itself is empty and has its lines.
        for (int k = 1; k < cell.columns; ++k) AddCell(column + k, "", heading);
        column += cell.columns;
      }
      ++row_;
    }
    ++row_;
  }
  void AddCell(int column, const std::string& plain, bool heading) {
    int64_t number = 0;
    const bool is_number = absl::SimpleAtoi(plain, &number) && StrCat(number) == plain;
    if (!heading && is_number) return sheet_.Number(row_, column, number);
    sheet_.Text(row_, column, plain, heading ? xlsx::Style::kHead : xlsx::Style::kText);
  }

  Sheet& sheet_;
  const Layout& layout_;
  int last_column_ = 0;
  int row_ = 0;
};

absl::Status TooLong(size_t length) {
  return status::InvalidArgument(
      v1::PAPER_TOO_LARGE, {{"field", "cell"}, {"size", StrCat(length)}, {"limit", StrCat(xlsx::kMostCharacters)}});
}

absl::Status CheckLength(const std::vector<Text>& texts) {
  const size_t length = text::Length(Plain(texts));
  return length > xlsx::kMostCharacters ? TooLong(length) : absl::OkStatus();
}

// Spreadsheets keep no more in a cell, and a text outside of tables is one.
absl::Status CheckCells(const std::vector<Section>& sections) {
  for (const Section& section : sections) {
    for (const auto& piece : section.pieces) {
      if (const auto* text = std::get_if<Text>(&piece)) RETURN_IF_ERROR(CheckLength({*text}));
      const auto* grid = std::get_if<Grid>(&piece);
      if (grid == nullptr) continue;
      for (const auto& row : grid->rows) {
        for (const GridCell& cell : row) RETURN_IF_ERROR(CheckLength(cell.texts));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<File> RenderWorkbook(const v1::Paper& paper) {
  RETURN_IF_ERROR(Check(paper));
  const Layout& layout = Layout::Default();
  const std::vector<Section> sections = Flow(paper, layout);
  RETURN_IF_ERROR(CheckCells(sections));
  const bool english = paper.language() == v1::ENGLISH;
  const absl::CivilDay day = paper.has_date() ? civil::FromDate(paper.date()) : kNoDay;
  ASSIGN_OR_RETURN(std::string content,
                   xlsx::Write(paper.abstract(), absl::FromCivil(day, civil::Zone()), [&](xlsx::Workbook& workbook) {
                     for (size_t i = 0; i < sections.size(); ++i) {
                       const std::string name = i == 0    ? (english ? "Paper" : "Văn bản")
                                                : english ? StrCat("Annex ", i)
                                                          : StrCat("Phụ lục ", i);
                       Sheet sheet = workbook.Add(name);
                       const SheetWriter written(sheet, sections[i], layout);
                     }
                   }));
  return File{std::move(content), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"};
}

}  // namespace congress::paper
