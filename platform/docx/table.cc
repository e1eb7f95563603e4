#include "platform/docx/table.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "platform/docx/xml.h"
#include "platform/status/strings.h"

namespace congress::docx {
namespace {

// Columns that the widest table has.
constexpr int kMostColumns = 63;

int NumberOf(std::string_view text, int otherwise) {
  int number = 0;
  return absl::SimpleAtoi(ToAbsl(text), &number) ? number : otherwise;
}

enum class Merge { kNone, kBegins, kGoesOn };

struct ReadCell {
  std::vector<Run> runs;
  int columns = 1;
  Merge merge = Merge::kNone;
  paper::v1::Align align = paper::v1::ALIGN_UNSPECIFIED;
};

struct ReadRow {
  std::vector<ReadCell> cells;
  bool heading = false;
};

paper::v1::Align AlignOf(const Paragraph& paragraph) {
  const bool styled = paragraph.style.starts_with("cell");
  const std::string& way = styled ? paragraph.style : paragraph.align;
  if (way == "cellcentre" || way == "center") return paper::v1::CENTRE;
  if (way == "cellright" || way == "right" || way == "end") return paper::v1::RIGHT;
  return paper::v1::ALIGN_UNSPECIFIED;
}

class TableReader {
 public:
  explicit TableReader(const Styles& styles) : styles_(styles) {}

  Piece Read(const pugi::xml_node& node) {
    for (const pugi::xml_node& column : ChildOf(node, "tblGrid").children()) {
      if (NameOf(column) == "gridCol") widths_.push_back(std::max(1, NumberOf(ValueOf(column, "w"), 1)));
    }
    Walk(node, [this](const pugi::xml_node& child) {
      if (NameOf(child) == "tr") {
        AddRow(child);
      } else {
        TellUnknown(child, &piece_.findings);
      }
      return false;
    });
    // Of a table that was removed nothing is left.
    const bool removed = rows_.empty() && had_rows_;
    if (removed || !Fill(piece_.block.mutable_table())) {
      piece_.block.Clear();
      if (!removed) piece_.findings.push_back({Unheld::kTable, ""});
    }
    return std::move(piece_);
  }

 private:
  void AddRow(const pugi::xml_node& node) {
    const pugi::xml_node properties = ChildOf(node, "trPr");
    had_rows_ = true;
    if (HasGone(properties)) return;
    ReadRow row;
    row.heading = IsOn(properties, "tblHeader");
    AddEmpty(properties, "gridBefore", &row);
    bool had_more = false;
    Walk(node, [&](const pugi::xml_node& child) {
      if (NameOf(child) == "tc") {
        AddCell(child, &row, &had_more);
      } else {
        TellUnknown(child, &piece_.findings);
      }
      return false;
    });
    AddEmpty(properties, "gridAfter", &row);
    if (IsOn(properties, "hidden")) {
      piece_.findings.push_back({Unheld::kHidden, BeginningOf(row)});
      // Cells that cover others keep their place.
      const auto stands = [](const ReadCell& cell) { return cell.merge != Merge::kNone; };
      if (std::none_of(row.cells.begin(), row.cells.end(), stands)) return;
      for (ReadCell& cell : row.cells) cell.runs.clear();
    }
    const bool says_nothing =
        std::all_of(row.cells.begin(), row.cells.end(), [](const ReadCell& cell) { return cell.runs.empty(); });
    // Some programs keep of a removed row only that its texts were removed.
    if (!(had_more && says_nothing)) rows_.push_back(std::move(row));
  }

  // Columns that the row leaves out.
  static void AddEmpty(const pugi::xml_node& properties, const char* name, ReadRow* row) {
    const int count = std::clamp(NumberOf(ValueOf(ChildOf(properties, name)), 0), 0, kMostColumns);
    row->cells.resize(row->cells.size() + static_cast<size_t>(count));
  }

  static std::string BeginningOf(const ReadRow& row) {
    std::string text;
    for (const ReadCell& cell : row.cells) {
      for (const Run& run : cell.runs) text += run.text;
    }
    return Beginning(text);
  }

  // Of a table without a grid: as many as its longest row fills.
  int WidestRow() const {
    int widest = 0;
    for (const ReadRow& row : rows_) {
      int columns = 0;
      for (const ReadCell& cell : row.cells) columns += cell.columns;
      widest = std::max(widest, columns);
    }
    return widest;
  }

