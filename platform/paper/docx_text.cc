// Paragraphs of a DOCX file: their runs, what is tracked of them, and by what programs find them.
#include <algorithm>

#include "platform/paper/docx_parts.h"
#include "platform/status/strings.h"

namespace congress::paper {
namespace {

struct Element {
  const char* name;
  // Of the text in it.
  const char* text;
};

Element ElementOf(v1::Change change) {
  switch (change) {
    case v1::INSERTED:
      return {"w:ins", "w:t"};
    case v1::DELETED:
      return {"w:del", "w:delText"};
    case v1::MOVED_AWAY:
      return {"w:moveFrom", "w:t"};
    case v1::MOVED_HERE:
      return {"w:moveTo", "w:t"};
    default:
      return {nullptr, "w:t"};
  }
}

pugi::xml_node AddNumbered(pugi::xml_node parent, const std::string& name, int id) {
  pugi::xml_node node = parent.append_child(name.c_str());
  node.append_attribute("w:id") = id;
  return node;
}

pugi::xml_node AddTracked(pugi::xml_node parent, const std::string& name, Tracking* tracking) {
  pugi::xml_node node = AddNumbered(parent, name, tracking->next_id++);
  node.append_attribute("w:author") = tracking->author.c_str();
  node.append_attribute("w:date") = tracking->time.c_str();
  return node;
}

void AddRun(pugi::xml_node parent, const Run& run, const char* name) {
  pugi::xml_node node = parent.append_child("w:r");
  if (const char* style = StyleOf(run); style != nullptr) AddValue(node.append_child("w:rPr"), "w:rStyle", style);
  size_t begin = 0;
  while (begin <= run.text.size()) {
    const size_t end = std::min(run.text.find_first_of("\n\t", begin), run.text.size());
    if (end > begin) AddText(node, run.text.substr(begin, end - begin), name);
    if (end < run.text.size()) node.append_child(run.text[end] == '\n' ? "w:br" : "w:tab");
    begin = end + 1;
  }
}

}  // namespace

const char* StyleOf(const Run& run) {
  if (run.label) return run.bold ? "label-strong" : "label";
  return run.bold && run.italic ? "strong-emphasis" : run.bold ? "strong" : run.italic ? "emphasis" : nullptr;
}

void AddText(pugi::xml_node run, const std::string& text, const char* name) {
  pugi::xml_node node = run.append_child(name);
  node.append_attribute("xml:space") = "preserve";
  node.text() = text.c_str();
}

void AddChange(pugi::xml_node properties, v1::Change change, Tracking* tracking) {
  const Element element = ElementOf(change);
  if (element.name != nullptr) AddTracked(properties, element.name, tracking);
}

pugi::xml_node AddParagraph(pugi::xml_node parent, const Text& text, Tracking* tracking) {
  pugi::xml_node paragraph = parent.append_child("w:p");
  pugi::xml_node properties = paragraph.append_child("w:pPr");
  AddValue(properties, "w:pStyle", text.style);
  if (text.keep) properties.append_child("w:keepNext");
  if (text.change != v1::CHANGE_UNSPECIFIED) AddChange(properties.append_child("w:rPr"), text.change, tracking);
  const int anchor = text.anchor.empty() ? 0 : tracking->next_id++;
  if (anchor > 0) AddNumbered(paragraph, "w:bookmarkStart", anchor).append_attribute("w:name") = text.anchor.c_str();
  // Both ends of a move are found by a name.
  const char* const moved = ElementOf(text.change).name;
  int range = 0;
  if (text.move > 0) {
    range = tracking->next_id;
    pugi::xml_node start = AddTracked(paragraph, StrCat(moved, "RangeStart"), tracking);
    start.append_attribute("w:name") = StrCat("move", text.move).c_str();
  }
  for (const Run& run : text.runs) {
    const Element element = ElementOf(run.change);
    AddRun(element.name == nullptr ? paragraph : AddTracked(paragraph, element.name, tracking), run, element.text);
  }
  if (range > 0) AddNumbered(paragraph, StrCat(moved, "RangeEnd"), range);
  if (anchor > 0) AddNumbered(paragraph, "w:bookmarkEnd", anchor);
  return properties;
}

}  // namespace congress::paper
