#include <numeric>
#include <set>

#include "absl/time/time.h"
#include "platform/paper/docx_parts.h"
#include "platform/paper/flow.h"
#include "platform/paper/fonts.h"
#include "platform/paper/package.h"
#include "platform/paper/paper.h"
#include "platform/paper/typeset.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::paper {
namespace {

int WidthOf(const Section& section, const Layout& layout) {
  return (section.landscape ? layout.height : layout.width) - layout.left - layout.right;
}

void AddWidth(pugi::xml_node parent, const char* name, int twips) {
  pugi::xml_node width = parent.append_child(name);
  width.append_attribute("w:w") = twips;
  width.append_attribute("w:type") = "dxa";
}

// Adds what stands on the pages, between margins or in cells.
class DocxWriter {
 public:
  DocxWriter(const Layout& layout, PangoContext* context, Tracking* tracking)
      : layout_(layout), context_(context), tracking_(tracking) {}

  // The last paragraph's properties. `width`: from margin to margin, in twips.
  pugi::xml_node Add(pugi::xml_node parent, const Text& text, int width) const {
    const pugi::xml_node properties = AddParagraph(parent, text, tracking_);
    if (!layout_.styles.at(text.style).ruled) return properties;
    // Nothing in DOCX is as long as a text; the fonts of PDF have the widths of those that DOCX names.
    Column column;
    column.width = width / kTwipsInPoint;
    std::set<char32_t> lacking;
    Set(text, layout_, context_, &column, &lacking);
    const Rule& rule = column.rules.back();
    pugi::xml_node line = AddParagraph(parent, {RuleStyleOf(text.style), {}, text.keep}, tracking_);
    pugi::xml_node indent = line.append_child("w:ind");
    indent.append_attribute("w:left") = static_cast<int>(rule.x * kTwipsInPoint);
    indent.append_attribute("w:right") = static_cast<int>((column.width - rule.x - rule.width) * kTwipsInPoint);
    return line;
  }

  void Add(pugi::xml_node body, const Grid& grid, int width) const {
    pugi::xml_node table = body.append_child("w:tbl");
    pugi::xml_node properties = table.append_child("w:tblPr");
    AddValue(properties, "w:tblStyle", grid.ruled ? "table-ruled" : "table-plain");
    AddWidth(properties, "w:tblW", width);
    properties.append_child("w:tblLayout").append_attribute("w:type") = "fixed";
    const int64_t shares = std::accumulate(grid.widths.begin(), grid.widths.end(), int64_t{0});
    pugi::xml_node columns = table.append_child("w:tblGrid");
    std::vector<int> twips;
    for (const int share : grid.widths) {
      twips.push_back(static_cast<int>(share * int64_t{width} / shares));
      columns.append_child("w:gridCol").append_attribute("w:w") = twips.back();
    }
    for (size_t i = 0; i < grid.rows.size(); ++i) {
      pugi::xml_node row = table.append_child("w:tr");
      pugi::xml_node row_properties = row.append_child("w:trPr");
      row_properties.append_child("w:cantSplit");
      if (i < static_cast<size_t>(grid.headings)) row_properties.append_child("w:tblHeader");
      if (!grid.changes.empty()) AddChange(row_properties, grid.changes[i], tracking_);
      auto at = twips.begin();
      for (const GridCell& cell : grid.rows[i]) {
        AddCell(row, cell, std::accumulate(at, at + cell.columns, 0));
        at += cell.columns;
      }
    }
  }

 private:
  static constexpr double kTwipsInPoint = 20;

  void AddCell(pugi::xml_node row, const GridCell& cell, int twips) const {
    pugi::xml_node node = row.append_child("w:tc");
    pugi::xml_node properties = node.append_child("w:tcPr");
    AddWidth(properties, "w:tcW", twips);
    if (cell.columns > 1) AddValue(properties, "w:gridSpan", cell.columns);
    if (cell.rows != 1) AddValue(properties, "w:vMerge", cell.rows == 0 ? "continue" : "restart");
    if (cell.rows > 1) AddValue(properties, "w:vAlign", "center");
    for (const Text& text : cell.texts) Add(node, text, twips);
    // A cell without a paragraph is no cell.
    if (cell.texts.empty()) node.append_child("w:p");
  }

