// The parts of a DOCX file beside its text: styles, headers and footers, and what tells programs of them.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

#include "platform/paper/flow.h"
#include "platform/paper/layout.h"

namespace congress::paper {

// Twentieths of a point in a millimetre and in a point, rounded down.
constexpr int TwipsOfMillimetres(int mm) { return mm * 14400 / 254; }
constexpr int TwipsOfPoints(int points) { return points * 20; }

// An element below `parent` with the attribute `w:val`.
pugi::xml_node AddValue(pugi::xml_node parent, const char* name, const std::string& value);
inline pugi::xml_node AddValue(pugi::xml_node parent, const char* name, int value) {
  return AddValue(parent, name, std::to_string(value));
}

// A part of WordprocessingML with this root, and the text of one.
pugi::xml_node AddRoot(pugi::xml_document* part, const char* name);
std::string TextOf(const pugi::xml_document& part);

// Who changed what is marked, and the number of what bears one in the part: changes and anchors.
struct Tracking {
  std::string author;
  // In the form of XML.
  std::string time;
  int next_id = 1;
};

// A paragraph with its text below `parent`; returns its properties.
pugi::xml_node AddParagraph(pugi::xml_node parent, const Text& text, Tracking* tracking);
// Marks the row or the end of the paragraph whose properties these are as changed.
void AddChange(pugi::xml_node properties, v1::Change change, Tracking* tracking);

// Emphasis within the type of a paragraph; null where there is none.
const char* StyleOf(const Run& run);
void AddText(pugi::xml_node run, const std::string& text, const char* name = "w:t");

// The style of the line below a paragraph of a style that is ruled.
inline std::string RuleStyleOf(const std::string& style) { return style + "-line"; }

std::string StylesPart(const Layout& layout);
std::string SettingsPart();
// The number of the page, a field.
std::string HeaderPart(const Layout& layout);
std::string FooterPart(const std::string& text, const Layout& layout);
// `resource`: as RenderDocx says.
std::string CorePart(const v1::Paper& paper, const std::string& resource);
std::string CustomPart(const v1::Paper& paper);
// `footers` is how many `word/footer{n}.xml` there are, counted from 0; `custom`: whether there is a CustomPart.
std::string ContentTypesPart(size_t footers, bool custom);
std::string RelationsPart(bool custom);
std::string DocumentRelationsPart(size_t footers);

}  // namespace congress::paper
