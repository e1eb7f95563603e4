#include "platform/csv/number.h"

#include <algorithm>
#include <functional>
#include <set>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"

namespace congress::csv {
namespace {

bool AreDigits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

// The digits of `1.234.567`, or nothing where the groups are not of three digits or not parted by one mark throughout.
std::optional<std::string> Joined(const std::string& text, std::string_view marks) {
  const size_t first = text.find_first_of(marks);
  const std::vector<std::string> groups = absl::StrSplit(text, first == std::string::npos ? '\0' : text[first]);
  std::string digits;
  for (const std::string& group : groups) {
    const bool fits = digits.empty() ? groups.size() == 1 || (group.size() <= 3 && group[0] != '0') : group.size() == 3;
    if (!AreDigits(group) || !fits) return std::nullopt;
    digits += group;
  }
  return digits;
}

std::optional<std::string> Plain(const std::string& text, char decimal) {
  const size_t mark = text.find(decimal);
  auto whole = Joined(text.substr(0, mark), decimal == ',' ? ". '" : ", '");
  if (!whole.has_value() || mark == std::string::npos) return whole;
  const std::string behind = text.substr(mark + 1);
  if (!AreDigits(behind)) return std::nullopt;
  return *whole + "." + behind;
}

}  // namespace

Number ReadNumber(std::string_view text, char decimal) {
  // As a code, so that every space is one and full width goes.
  std::string cleaned = text::CleanOrDrop(text::Kind::kCode, text);
  const std::string sign = cleaned.starts_with('-') ? "-" : "";
  cleaned.erase(0, sign.size());
  const auto read = [&](char mark) {
    auto plain = Plain(cleaned, mark);
    if (plain.has_value()) plain->insert(0, sign);
    return plain;
  };
  if (decimal != 0) return {read(decimal)};
  const auto by_point = read('.');
  const auto by_comma = read(',');
  const bool certain = by_point.has_value() && cleaned.find_first_of(", '") == std::string::npos &&
                       (!by_comma.has_value() || by_comma == by_point);
  if (certain) return {by_point};
  return {std::nullopt, by_point.has_value() || by_comma.has_value()};
}

bool IsPower(std::string_view text) {
  const size_t mark = text.find("E+");
  if (mark == std::string_view::npos || mark == 0 || !AreDigits(std::string(text.substr(mark + 2)))) return false;
  const bool is_one_digit = mark == 1 || (mark > 2 && (text[1] == '.' || text[1] == ','));
  return is_one_digit && AreDigits(std::string(text.substr(0, 1))) &&
         (mark == 1 || AreDigits(std::string(text.substr(2, mark - 2))));
}

bool IsShortDay(std::string_view text) {
  static const std::set<std::string, std::less<>> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                             "jul", "aug", "sep", "oct", "nov", "dec"};
  const std::vector<std::string> parts = absl::StrSplit(text::SearchKey(text), '-');
  const auto is_month = [](const std::string& part) {
    return kMonths.contains(part) || (part.starts_with("thg") && AreDigits(part.substr(3)) && part.size() <= 5);
  };
  const auto is_day = [](const std::string& part) { return AreDigits(part) && part.size() <= 2; };
  return parts.size() == 2 && ((is_day(parts[0]) && is_month(parts[1])) || (is_month(parts[0]) && is_day(parts[1])));
}

bool IsShownDay(std::string_view text) {
  const char mark = text.find('/') == std::string_view::npos ? '-' : '/';
  const std::vector<std::string> parts = absl::StrSplit(absl::string_view(text.data(), text.size()), mark);
  if (parts.size() != 3 || !std::all_of(parts.begin(), parts.end(), AreDigits)) return false;
  const bool has_year = parts[2].size() == 4 || (parts[2].size() == 2 && mark == '/');
  const auto within = [](const std::string& part, int most) {
    int number = 0;
    return part.size() <= 2 && absl::SimpleAtoi(part, &number) && number >= 1 && number <= most;
  };
  return has_year && within(parts[0], 31) && within(parts[1], 31) && (within(parts[0], 12) || within(parts[1], 12));
}

}  // namespace congress::csv