  const Layout& layout_;
  PangoContext* const context_;
  Tracking* const tracking_;
};

void AddReference(pugi::xml_node section, const char* name, const char* type, const std::string& id) {
  pugi::xml_node reference = section.append_child(name);
  reference.append_attribute("w:type") = type;
  reference.append_attribute("r:id") = id.c_str();
}

// Footers go on into the next section unless it has one of its own, so each has one.
void AddSection(pugi::xml_node parent, const Section& section, size_t index, const Layout& layout) {
  pugi::xml_node node = parent.append_child("w:sectPr");
  AddReference(node, "w:headerReference", "default", "header");
  AddReference(node, "w:footerReference", "default", StrCat("footer", index));
  pugi::xml_node size = node.append_child("w:pgSz");
  const int width = TwipsOfMillimetres(layout.width);
  const int height = TwipsOfMillimetres(layout.height);
  size.append_attribute("w:w") = section.landscape ? height : width;
  size.append_attribute("w:h") = section.landscape ? width : height;
  if (section.landscape) size.append_attribute("w:orient") = "landscape";
  pugi::xml_node margins = node.append_child("w:pgMar");
  margins.append_attribute("w:top") = TwipsOfMillimetres(layout.top);
  margins.append_attribute("w:right") = TwipsOfMillimetres(layout.right);
  margins.append_attribute("w:bottom") = TwipsOfMillimetres(layout.bottom);
  margins.append_attribute("w:left") = TwipsOfMillimetres(layout.left);
  margins.append_attribute("w:header") = TwipsOfMillimetres(layout.top / 2);
  margins.append_attribute("w:footer") = TwipsOfMillimetres(layout.bottom / 2);
  margins.append_attribute("w:gutter") = 0;
  // The first page has a header of its own, which is empty.
  if (index == 0 && layout.first_number > 1) node.append_child("w:titlePg");
}

std::string DocumentPart(const v1::Paper& paper, const std::vector<Section>& sections, const Layout& layout,
                         PangoContext* context) {
  Tracking tracking{
      .author = paper.editing().author(),
      .time = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(paper.editing().time().seconds()),
                               absl::UTCTimeZone())};
  const DocxWriter writer(layout, context, &tracking);
  pugi::xml_document part;
  pugi::xml_node body = AddRoot(&part, "w:document").append_child("w:body");
  for (size_t i = 0; i < sections.size(); ++i) {
    pugi::xml_node last;
    const int width = TwipsOfMillimetres(WidthOf(sections[i], layout));
    for (const auto& piece : sections[i].pieces) {
      if (const Text* text = std::get_if<Text>(&piece); text != nullptr) {
        last = writer.Add(body, *text, width);
      } else {
        writer.Add(body, std::get<Grid>(piece), width);
      }
    }
    AddSection(i + 1 == sections.size() ? body : last, sections[i], i, layout);
  }
  return TextOf(part);
}

}  // namespace

absl::StatusOr<std::string> RenderDocx(const v1::Paper& paper, const Layout& layout, const std::string& resource) {
  RETURN_IF_ERROR(Check(paper));
  const std::vector<Section> sections = Flow(paper, layout);
  ASSIGN_OR_RETURN(PangoFontMap* const map, NewFontMap());
  const std::unique_ptr<PangoFontMap, Unref> fonts(map);
  const Context context = NewContext(map);
  const bool custom = !paper.properties().empty();
  PackageParts parts = {{"[Content_Types].xml", ContentTypesPart(sections.size(), custom)},
                        {"_rels/.rels", RelationsPart(custom)},
                        {"docProps/core.xml", CorePart(paper, resource)},
                        {"word/document.xml", DocumentPart(paper, sections, layout, context.get())},
                        {"word/_rels/document.xml.rels", DocumentRelationsPart(sections.size())},
                        {"word/styles.xml", StylesPart(layout)},
                        {"word/settings.xml", SettingsPart()},
                        {"word/header.xml", HeaderPart(layout)}};
  if (custom) parts.emplace_back("docProps/custom.xml", CustomPart(paper));
  for (size_t i = 0; i < sections.size(); ++i) {
    parts.emplace_back(StrCat("word/footer", i, ".xml"), FooterPart(sections[i].footer, layout));
  }
  return Pack(parts);
}

}  // namespace congress::paper
