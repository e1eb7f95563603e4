// Numbers as people write them in tables.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace congress::csv {

struct Number {
  // Digits without separators, perhaps with `-` before them and with a point and further digits behind; nothing where
  // the text is no number.
  std::optional<std::string> plain;
  // The text would be a number if the decimal mark were declared: 1.234 may be 1234, and 1,5 and 1 234 are written
  // differently in every country.
  bool undeclared = false;
};

// Reads a number whose decimal mark is `decimal`, `,` or `.`, so that the other one, spaces and apostrophes part
// thousands, in groups of three throughout. 0 is no declaration: a point is the decimal mark then unless what follows
// it could be thousands, and nothing else separates.
Number ReadNumber(std::string_view text, char decimal);

// Whether it is a number that a spreadsheet shows with a power of ten, such as 1.23E+05, and so without all its digits.
bool IsPower(std::string_view text);

// Whether it is a day without a year, such as 1-Feb or 01-Thg2, that a spreadsheet makes of 1-2.
bool IsShortDay(std::string_view text);

// Whether it is day, month and year as a spreadsheet shows them, in either order: 01/07/2025, 1/7/25, 1-7-2025.
bool IsShownDay(std::string_view text);

}  // namespace congress::csv
