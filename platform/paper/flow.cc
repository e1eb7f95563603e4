#include "platform/paper/flow.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/status/day.h"
#include "platform/text/text.h"

namespace congress::paper {
namespace {

// What placeholders stand for; several values where a line is repeated for each, and none where it is left out.
using Values = std::map<std::string, std::vector<std::string>>;

void Say(Values& values, const std::string& name, const std::string& text) {
  if (!text.empty()) values[name] = {text};
}

template <class Texts>
void SayEach(Values& values, const std::string& name, const Texts& texts) {
  for (const std::string& text : texts) values[name].push_back(text);
}

Values ValuesOf(const v1::Paper& paper, const std::string& language, const Layout& layout) {
  Values values;
  Say(values, "remark", paper.remark());
  Say(values, "draft", paper.draft());
  Say(values, "urgency", paper.urgency());
  Say(values, "circulation", paper.circulation());
  Say(values, "parent", paper.parent());
  SayEach(values, "issuer", paper.issuer());
  Say(values, "motto", paper.motto());
  Say(values, "number", paper.number());
  Say(values, "place", paper.place());
  Say(values, "type", paper.type());
  Say(values, "abstract", paper.abstract());
  SayEach(values, "legal-basis", paper.legal_bases());
  SayEach(values, "recipient", paper.recipients());
  const v1::Signature& signature = paper.signature();
  Say(values, "authority", signature.authority());
  Say(values, "title", signature.title());
  Say(values, "name", signature.name());
  // Who signs in their own name has no line for another, and no blank for one.
  if (signature.authority().empty() && (values.contains("title") || values.contains("name"))) values["authority"] = {};
  if (const auto& date = paper.date(); paper.has_date()) {
    const status::DayFigures figures = status::InFigures(date.year(), date.month(), date.day());
    const bool zeros = language == "vi";
    Say(values, "day", zeros ? figures.day : absl::StrCat(date.day()));
    Say(values, "month", zeros ? figures.month : absl::StrCat(date.month()));
    Say(values, "year", figures.year);
    const auto months = layout.months.find(language);
    if (months != layout.months.end() && date.month() >= 1 && date.month() <= 12) {
      Say(values, "month-name", months->second[static_cast<size_t>(date.month() - 1)]);
    }
  }
  return values;
}

Values ValuesOf(const v1::Annex& annex) {
  Values values;
  Say(values, "annex-label", annex.label());
  Say(values, "annex-title", annex.title());
  Say(values, "annex-reference", annex.reference());
  return values;
}

std::string In(const Wording& wording, const std::string& language) {
  const auto found = wording.find(language);
  return found == wording.end() ? "" : found->second;
}

class FlowWriter {
 public:
  FlowWriter(const Layout& layout, std::string language) : layout_(layout), language_(std::move(language)) {}

  void Begin(bool landscape, const std::string& footer) { sections_.push_back({landscape, footer, {}}); }

  void Add(const std::vector<Part>& parts, const Values& values) {
    for (const Part& part : parts) {
      if (part.widths.empty()) {
        for (Text& text : Filled(part.left, values)) Add(std::move(text));
      } else {
        Grid grid;
        grid.widths = part.widths;
        grid.rows.push_back({{Filled(part.left, values)}, {Filled(part.right, values)}});
        Add(std::move(grid));
      }
    }
  }

  void Add(const google::protobuf::RepeatedPtrField<v1::Block>& blocks) {
    for (const v1::Block& block : blocks) {
      switch (block.block_case()) {
        case v1::Block::kParagraph:
          Add(Cited(block.paragraph()));
          break;
        case v1::Block::kList:
          for (const v1::Item& item : block.list().items()) {
            Add(Labelled(absl::StrCat("item-", std::clamp(item.level(), 0, 3)), item.mark(), item.spans(),
                         item.change()));
          }
          break;
        case v1::Block::kTable:
          Add(GridOf(block.table()));
          break;
        case v1::Block::BLOCK_NOT_SET:
          break;
      }
    }
  }

