#include "platform/paper/typeset.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <string>
#include <utility>

namespace congress::paper {
namespace {

// Room for the line below a paragraph.
constexpr double kRuleBelow = 2;

double Points(int pango) { return static_cast<double>(pango) / PANGO_SCALE; }
int Pango(double points) { return static_cast<int>(points * PANGO_SCALE); }

void Emphasise(PangoAttrList* attributes, PangoAttribute* attribute, size_t begin, size_t end) {
  attribute->start_index = static_cast<guint>(begin);
  attribute->end_index = static_cast<guint>(end);
  pango_attr_list_insert(attributes, attribute);
}

// The text between line breaks. To Pango each is a paragraph: the line before a break is not spread over the width.
std::vector<std::vector<Run>> LinesOf(const Text& text) {
  std::vector<std::vector<Run>> lines(1);
  for (const Run& run : text.runs) {
    size_t begin = 0;
    for (size_t end; (end = run.text.find('\n', begin)) != std::string::npos; begin = end + 1) {
      lines.back().push_back({run.text.substr(begin, end - begin), run.bold, run.italic, run.change});
      lines.emplace_back();
    }
    lines.back().push_back({run.text.substr(begin), run.bold, run.italic, run.change});
  }
  return lines;
}

// Null where nothing changed.
PangoAttribute* MarkOf(v1::Change change) {
  switch (change) {
    case v1::INSERTED:
    case v1::MOVED_HERE:
      // Below all ink: a line on its usual place hides the dots below Vietnamese letters.
      return pango_attr_underline_new(PANGO_UNDERLINE_LOW);
    case v1::DELETED:
    case v1::MOVED_AWAY:
      return pango_attr_strikethrough_new(TRUE);
    default:
      return nullptr;
  }
}

void SetText(PangoLayout* paragraph, const std::vector<Run>& runs, const Style& style) {
  std::string all;
  PangoAttrList* const attributes = pango_attr_list_new();
  for (const Run& run : runs) {
    const size_t begin = all.size();
    all += run.text;
    if (run.bold) Emphasise(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, all.size());
    if (run.italic) Emphasise(attributes, pango_attr_style_new(PANGO_STYLE_ITALIC), begin, all.size());
    if (PangoAttribute* const mark = MarkOf(run.change); mark != nullptr)
      Emphasise(attributes, mark, begin, all.size());
  }
  Emphasise(attributes, pango_attr_insert_hyphens_new(FALSE), 0, all.size());
  if (style.underline) Emphasise(attributes, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), 0, all.size());
  pango_layout_set_text(paragraph, all.data(), static_cast<int>(all.size()));
  pango_layout_set_attributes(paragraph, attributes);
  pango_attr_list_unref(attributes);
}

void SetStyle(PangoLayout* paragraph, const Style& style) {
  PangoFontDescription* const font = pango_font_description_new();
  pango_font_description_set_family(font, "Liberation Serif");
  pango_font_description_set_size(font, style.size * PANGO_SCALE);
  if (style.bold) pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  if (style.italic) pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
  pango_layout_set_font_description(paragraph, font);
  pango_font_description_free(font);
  pango_layout_set_wrap(paragraph, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(paragraph, style.align == Side::kCentre  ? PANGO_ALIGN_CENTER
                                        : style.align == Side::kRight ? PANGO_ALIGN_RIGHT
                                                                      : PANGO_ALIGN_LEFT);
  pango_layout_set_justify(paragraph, style.align == Side::kBoth);
}

// Pango marks the glyphs for which there is no font, and says what they stand for.
void FindLacking(PangoLayout* paragraph, std::set<char32_t>* lacking) {
  if (pango_layout_get_unknown_glyphs_count(paragraph) == 0) return;
  PangoLayoutIter* const at = pango_layout_get_iter(paragraph);
  do {
    const PangoLayoutRun* const run = pango_layout_iter_get_run_readonly(at);
    for (int i = 0; run != nullptr && i < run->glyphs->num_glyphs; ++i) {
      const PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
      const bool unknown = glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0;
      if (unknown) lacking->insert(static_cast<char32_t>(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG));
    }
  } while (pango_layout_iter_next_run(at));
  pango_layout_iter_free(at);
}

void SetRuns(const std::vector<Run>& runs, int first, const Style& style, PangoContext* context, Column* column,
             std::set<char32_t>* lacking) {
  PangoLayout* const paragraph = column->paragraphs.emplace_back(pango_layout_new(context)).get();
  const double indent = style.indent * kPointsPerMillimetre;
  pango_layout_set_width(paragraph, Pango(column->width - (style.align == Side::kCentre ? 2 : 1) * indent));
  pango_layout_set_indent(paragraph, Pango(first * kPointsPerMillimetre));
  SetStyle(paragraph, style);
  SetText(paragraph, runs, style);
  FindLacking(paragraph, lacking);
  PangoLayoutIter* const at = pango_layout_get_iter(paragraph);
  do {
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(at, nullptr, &extents);
    const int baseline = pango_layout_iter_get_baseline(at);
    // What a line is higher than its type stands above it, as in DOCX.
    const double more = Points(extents.height) * (style.line - 100) / 100;
    column->lines.push_back({pango_layout_iter_get_line_readonly(at), indent + Points(extents.x),
                             Points(baseline - extents.y) + more, Points(extents.height) + more,
                             Points(extents.width)});
  } while (pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
}

}  // namespace

Context NewContext(PangoFontMap* fonts) {
  Context context(pango_font_map_create_context(fonts));
  cairo_font_options_t* const options = cairo_font_options_create();
  // Places that no screen has rounded.
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context.get(), false);
  pango_context_set_language(context.get(), pango_language_from_string("vi"));
  pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
  return context;
}

double Column::Height() const {
  double height = 0;
  for (const SetLine& line : lines) height += line.height;
  return height;
}

void Set(const Text& text, const Layout& layout, PangoContext* context, Column* column, std::set<char32_t>* lacking) {
  const Style& style = layout.styles.at(text.style);
  const size_t first = column->lines.size();
  int indent = style.first;
  for (const std::vector<Run>& line : LinesOf(text)) {
    SetRuns(line, std::exchange(indent, 0), style, context, column, lacking);
  }
  column->lines[first].baseline += style.before;
  column->lines[first].height += style.before;
  SetLine& last = column->lines.back();
  if (style.ruled) {
    Rule rule{column->lines.size() - 1, column->width, last.height + kRuleBelow / 2, 0};
    for (size_t i = first; i < column->lines.size(); ++i) {
      rule.x = std::min(rule.x, column->lines[i].x);
      rule.width = std::max(rule.width, column->lines[i].width);
    }
    column->rules.push_back(rule);
    last.height += kRuleBelow;
  }
  last.height += style.after;
}

}  // namespace congress::paper
