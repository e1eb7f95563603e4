// Paragraphs broken into lines by Pango, in points.
#pragma once

#include <pango/pango.h>

#include <memory>
#include <set>
#include <vector>

#include "platform/paper/flow.h"
#include "platform/paper/layout.h"

namespace congress::paper {

inline constexpr double kPointsPerMillimetre = 72 / 25.4;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using Context = std::unique_ptr<PangoContext, Unref>;

// Of these fonts, for printing: nothing is rounded to a screen.
Context NewContext(PangoFontMap* fonts);

// A line and the room that it takes.
struct SetLine {
  PangoLayoutLine* line = nullptr;  // Owned by a paragraph of the column.
  double x = 0;                     // From the left of the column.
  double baseline = 0;              // From the top of the line's room.
  double height = 0;
  double width = 0;  // Of the text.
};

// A line drawn below a line of text.
struct Rule {
  size_t below = 0;  // Which of the column's lines.
  double x = 0;      // From the left of the column.
  double y = 0;      // From the top of the line's room.
  double width = 0;
};

// Paragraphs one below the other.
struct Column {
  double x = 0;  // On the page.
  double width = 0;
  int rows = 1;  // Of a table, how many it covers; 0: one above covers it.
  std::vector<std::unique_ptr<PangoLayout, Unref>> paragraphs;
  std::vector<SetLine> lines;
  std::vector<Rule> rules;

  double Height() const;
};

// Adds the paragraph to the column, with its space above and below. Letters that the fonts lack, for which boxes stand,
// go into `lacking`.
void Set(const Text& text, const Layout& layout, PangoContext* context, Column* column, std::set<char32_t>* lacking);

}  // namespace congress::paper
