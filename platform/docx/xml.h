// Steps through the elements of a part, whatever prefixes they are written with.
#pragma once

#include <pugixml.hpp>
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

// Whether what the element holds is no longer there: what was removed, or moved away.
bool IsGone(std::string_view name);

// Whether the change of that kind is among the properties of a row or of the end of a paragraph.
bool HasGone(const pugi::xml_node& properties);

}  // namespace congress::docx