  void AddCell(const pugi::xml_node& node, ReadRow* row, bool* had_more) {
    ReadCell& cell = row->cells.emplace_back();
    const pugi::xml_node properties = ChildOf(node, "tcPr");
    cell.columns = std::clamp(NumberOf(ValueOf(ChildOf(properties, "gridSpan")), 1), 1, kMostColumns);
    if (const pugi::xml_node merge = ChildOf(properties, "vMerge"); merge) {
      cell.merge = ValueOf(merge) == "restart" ? Merge::kBegins : Merge::kGoesOn;
    }
    for (const char* const change : {"cellIns", "cellDel", "cellMerge"}) {
      if (ChildOf(properties, change)) piece_.findings.push_back({Unheld::kChange, ""});
    }
    bool first = true;
    std::optional<Paragraph> joining;
    const auto take = [&](Paragraph paragraph) {
      *had_more |= paragraph.had_more || paragraph.joins;
      if (joining.has_value()) Join(*std::exchange(joining, std::nullopt), &paragraph);
      if (paragraph.joins) {
        joining = std::move(paragraph);
        return;
      }
      AddText(std::move(paragraph), std::exchange(first, false), &cell);
    };
    Walk(node, [&](const pugi::xml_node& child) {
      const std::string_view name = NameOf(child);
      if (name == "p") {
        take(ReadParagraph(child, styles_));
      } else if (name == "tbl") {
        piece_.findings.push_back({Unheld::kTable, ""});
      } else if (name == "altChunk") {
        piece_.findings.push_back({Unheld::kPicture, ""});
      } else {
        TellUnknown(child, &piece_.findings);
      }
      return false;
    });
    if (joining.has_value() && !joining->runs.empty()) AddText(*std::move(joining), first, &cell);
  }

  // Each in a line of its own.
  void AddText(Paragraph paragraph, bool first, ReadCell* cell) {
    if (piece_.style.empty()) piece_.style = paragraph.style;
    piece_.anchors.insert(piece_.anchors.end(), paragraph.anchors.begin(), paragraph.anchors.end());
    piece_.findings.insert(piece_.findings.end(), paragraph.findings.begin(), paragraph.findings.end());
    if (paragraph.numbered) piece_.findings.push_back({Unheld::kNumbering, Beginning(paragraph.Text())});
    if (first) cell->align = AlignOf(paragraph);
    if (!first) cell->runs.push_back({.text = "\n"});
    cell->runs.insert(cell->runs.end(), std::make_move_iterator(paragraph.runs.begin()),
                      std::make_move_iterator(paragraph.runs.end()));
  }

  // Whether the columns hold the cells; a row that ends before the last column goes on with an empty cell.
  bool Fill(paper::v1::Table* table) {
    if (widths_.empty()) widths_.assign(static_cast<size_t>(std::min(WidestRow(), kMostColumns + 1)), 1);
    const int columns = static_cast<int>(widths_.size());
    if (columns == 0 || columns > kMostColumns || rows_.empty()) return false;
    for (const int width : widths_) table->add_columns()->set_width(width);
    size_t headings = 0;
    while (headings < rows_.size() && rows_[headings].heading) ++headings;
    std::set<int> aligned;
    // The cells that go on in the next row, by their first columns.
    std::map<int, paper::v1::Cell*> open;
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (i == headings) open.clear();
      paper::v1::Row& made = i < headings ? *table->add_heading() : *table->add_rows();
      int at = 0;
      for (const ReadCell& cell : rows_[i].cells) {
        if (at + cell.columns > columns) return false;
        if (cell.merge == Merge::kGoesOn) {
          const auto above = open.find(at);
          if (above == open.end() || std::max(1, above->second->columns()) != cell.columns) return false;
          above->second->set_rows(std::max(1, above->second->rows()) + 1);
        } else {
          paper::v1::Cell& one = *made.add_cells();
          if (cell.columns > 1) one.set_columns(cell.columns);
          AddSpans(cell.runs, 0, one.mutable_spans());
          for (int column = at; column < at + cell.columns; ++column) open.erase(column);
          if (cell.merge == Merge::kBegins) open[at] = &one;
          if (i >= headings && cell.columns == 1 && aligned.insert(at).second) {
            table->mutable_columns(at)->set_align(cell.align);
          }
        }
        at += cell.columns;
      }
      if (at < columns) made.add_cells()->set_columns(columns - at > 1 ? columns - at : 0);
    }
    return true;
  }

  const Styles& styles_;
  Piece piece_;
  std::vector<int> widths_;
  std::vector<ReadRow> rows_;
  bool had_rows_ = false;
};

}  // namespace

Piece ReadTable(const pugi::xml_node& node, const Styles& styles) { return TableReader(styles).Read(node); }

}  // namespace congress::docx
