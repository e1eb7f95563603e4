#include "platform/paper/docx_parts.h"

#include <map>
#include <sstream>

#include "platform/status/strings.h"

namespace congress::paper {
namespace {

constexpr char kWord[] = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr char kRelation[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr char kMedia[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

const char* NameOf(Side side) {
  switch (side) {
    case Side::kCentre:
      return "center";
    case Side::kRight:
      return "right";
    case Side::kBoth:
      return "both";
    default:
      return "left";
  }
}

pugi::xml_node AddStyle(pugi::xml_node styles, const char* type, const std::string& id) {
  pugi::xml_node style = styles.append_child("w:style");
  style.append_attribute("w:type") = type;
  style.append_attribute("w:styleId") = id.c_str();
  AddValue(style, "w:name", id);
  return style;
}

// A line of half a point, so many points away from the text.
void AddLine(pugi::xml_node borders, const char* side, int space) {
  pugi::xml_node line = AddValue(borders, side, "single");
  line.append_attribute("w:sz") = 4;
  line.append_attribute("w:space") = space;
  line.append_attribute("w:color") = "auto";
}

// The order of elements is that of the schema, on which Word insists.
void AddStyle(pugi::xml_node styles, const std::string& id, const Style& style) {
  pugi::xml_node node = AddStyle(styles, "paragraph", id);
  node.append_child("w:qFormat");
  pugi::xml_node paragraph = node.append_child("w:pPr");
  if (style.keep) paragraph.append_child("w:keepNext");
  pugi::xml_node spacing = paragraph.append_child("w:spacing");
  spacing.append_attribute("w:before") = TwipsOfPoints(style.before);
  // Below the line.
  spacing.append_attribute("w:after") = style.ruled ? 0 : TwipsOfPoints(style.after);
  // In 240ths of the type's own height.
  spacing.append_attribute("w:line") = style.line * 240 / 100;
  spacing.append_attribute("w:lineRule") = "auto";
  pugi::xml_node indent = paragraph.append_child("w:ind");
  indent.append_attribute("w:left") = TwipsOfMillimetres(style.indent);
  if (style.align == Side::kCentre) indent.append_attribute("w:right") = TwipsOfMillimetres(style.indent);
  indent.append_attribute("w:firstLine") = TwipsOfMillimetres(style.first);
  AddValue(paragraph, "w:jc", NameOf(style.align));
  if (style.level > 0) AddValue(paragraph, "w:outlineLvl", style.level - 1);
  pugi::xml_node run = node.append_child("w:rPr");
  if (style.bold) run.append_child("w:b");
  if (style.italic) run.append_child("w:i");
  AddValue(run, "w:sz", 2 * style.size);
  AddValue(run, "w:szCs", 2 * style.size);
  if (style.underline) AddValue(run, "w:u", "single");
}

// An empty paragraph, as low as can be, whose upper border is the line below the paragraph before it.
void AddRuleStyle(pugi::xml_node styles, const std::string& id, const Style& style) {
  pugi::xml_node paragraph = AddStyle(styles, "paragraph", RuleStyleOf(id)).append_child("w:pPr");
  if (style.keep) paragraph.append_child("w:keepNext");
  AddLine(paragraph.append_child("w:pBdr"), "w:top", 0);
  pugi::xml_node spacing = paragraph.append_child("w:spacing");
  spacing.append_attribute("w:before") = TwipsOfPoints(1);
  spacing.append_attribute("w:after") = TwipsOfPoints(style.after);
  spacing.append_attribute("w:line") = TwipsOfPoints(1);
  spacing.append_attribute("w:lineRule") = "exact";
}

void AddTableStyle(pugi::xml_node styles, const char* id, bool ruled) {
  pugi::xml_node properties = AddStyle(styles, "table", id).append_child("w:tblPr");
  if (ruled) {
    pugi::xml_node borders = properties.append_child("w:tblBorders");
    for (const char* side : {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"})
      AddLine(borders, side, 0);
  }
  pugi::xml_node margins = properties.append_child("w:tblCellMar");
  for (const char* side : {"w:left", "w:right"}) {
    pugi::xml_node margin = margins.append_child(side);
    margin.append_attribute("w:w") = ruled ? TwipsOfPoints(4) : 0;
    margin.append_attribute("w:type") = "dxa";
  }
}

void AddCharacterStyle(pugi::xml_node styles, const Run& run) {
  pugi::xml_node properties = AddStyle(styles, "character", StyleOf(run)).append_child("w:rPr");
  if (run.bold) properties.append_child("w:b");
  if (run.italic) properties.append_child("w:i");
}

pugi::xml_node Add(pugi::xml_node parent, const char* name,
                   std::initializer_list<std::pair<const char*, std::string>> of) {
  pugi::xml_node node = parent.append_child(name);
  for (const auto& [attribute, value] : of) node.append_attribute(attribute) = value.c_str();
  return node;
}

}  // namespace

pugi::xml_node AddValue(pugi::xml_node parent, const char* name, const std::string& value) {
  pugi::xml_node node = parent.append_child(name);
  node.append_attribute("w:val") = value.c_str();
  return node;
}

pugi::xml_node AddRoot(pugi::xml_document* part, const char* name) {
  return Add(part->root(), name, {{"xmlns:w", kWord}, {"xmlns:r", kRelation}});
}

std::string TextOf(const pugi::xml_document& part) {
  std::ostringstream text;
  text << R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
  part.save(text, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
  return std::move(text).str();
}

std::string StylesPart(const Layout& layout) {
  pugi::xml_document part;
  pugi::xml_node styles = AddRoot(&part, "w:styles");
  pugi::xml_node run = styles.append_child("w:docDefaults").append_child("w:rPrDefault").append_child("w:rPr");
  Add(run, "w:rFonts",
      {{"w:ascii", layout.font}, {"w:eastAsia", layout.font}, {"w:hAnsi", layout.font}, {"w:cs", layout.font}});
  AddValue(run, "w:lang", "vi-VN");
  for (const auto& [id, style] : layout.styles) {
    AddStyle(styles, id, style);
    if (style.ruled) AddRuleStyle(styles, id, style);
  }
  const v1::Change same = v1::CHANGE_UNSPECIFIED;
  for (const Run& emphasis : {Run{"", true, false}, Run{"", false, true}, Run{"", true, true},
                              Run{"", false, false, same, true}, Run{"", true, false, same, true}}) {
    AddCharacterStyle(styles, emphasis);
  }
  AddTableStyle(styles, "table-ruled", true);
  AddTableStyle(styles, "table-plain", false);
  return TextOf(part);
}

std::string SettingsPart() {
  pugi::xml_document part;
  pugi::xml_node compatibility = AddRoot(&part, "w:settings").append_child("w:compat");
  // The line before a line break is not spread over the width.
  compatibility.append_child("w:doNotExpandShiftReturn");
  // Without it Word takes the file for one of 2007.
  Add(compatibility, "w:compatSetting",
      {{"w:name", "compatibilityMode"}, {"w:uri", "http://schemas.microsoft.com/office/word"}, {"w:val", "15"}});
  return TextOf(part);
}

std::string HeaderPart(const Layout& layout) {
  pugi::xml_document part;
  pugi::xml_node header = AddRoot(&part, "w:hdr");
  pugi::xml_node paragraph = AddParagraph(header, {layout.number_style, {}}, nullptr).parent();
  pugi::xml_node field = Add(paragraph, "w:fldSimple", {{"w:instr", "PAGE"}});
  AddText(field.append_child("w:r"), "1");
  return TextOf(part);
}

std::string FooterPart(const std::string& text, const Layout& layout) {
  pugi::xml_document part;
  pugi::xml_node footer = AddRoot(&part, "w:ftr");
  AddParagraph(footer, {layout.footer_style, {{text}}}, nullptr);
  return TextOf(part);
}

std::string CorePart(const v1::Paper& paper, const std::string& resource) {
  pugi::xml_document part;
  pugi::xml_node core = Add(part.root(), "cp:coreProperties",
                            {{"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"},
                             {"xmlns:dc", "http://purl.org/dc/elements/1.1/"}});
  core.append_child("dc:title").text() = StrCat(paper.type(), " ", paper.abstract()).c_str();
  if (!resource.empty()) {
    core.append_child("dc:subject").text() = paper.number().c_str();
    core.append_child("cp:keywords").text() = resource.c_str();
  }
  core.append_child("dc:language").text() = paper.language() == v1::ENGLISH ? "en" : "vi";
  return TextOf(part);
}

std::string CustomPart(const v1::Paper& paper) {
  pugi::xml_document part;
  pugi::xml_node properties =
      Add(part.root(), "Properties",
          {{"xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"},
           {"xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"}});
  // Numbers below 2 are taken by the format itself.
  int number = 2;
  const std::map<std::string, std::string> sorted(paper.properties().begin(), paper.properties().end());
  for (const auto& [name, value] : sorted) {
    pugi::xml_node property =
        Add(properties, "property",
            {{"fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"}, {"pid", StrCat(number++)}, {"name", name}});
    property.append_child("vt:lpwstr").text() = value.c_str();
  }
  return TextOf(part);
}

std::string ContentTypesPart(size_t footers, bool custom) {
  pugi::xml_document part;
  pugi::xml_node types =
      Add(part.root(), "Types", {{"xmlns", "http://schemas.openxmlformats.org/package/2006/content-types"}});
  Add(types, "Default",
      {{"Extension", "rels"}, {"ContentType", "application/vnd.openxmlformats-package.relationships+xml"}});
  const auto add = [&](const std::string& path, const std::string& type) {
    Add(types, "Override", {{"PartName", "/word/" + path}, {"ContentType", kMedia + type + "+xml"}});
  };
  add("document.xml", "document.main");
  add("styles.xml", "styles");
  add("settings.xml", "settings");
  add("header.xml", "header");
  for (size_t i = 0; i < footers; ++i) add(StrCat("footer", i, ".xml"), "footer");
  Add(types, "Override",
      {{"PartName", "/docProps/core.xml"},
       {"ContentType", "application/vnd.openxmlformats-package.core-properties+xml"}});
  if (custom) {
    Add(types, "Override",
        {{"PartName", "/docProps/custom.xml"},
         {"ContentType", "application/vnd.openxmlformats-officedocument.custom-properties+xml"}});
  }
  return TextOf(part);
}

std::string RelationsPart(bool custom) {
  pugi::xml_document part;
  pugi::xml_node relations =
      Add(part.root(), "Relationships", {{"xmlns", "http://schemas.openxmlformats.org/package/2006/relationships"}});
  Add(relations, "Relationship",
      {{"Id", "document"}, {"Type", StrCat(kRelation, "/officeDocument")}, {"Target", "word/document.xml"}});
  Add(relations, "Relationship",
      {{"Id", "core"},
       {"Type", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"},
       {"Target", "docProps/core.xml"}});
  if (custom) {
    Add(relations, "Relationship",
        {{"Id", "custom"}, {"Type", StrCat(kRelation, "/custom-properties")}, {"Target", "docProps/custom.xml"}});
  }
  return TextOf(part);
}

std::string DocumentRelationsPart(size_t footers) {
  pugi::xml_document part;
  pugi::xml_node relations =
      Add(part.root(), "Relationships", {{"xmlns", "http://schemas.openxmlformats.org/package/2006/relationships"}});
  const auto add = [&](const std::string& id, const char* type) {
    Add(relations, "Relationship", {{"Id", id}, {"Type", StrCat(kRelation, "/", type)}, {"Target", id + ".xml"}});
  };
  add("styles", "styles");
  add("settings", "settings");
  add("header", "header");
  for (size_t i = 0; i < footers; ++i) add(StrCat("footer", i), "footer");
  return TextOf(part);
}

}  // namespace congress::paper
