// What a spreadsheet may have made of the codes in a column.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace congress::csv {

enum class CodeDoubt {
  kNone,
  // Shown with a power of ten, such as 1E+05: its digits are lost.
  kPower,
  // A day, such as 1-Feb or 01/02/2025, that may have been the code 1-2. It may be a code all the same.
  kDay,
};

CodeDoubt DoubtOf(std::string_view code);

// The codes of a column, one row after the other.
class CodeColumn {
 public:
  struct Place {
    std::string code;
    int line = 0;
  };

  // The first code so far that differs from this one only by zeros before a number, which a spreadsheet takes away:
  // `00123` beside `123`. Nothing where there is none, and for the same code once more.
  std::optional<Place> ButForZeros(std::string_view code, int line);

 private:
  // By what they are without the zeros.
  std::map<std::string, Place> first_;
};

}  // namespace congress::csv
