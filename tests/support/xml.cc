#include "tests/support/xml.h"

#include <expat.h>

#include <memory>

#include "platform/status/strings.h"

namespace congress::support {
namespace {

// Elements that are open, the innermost last; the first holds the root.
using Open = std::vector<Element>;

void Start(void* open, const char* name, const char** attributes) {
  Element element;
  element.name = name;
  for (; *attributes != nullptr; attributes += 2) element.attributes[attributes[0]] = attributes[1];
  static_cast<Open*>(open)->push_back(std::move(element));
}

void End(void* open, const char*) {
  Open& elements = *static_cast<Open*>(open);
  Element element = std::move(elements.back());
  elements.pop_back();
  elements.back().children.push_back(std::move(element));
}

void Text(void* open, const char* text, int size) {
  static_cast<Open*>(open)->back().text.append(text, static_cast<size_t>(size));
}

void Collect(const Element& element, std::string_view wanted, std::vector<const Element*>* found) {
  for (const Element& child : element.children) {
    if (child.name == wanted) found->push_back(&child);
    Collect(child, wanted, found);
  }
}

}  // namespace

std::vector<const Element*> Element::All(std::string_view wanted) const {
  std::vector<const Element*> found;
  Collect(*this, wanted, &found);
  return found;
}

std::string Element::Attribute(const std::string& attribute) const {
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? "" : found->second;
}

absl::StatusOr<Element> ParseXml(std::string_view text) {
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"), &XML_ParserFree);
  Open open(1);
  XML_SetUserData(parser.get(), &open);
  XML_SetElementHandler(parser.get(), Start, End);
  XML_SetCharacterDataHandler(parser.get(), Text);
  if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) != XML_STATUS_OK) {
    return absl::InvalidArgumentError(
        StrCat("line ", XML_GetCurrentLineNumber(parser.get()), ": ", XML_ErrorString(XML_GetErrorCode(parser.get()))));
  }
  return std::move(open.front().children.front());
}

}  // namespace congress::support
