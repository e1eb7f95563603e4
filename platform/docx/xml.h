// Steps through the elements of a part, whatever prefixes they are written with.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace congress::docx {

// Without the prefix.
std::string_view NameOf(const pugi::xml_node& node);

pugi::xml_node ChildOf(const pugi::xml_node& node, std::string_view name);

// Empty where there is none.
std::string_view ValueOf(const pugi::xml_node& node, std::string_view attribute = "val");

// Whether an element that says yes or no is there and says yes.
bool IsOn(const pugi::xml_node& properties, std::string_view name);

// Whether what the element holds counts as if the element were not there: content controls, what was inserted.
bool IsTransparent(std::string_view name);

// The fallback of alternatives; where it holds nothing the first choice that does.
pugi::xml_node ChosenOf(const pugi::xml_node& alternatives);

// What Walk comes to behind all that `node` holds; nothing at the end of `root`.
pugi::xml_node After(pugi::xml_node node, const pugi::xml_node& root);

// Calls `each` for the elements that `root` holds, as if content controls, what was inserted and alternatives were not
// there: of these their fallback, or where there is none the first choice. However deep they lie, and also in the
// elements for which `each` answers true.
template <class Each>
void Walk(const pugi::xml_node& root, const Each& each) {
  pugi::xml_node at = root.first_child();
  while (at) {
    const std::string_view name = NameOf(at);
    pugi::xml_node inside;
    if (name == "AlternateContent") {
      inside = ChosenOf(at);
    } else if (IsTransparent(name) || each(at)) {
      inside = at.first_child();
    }
    at = inside ? inside : After(at, root);
  }
}

// The text in the element, however deep; of alternatives as Walk takes them.
std::string TextWithin(const pugi::xml_node& root);

// Whether what the element holds is no longer there: what was removed, or moved away.
bool IsGone(std::string_view name);

// Whether the change of that kind is among the properties of a row or of the end of a paragraph.
bool HasGone(const pugi::xml_node& properties);

}  // namespace congress::docx
