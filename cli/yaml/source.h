// Where in a file the fields of a message stand, and what is wrong there.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace congress::cli::yaml {

// Line and column, both counted from 1, columns in characters.
struct Place {
  int line = 1;
  int column = 1;
  friend bool operator==(const Place&, const Place&) = default;
};

// One fault of a file. `field` is its path, such as `rule_set.base.by_kind[2].seats`; empty for the file as a whole.
struct Fault {
  Place place;
  std::string field;
  std::string what;
};

// `FILE:LINE:COLUMN: FIELD: WHAT` of every fault in the order of their places, with line breaks between them.
std::string Render(std::string_view file, std::vector<Fault> faults);

// The place of each field that a file gives: of its key, or where the item of a list begins.
class SourceMap {
 public:
  void Put(const std::string& field, Place place) { places_.emplace(field, place); }
  bool Has(const std::string& field) const { return places_.contains(field); }
  // The field's place; of what is not given, the place of the nearest field around it, at last of the whole file.
  Place Find(std::string field) const;

 private:
  std::map<std::string, Place> places_;
};

}  // namespace congress::cli::yaml
