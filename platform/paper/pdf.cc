#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "platform/paper/flow.h"
#include "platform/paper/fonts.h"
#include "platform/paper/letters.h"
#include "platform/paper/paper.h"
#include "platform/paper/typeset.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::paper {
namespace {

// Between the lines of a table and what stands in its cells.
constexpr double kCellMargin = 4;
constexpr double kRule = 0.5;
// Room for a line or two of what a heading heads.
constexpr double kKeptBelow = 40;
// Sums of heights are not exact.
constexpr double kSlack = 0.01;

struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyCairo {
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;
using Cairo = std::unique_ptr<cairo_t, DestroyCairo>;

cairo_status_t Append(void* bytes, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

// A row of cells; a paragraph is one of a single cell.
using SetRow = std::vector<Column>;

double HeightOf(const SetRow& row) {
  double height = 0;
  for (const Column& column : row) height = std::max(height, column.Height());
  return height;
}

// Rows that are placed together: those that a cell covers, or all rows of a heading.
using Band = std::vector<SetRow>;

// A cell that covers several rows makes the last of them higher if they have no room for it.
std::vector<double> HeightsOf(const Band& band) {
  std::vector<double> heights(band.size(), 0);
  for (size_t i = 0; i < band.size(); ++i) {
    for (const Column& column : band[i]) {
      if (column.rows == 1) heights[i] = std::max(heights[i], column.Height());
    }
  }
  for (size_t i = 0; i < band.size(); ++i) {
    for (const Column& column : band[i]) {
      if (column.rows <= 1) continue;
      const auto end = heights.begin() + static_cast<ptrdiff_t>(i) + column.rows;
      const double room = std::accumulate(end - column.rows, end, 0.0);
      *(end - 1) += std::max(0.0, column.Height() - room);
    }
  }
  return heights;
}

double HeightOf(const Band& band) {
  const std::vector<double> heights = HeightsOf(band);
  return std::accumulate(heights.begin(), heights.end(), 0.0);
}

bool IsKept(const std::vector<GridCell>& cells) {
  return std::any_of(cells.begin(), cells.end(),
                     [](const GridCell& cell) { return !cell.texts.empty() && cell.texts.front().keep; });
}

// Where the rows end that the cells of row `begin` and of those below it cover, or are kept with.
size_t EndOfBand(const Grid& grid, size_t begin) {
  size_t end = begin + 1;
  for (size_t i = begin; i < end; ++i) {
    const size_t kept = IsKept(grid.rows[i]) ? 1 : 0;
    for (const GridCell& cell : grid.rows[i]) end = std::max(end, i + static_cast<size_t>(cell.rows) + kept);
    // The last row is kept with what follows the grid.
    end = std::min(end, grid.rows.size());
  }
  return end;
}

class PdfWriter {
 public:
  PdfWriter(cairo_surface_t* surface, cairo_t* cairo, PangoContext* context, const Layout& layout,
            std::set<char32_t>* lacking)
      : surface_(surface), cairo_(cairo), context_(context), layout_(layout), lacking_(lacking) {
    cairo_set_line_width(cairo_, kRule);
  }

  void Add(const Section& section) {
    if (page_ > 0) EndPage();
    section_ = &section;
    BeginPage();
    for (at_ = 0; at_ < section.pieces.size(); ++at_) {
      std::visit([&](const auto& one) { Add(one); }, section.pieces[at_]);
    }
  }

  void Finish() { EndPage(); }

 private:
  static double Points(int mm) { return mm * kPointsPerMillimetre; }
  double PageWidth() const { return Points(section_->landscape ? layout_.height : layout_.width); }
  double PageHeight() const { return Points(section_->landscape ? layout_.width : layout_.height); }
  double Left() const { return Points(layout_.left); }
  double Width() const { return PageWidth() - Left() - Points(layout_.right); }
  double Top() const { return Points(layout_.top); }
  double Bottom() const { return PageHeight() - Points(layout_.bottom) + kSlack; }

  SetRow Across(const Text& text) const {
    SetRow row(1);
    row[0].x = Left();
    row[0].width = Width();
    Set(text, layout_, context_, &row[0], lacking_);
    return row;
  }

  void BeginPage() {
    ++page_;
    cairo_pdf_surface_set_size(surface_, PageWidth(), PageHeight());
    y_ = Top();
    if (page_ >= layout_.first_number) {
      const SetRow number = Across({layout_.number_style, {{StrCat(page_)}}});
      DrawAll(number[0], std::max(0.0, Top() / 2));
    }
    Place(headings_, true);
  }

  void EndPage() {
    if (!section_->footer.empty()) {
      DrawAll(Across({layout_.footer_style, {{section_->footer}}})[0], Bottom() + Points(layout_.bottom) / 4);
    }
    cairo_show_page(cairo_);
  }

  void NextPage() {
    EndPage();
    BeginPage();
  }

  void DrawAll(const Column& column, double y) {
    size_t at = 0;
    Draw(column, &at, y, y + column.Height() + kSlack);
  }

  // Draws lines from `*at` on between `y` and `bottom`; returns where the last one ends. The first on a page is drawn
  // though it were higher than the page.
  double Draw(const Column& column, size_t* at, double y, double bottom) {
    for (; *at < column.lines.size(); ++*at) {
      const SetLine& line = column.lines[*at];
      if (y + line.height > bottom && y > Top()) break;
      cairo_move_to(cairo_, column.x + line.x, y + line.baseline);
      pango_cairo_show_layout_line(cairo_, line.line);
      for (const Rule& rule : column.rules) {
        if (rule.below == *at) DrawRule(column.x + rule.x, y + rule.y, rule.width);
      }
      y += line.height;
    }
    return y;
  }

  void Place(const SetRow& row, bool ruled) {
    std::vector<size_t> at(row.size(), 0);
    while (true) {
      double end = y_;
      bool done = true;
      for (size_t i = 0; i < row.size(); ++i) {
        end = std::max(end, Draw(row[i], &at[i], y_, Bottom()));
        done = done && at[i] == row[i].lines.size();
      }
      for (const Column& column : row) {
        if (ruled) DrawBox(column, end - y_);
      }
      y_ = end;
      if (done) return;
      NextPage();
    }
  }

  // Where there is no room for all of it, row by row, as if no cell covered the next row.
  void Place(const Band& band, bool ruled) {
    const std::vector<double> heights = HeightsOf(band);
    if (band.size() == 1 || y_ + std::accumulate(heights.begin(), heights.end(), 0.0) > Bottom()) {
      for (const SetRow& row : band) Place(row, ruled);
      return;
    }
    for (size_t i = 0; i < band.size(); ++i) {
      for (const Column& column : band[i]) {
        const auto begin = heights.begin() + static_cast<ptrdiff_t>(i);
        const double height = std::accumulate(begin, begin + column.rows, 0.0);
        const double above = column.rows > 1 ? (height - column.Height()) / 2 : 0;
        DrawAll(column, y_ + above);
        if (ruled && column.rows > 0) DrawBox(column, height);
      }
      y_ += heights[i];
    }
  }

  void DrawRule(double x, double y, double width) {
    cairo_move_to(cairo_, x, y);
    cairo_line_to(cairo_, x + width, y);
    cairo_stroke(cairo_);
  }

  void DrawBox(const Column& column, double height) {
    cairo_rectangle(cairo_, column.x - kCellMargin, y_, column.width + 2 * kCellMargin, height);
    cairo_stroke(cairo_);
  }

  void Add(const Text& text) {
    const Style& style = layout_.styles.at(text.style);
    const SetRow row = Across(text);
    if (text.keep) GoOnIfNoRoom(HeightOf(row) + HeightBelow(at_));
    if (style.keep && y_ > Top() && y_ + HeightOf(row) + kKeptBelow > Bottom()) NextPage();
    Place(row, false);
  }

  SetRow Across(const std::vector<GridCell>& cells, const Grid& grid) const {
    const double shares = std::accumulate(grid.widths.begin(), grid.widths.end(), 0.0);
    const double margin = grid.ruled ? kCellMargin : 0;
    SetRow row;
    double x = Left();
    size_t at = 0;
    for (const GridCell& cell : cells) {
      double width = 0;
      for (int i = 0; i < cell.columns; ++i) width += Width() * grid.widths[at++] / shares;
      Column& column = row.emplace_back();
      column.x = x + margin;
      column.rows = cell.rows;
      column.width = std::max(1.0, width - 2 * margin);
      for (const Text& text : cell.texts) Set(text, layout_, context_, &column, lacking_);
      x += width;
    }
    return row;
  }

  // What must stand below the piece, if that is kept: the next one if all of it is kept too, and what follows that;
  // else the beginning of a text, or the first row of a grid.
  double HeightBelow(size_t piece) const {
    if (++piece == section_->pieces.size()) return 0;
    const Text* text = std::get_if<Text>(&section_->pieces[piece]);
    if (text != nullptr) return text->keep ? HeightOf(Across(*text)) + HeightBelow(piece) : kKeptBelow;
    const Grid& grid = std::get<Grid>(section_->pieces[piece]);
    if (grid.rows.empty()) return 0;
    const bool kept = std::all_of(grid.rows.begin() + grid.headings, grid.rows.end(), IsKept);
    return kept ? HeightOf(Across(grid, 0, grid.rows.size())) + HeightBelow(piece)
                : HeightOf(Across(grid.rows[0], grid));
  }

  // To the next page, unless there is room for so much here, or on none.
  void GoOnIfNoRoom(double needed) {
    if (y_ > Top() && y_ + needed > Bottom() && needed <= Bottom() - Top()) NextPage();
  }

  Band Across(const Grid& grid, size_t begin, size_t end) const {
    Band band;
    for (size_t i = begin; i < end; ++i) band.push_back(Across(grid.rows[i], grid));
    return band;
  }

  // Rows that a cell covers go to the next page whole, and heading rows with the first rows below them.
  void Add(const Grid& grid) {
    const auto headings = static_cast<size_t>(grid.headings);
    Band first = Across(grid, 0, headings);
    for (size_t begin = headings, end; begin < grid.rows.size(); begin = end) {
      end = EndOfBand(grid, begin);
      const Band band = Across(grid, begin, end);
      const bool kept = end == grid.rows.size() && IsKept(grid.rows.back());
      GoOnIfNoRoom(HeightOf(band) + HeightOf(first) + (kept ? HeightBelow(at_) : 0));
      if (!first.empty()) BeginTable(std::exchange(first, {}));
      Place(band, grid.ruled);
    }
    Place(first, grid.ruled);
    headings_.clear();
  }

  // Headings that would take half of each page are not repeated.
  void BeginTable(Band headings) {
    Place(headings, true);
    if (HeightOf(headings) < (Bottom() - Top()) / 2) headings_ = std::move(headings);
  }

  cairo_surface_t* const surface_;
  cairo_t* const cairo_;
  PangoContext* const context_;
  const Layout& layout_;
  std::set<char32_t>* const lacking_;
  const Section* section_ = nullptr;
  // The piece that is being added.
  size_t at_ = 0;
  Band headings_;
  int page_ = 0;
  double y_ = 0;
};

// The day of the paper; without one, no day, for the clock's would make two files of one paper differ.
void Describe(const v1::Paper& paper, const std::string& resource, cairo_surface_t* surface) {
  const auto& date = paper.date();
  const std::string day =
      paper.has_date() ? absl::StrFormat("%04d-%02d-%02dT00:00:00Z", date.year(), date.month(), date.day()) : "";
  const std::string title = StrCat(paper.type(), " ", paper.abstract());
  const std::string issuer = absl::StrJoin(paper.issuer(), " ");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, issuer.c_str());
  if (!resource.empty()) {
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, paper.number().c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, resource.c_str());
  }
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day.c_str());
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, day.c_str());
}

}  // namespace

absl::StatusOr<std::string> RenderPdf(const v1::Paper& paper, const Layout& layout, const std::string& resource) {
  RETURN_IF_ERROR(Check(paper));
  const std::vector<Section> sections = Flow(paper, layout);
  ASSIGN_OR_RETURN(PangoFontMap* const map, NewFontMap());
  const std::unique_ptr<PangoFontMap, Unref> fonts(map);
  std::set<char32_t> lacking;
  std::string bytes;
  const Surface surface(cairo_pdf_surface_create_for_stream(&Append, &bytes, 1, 1));
  Describe(paper, resource, surface.get());
  {
    const Cairo cairo(cairo_create(surface.get()));
    const Context context = NewContext(map);
    pango_cairo_update_context(cairo.get(), context.get());
    PdfWriter writer(surface.get(), cairo.get(), context.get(), layout, &lacking);
    for (const Section& section : sections) writer.Add(section);
    writer.Finish();
  }
  RETURN_IF_ERROR(RequireLetters(lacking));
  cairo_surface_finish(surface.get());
  if (const cairo_status_t status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS) {
    return absl::InternalError(StrCat("cairo: ", cairo_status_to_string(status)));
  }
  return bytes;
}

}  // namespace congress::paper
