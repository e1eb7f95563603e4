// What the styles of a DOCX file hide.
#pragma once

#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace congress::docx {

class Styles {
 public:
  // Of a file without styles.
  Styles() = default;
  // `root`: the element of the part, from which nothing is kept.
  explicit Styles(const pugi::xml_node& root);

  // Whether text that says nothing of it itself is hidden in a paragraph and a run of these styles, each empty where it
  // names none.
  bool Hides(std::string_view paragraph, std::string_view run) const;

 private:
  struct Style {
    std::string based_on = {};
    bool says = false;
    bool hides = false;
  };
  bool Hides(std::string_view style) const;

  std::map<std::string, Style, std::less<>> styles_;
  // Of paragraphs that name no style.
  std::string paragraph_default_;
  bool hides_all_ = false;
};

}  // namespace congress::docx
