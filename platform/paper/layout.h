// How papers look, as data: page, type, and what stands around the body. The layout that is compiled in is layout.yaml,
// which says what every entry means.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace congress::paper {

enum class Side { kLeft, kCentre, kRight, kBoth };

// Type and space of a paragraph.
struct Style {
  int size = 14;  // Points.
  bool bold = false;
  bool italic = false;
  bool underline = false;
  bool ruled = false;  // A line below all of it.
  Side align = Side::kLeft;
  int line = 100;     // Percent of the type's own height.
  int before = 0;     // Points above.
  int after = 0;      // Points below.
  int first = 0;      // Millimetres by which the first line is moved in.
  int indent = 0;     // Millimetres by which all lines are, those in the middle from both sides.
  int level = 0;      // Of a heading, 1 the highest; 0: none.
  bool keep = false;  // On the page of what follows.
};

// A text by language, `vi` or `en`.
using Wording = std::map<std::string, std::string>;

// A line whose {placeholders} a paper fills in.
struct Line {
  std::string style;
  Wording text;
};

// A line, or two columns of lines.
struct Part {
  std::vector<Line> left;
  std::vector<Line> right;  // Empty for a single line.
  std::vector<int> widths;  // Of the columns; empty for a single line.
};

struct Layout {
  // Millimetres.
  int width = 0, height = 0, top = 0, bottom = 0, left = 0, right = 0;
  std::string font;
  // The first page that bears its number.
  int first_number = 0;
  std::string number_style;
  std::string footer_style;
  // Lines of the body on the page of the signature, and letters of such a line.
  int kept_lines = 0, line_letters = 1;
  std::map<std::string, Style> styles;
  std::vector<Part> before, after, annex;
  std::map<std::string, Wording> blanks;
  // Twelve names by language; a language without any has none.
  std::map<std::string, std::vector<std::string>> months;

  // INVALID_ARGUMENT with the line for what is no layout: YAML that cannot be read, an unknown key, a number out of its
  // bounds, a style that is named and not there.
  static absl::StatusOr<Layout> Parse(std::string_view yaml);
  // The one that is compiled in.
  static const Layout& Default();
};

}  // namespace congress::paper
