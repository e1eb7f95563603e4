// XML read strictly, by expat, for tests of what the suite writes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace congress::support {

// An element; prefixes of names are left as they are written.
struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  std::vector<Element> children;
  // What stands directly in it, all of it together.
  std::string text;

  // Every element of this name in it, at any depth, in the order of the file.
  std::vector<const Element*> All(std::string_view wanted) const;
  // The value of an attribute; empty when there is none.
  std::string Attribute(const std::string& attribute) const;
};

// The root. INVALID_ARGUMENT with the line for what is not well formed.
absl::StatusOr<Element> ParseXml(std::string_view text);

}  // namespace congress::support