  // A signature does not stand on a page alone: from the end on, until there are lines enough.
  void KeepLast() {
    auto& pieces = sections_.back().pieces;
    int lines = 0;
    for (auto piece = pieces.rbegin(); piece != pieces.rend() && lines < layout_.kept_lines; ++piece) {
      if (Text* text = std::get_if<Text>(&*piece); text != nullptr) {
        text->keep = true;
        lines += LinesTaken(*text);
        continue;
      }
      Grid& grid = std::get<Grid>(*piece);
      const auto headings = static_cast<size_t>(grid.headings);
      size_t kept = grid.rows.size();
      while (kept > headings && lines < layout_.kept_lines) {
        --kept;
        ++lines;
      }
      // Heading rows say nothing by themselves, so they do not count.
      if (kept == headings) kept = 0;
      for (size_t row = kept; row < grid.rows.size(); ++row) {
        for (GridCell& cell : grid.rows[row]) {
          for (Text& text : cell.texts) text.keep = true;
        }
      }
    }
  }

  // What stands behind the body, from piece `begin` on.
  void MarkEnd(size_t begin) {
    auto& pieces = sections_.back().pieces;
    if (begin >= pieces.size()) return;
    Text* first = std::get_if<Text>(&pieces[begin]);
    if (Grid* grid = std::get_if<Grid>(&pieces[begin]); grid != nullptr) {
      auto& texts = grid->rows[0][0].texts;
      first = texts.empty() ? nullptr : &texts[0];
    }
    if (first != nullptr) first->anchor = kEndAnchor;
  }

  size_t size() const { return sections_.back().pieces.size(); }

  std::vector<Section> Finish() {
    for (Section& section : sections_) {
      if (section.pieces.empty()) section.pieces.emplace_back(Text{"gap", {}});
    }
    return std::move(sections_);
  }

 private:
  // About how many lines it takes; a gap takes none.
  int LinesTaken(const Text& text) const {
    size_t letters = 0;
    for (const Run& run : text.runs) letters += text::Length(run.text);
    return text.runs.empty() ? 0 : 1 + static_cast<int>(letters) / layout_.line_letters;
  }

  void Add(Text text) { sections_.back().pieces.emplace_back(std::move(text)); }

  // Two tables that touch would be one in DOCX.
  void Add(Grid grid) {
    sections_.back().pieces.emplace_back(std::move(grid));
    Add(Text{"gap", {}});
  }

  // Which of a placeholder's values a line takes; nothing where there is none and no blank.
  std::optional<std::string> ValueOf(const std::string& name, size_t at, const Values& values) const {
    if (const auto found = values.find(name); found != values.end()) {
      if (found->second.empty()) return std::nullopt;
      return found->second[std::min(at, found->second.size() - 1)];
    }
    const auto blank = layout_.blanks.find(name);
    if (blank == layout_.blanks.end()) return std::nullopt;
    return In(blank->second, language_);
  }

  std::optional<std::string> Filled(const std::string& text, size_t at, const Values& values, size_t* times) const {
    std::string filled;
    size_t rest = 0;
    for (size_t open = text.find('{'); open != std::string::npos; open = text.find('{', rest)) {
      const size_t close = text.find('}', open);
      if (close == std::string::npos) break;
      const std::string name = text.substr(open + 1, close - open - 1);
      const std::optional<std::string> value = ValueOf(name, at, values);
      if (!value.has_value()) return std::nullopt;
      if (const auto found = values.find(name); found != values.end()) *times = std::max(*times, found->second.size());
      absl::StrAppend(&filled, text.substr(rest, open - rest), *value);
      rest = close + 1;
    }
    return filled + text.substr(rest);
  }

  std::vector<Text> Filled(const std::vector<Line>& lines, const Values& values) const {
    std::vector<Text> texts;
    for (const Line& line : lines) {
      size_t times = 1;
      for (size_t at = 0; at < times; ++at) {
        std::optional<std::string> text = Filled(In(line.text, language_), at, values, &times);
        if (text.has_value()) texts.push_back({line.style, {{*std::move(text)}}});
      }
    }
    return texts;
  }

  static std::string StyleOf(v1::Paragraph::Role role) {
    switch (role) {
      case v1::Paragraph::ARTICLE:
        return "article";
      case v1::Paragraph::OPERATIVE:
        return "operative";
      case v1::Paragraph::PART:
        return "part";
      case v1::Paragraph::SECTION:
        return "section";
      case v1::Paragraph::NOTE:
        return "note";
      default:
        return "text";
    }
  }

  template <class Spans>
  static Text Labelled(const std::string& style, const std::string& label, const Spans& spans,
                       v1::Change change = v1::CHANGE_UNSPECIFIED) {
    Text text{style, {}};
    text.change = change;
    AddLabel(label, !spans.empty(), change, &text);
    for (const v1::Span& span : spans) {
      if (!span.text().empty()) text.runs.push_back({span.text(), span.bold(), span.italic(), span.change()});
    }
    return text;
  }

