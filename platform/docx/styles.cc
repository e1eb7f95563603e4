#include "platform/docx/styles.h"

#include "platform/docx/xml.h"

namespace congress::docx {
namespace {

// Styles that are based on each other in a circle say nothing.
constexpr int kMostBases = 64;

}  // namespace

Styles::Styles(const pugi::xml_node& root) {
  hides_all_ = IsOn(ChildOf(ChildOf(ChildOf(root, "docDefaults"), "rPrDefault"), "rPr"), "vanish");
  for (const pugi::xml_node& node : root.children()) {
    if (NameOf(node) != "style") continue;
    const std::string id(ValueOf(node, "styleId"));
    const pugi::xml_node properties = ChildOf(node, "rPr");
    const bool is_default = ValueOf(node, "default") == "1" || ValueOf(node, "default") == "true";
    if (is_default && ValueOf(node, "type") == "paragraph") paragraph_default_ = id;
    styles_[id] = {.based_on = std::string(ValueOf(ChildOf(node, "basedOn"))),
                   .says = static_cast<bool>(ChildOf(properties, "vanish")),
                   .hides = IsOn(properties, "vanish")};
  }
}

bool Styles::Hides(std::string_view style) const {
  for (int i = 0; i < kMostBases && !style.empty(); ++i) {
    const auto found = styles_.find(style);
    if (found == styles_.end()) return false;
    if (found->second.says) return found->second.hides;
    style = found->second.based_on;
  }
  return false;
}

bool Styles::Hides(std::string_view paragraph, std::string_view run) const {
  // A style of characters shows what that of the paragraph hides, as such properties do (ECMA-376, 17.7.3).
  return hides_all_ || Hides(paragraph.empty() ? paragraph_default_ : paragraph) != Hides(run);
}

}  // namespace congress::docx
