// A paper and its layout brought together: what stands on the pages, in the order of reading. All renderings write this
// and nothing else, so that they say the same words in the same order.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "congress/paper/v1/paper.pb.h"
#include "platform/paper/layout.h"

namespace congress::paper {

// Text of one emphasis, beside that of its style.
struct Run {
  std::string text;
  bool bold = false;
  bool italic = false;
  v1::Change change = v1::CHANGE_UNSPECIFIED;
  // What the paragraph is cited by, or the mark of an item.
  bool label = false;
};

// A paragraph. Its style is in the layout.
struct Text {
  std::string style;
  std::vector<Run> runs;
  // On the page of what follows, whatever the style says.
  bool keep = false;
  // Of its end.
  v1::Change change = v1::CHANGE_UNSPECIFIED;
  int move = 0;
  // By what programs find it in DOCX; empty: not at all.
  std::string anchor = {};
};

// Where what stands behind the body of an anchored paper begins.
inline constexpr char kEndAnchor[] = "_end";

struct GridCell {
  std::vector<Text> texts;
  int columns = 1;  // How many it covers.
  int rows = 1;     // How many it covers; 0: a cell above covers it, and it is empty.
};

// Cells in rows and columns, each row with cells for all columns. All of a cell is read before the next one.
struct Grid {
  std::vector<int> widths;  // Shares of the columns.
  int headings = 0;         // Rows that are repeated on further pages.
  bool ruled = false;       // Whether there are lines between cells.
  std::vector<std::vector<GridCell>> rows;
  // Of each row; none where nothing changed.
  std::vector<v1::Change> changes;
};

// Pages of one kind; each section begins one. It has pieces, and the last of them is a text.
struct Section {
  bool landscape = false;
  std::string footer;
  std::vector<std::variant<Text, Grid>> pieces;
};

// The sections of a paper for which Check() is OK: itself and its annexes.
std::vector<Section> Flow(const v1::Paper& paper, const Layout& layout);

}  // namespace congress::paper