  static void AddLabel(const std::string& label, bool set_off, v1::Change change, Text* text) {
    if (label.empty()) return;
    // Articles are found by their labels; other labels have the type of their style.
    text->runs.push_back({label + (set_off ? " " : ""), text->style == "article", false, change, true});
  }

  static Text Cited(const v1::Paragraph& paragraph) {
    const std::string style = StyleOf(paragraph.role());
    Text text{style, {}};
    if (paragraph.has_old_label()) {
      AddLabel(paragraph.old_label(), true, v1::DELETED, &text);
      AddLabel(paragraph.label(), !paragraph.spans().empty(), v1::INSERTED, &text);
    }
    Text rest =
        Labelled(style, paragraph.has_old_label() ? "" : paragraph.label(), paragraph.spans(), paragraph.change());
    rest.runs.insert(rest.runs.begin(), text.runs.begin(), text.runs.end());
    rest.move = paragraph.move();
    rest.anchor = paragraph.anchor();
    return rest;
  }

  static std::string StyleOf(v1::Align align) {
    return align == v1::CENTRE ? "cell-centre" : align == v1::RIGHT ? "cell-right" : "cell";
  }

  // The style of a cell, the small one where the table asks for it and the layout has it.
  std::string Sized(const v1::Table& table, std::string style) const {
    std::string small = absl::StrCat("small-", style);
    return table.small() && layout_.styles.contains(small) ? small : style;
  }

  Grid GridOf(const v1::Table& table) const {
    Grid grid;
    grid.ruled = true;
    grid.headings = table.heading_size();
    for (const v1::Column& column : table.columns()) grid.widths.push_back(std::max(1, column.width()));
    // Where cells above reach below their own row: by the first of their columns, how many rows more and how many
    // columns.
    std::map<int, std::pair<int, int>> reaching;
    const auto add = [&](const v1::Row& row, bool heading) {
      auto& cells = grid.rows.emplace_back();
      grid.changes.push_back(row.change());
      auto cell = row.cells().begin();
      for (int column = 0; column < table.columns_size(); column += cells.back().columns) {
        if (auto& [rows, columns] = reaching[column]; rows > 0) {
          --rows;
          cells.push_back({{}, columns, 0});
          continue;
        }
        const std::string style = Sized(table, heading ? "cell-heading" : StyleOf(table.columns(column).align()));
        cells.push_back(
            {{Labelled(style, "", cell->spans())}, std::max(1, cell->columns()), std::max(1, cell->rows())});
        reaching[column] = {cells.back().rows - 1, cells.back().columns};
        ++cell;
      }
    };
    for (const v1::Row& row : table.heading()) add(row, true);
    for (const v1::Row& row : table.rows()) add(row, false);
    // One cell across all columns is the title of the rows below it, as the headings are of the first.
    for (size_t row = 0; row + 1 < grid.rows.size(); ++row) {
      std::vector<GridCell>& cells = grid.rows[row];
      if (row >= static_cast<size_t>(grid.headings) && (cells.size() > 1 || grid.widths.size() == 1)) continue;
      for (GridCell& cell : cells) {
        for (Text& text : cell.texts) text.keep = true;
      }
    }
    return grid;
  }

  const Layout& layout_;
  const std::string language_;
  std::vector<Section> sections_;
};

}  // namespace

std::vector<Section> Flow(const v1::Paper& paper, const Layout& layout) {
  const std::string language = paper.language() == v1::ENGLISH ? "en" : "vi";
  const Values values = ValuesOf(paper, language, layout);
  FlowWriter writer(layout, language);
  writer.Begin(paper.landscape(), "");
  writer.Add(layout.before, values);
  writer.Add(paper.body());
  const size_t end = writer.size();
  if (!paper.without_signature()) {
    writer.KeepLast();
    writer.Add(layout.after, values);
  }
  const auto is_anchored = [](const v1::Block& block) { return !block.paragraph().anchor().empty(); };
  if (std::any_of(paper.body().begin(), paper.body().end(), is_anchored)) writer.MarkEnd(end);
  for (const v1::Annex& annex : paper.annexes()) {
    writer.Begin(annex.landscape(), annex.footer());
    writer.Add(layout.annex, ValuesOf(annex));
    writer.Add(annex.body());
  }
  return writer.Finish();
}

}  // namespace congress::paper
