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
         name == "customXml" || name == "fldSimple" || name == "dir" || name == "bdo";
}

bool IsGone(std::string_view name) { return name == "del" || name == "moveFrom"; }

bool HasGone(const pugi::xml_node& properties) { return ChildOf(properties, "del") || ChildOf(properties, "moveFrom"); }

}  // namespace congress::docx
