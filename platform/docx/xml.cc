#include "platform/docx/xml.h"

namespace congress::docx {

std::string_view NameOf(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  return name.substr(name.find(':') + 1);
}

pugi::xml_node ChildOf(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (NameOf(child) == name) return child;
  }
  return {};
}

std::string_view ValueOf(const pugi::xml_node& node, std::string_view attribute) {
  for (const pugi::xml_attribute& one : node.attributes()) {
    const std::string_view name = one.name();
    if (name.substr(name.find(':') + 1) == attribute) return one.value();
  }
  return {};
}

bool IsOn(const pugi::xml_node& properties, std::string_view name) {
  const pugi::xml_node found = ChildOf(properties, name);
  if (!found) return false;
  const std::string_view value = ValueOf(found);
  return value != "0" && value != "false" && value != "off" && value != "none";
}

bool IsTransparent(std::string_view name) {
  return name == "ins" || name == "moveTo" || name == "sdt" || name == "sdtContent" || name == "smartTag" ||
         name == "customXml" || name == "fldSimple" || name == "dir" || name == "bdo" || name == "Choice" ||
         name == "Fallback";
}

pugi::xml_node ChosenOf(const pugi::xml_node& alternatives) {
  const pugi::xml_node fallback = ChildOf(alternatives, "Fallback");
  if (fallback.first_child()) return fallback;
  for (const pugi::xml_node& choice : alternatives.children()) {
    if (NameOf(choice) == "Choice" && choice.first_child()) return choice;
  }
  return {};
}

pugi::xml_node After(pugi::xml_node node, const pugi::xml_node& root) {
  while (node != root) {
    // Of alternatives one is taken.
    const bool chosen = NameOf(node.parent()) == "AlternateContent";
    if (!chosen && node.next_sibling()) return node.next_sibling();
    node = node.parent();
  }
  return {};
}

std::string TextWithin(const pugi::xml_node& root) {
  std::string words;
  Walk(root, [&](const pugi::xml_node& node) {
    if (NameOf(node) == "t") words += node.text().get();
    return !IsGone(NameOf(node));
  });
  return words;
}

bool IsGone(std::string_view name) { return name == "del" || name == "moveFrom"; }

bool HasGone(const pugi::xml_node& properties) { return ChildOf(properties, "del") || ChildOf(properties, "moveFrom"); }

}  // namespace congress::docx
