// XML read from one end to the other, by expat.
#pragma once

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace congress::ooxml {

// Names and values; names are without their prefix.
using Attributes = std::vector<std::pair<std::string_view, std::string_view>>;

// What is called at what the file holds. Those that return false end the reading.
struct XmlReader {
  std::function<bool(std::string_view name, const Attributes& attributes)> begin;
  std::function<bool(std::string_view name)> end = [](std::string_view) { return true; };
  // A piece of what stands between two marks.
  std::function<void(std::string_view piece)> text = [](std::string_view) {};
};

// Whether the file was well formed to its end. False, too, when a function ended the reading, and for a file with a
// DOCTYPE: no office document has one, and it is how entities would come in.
bool ReadXml(std::string_view xml, const XmlReader& reader);

// Empty where there is none.
std::string_view ValueOf(const Attributes& attributes, std::string_view name);

}  // namespace congress::ooxml
