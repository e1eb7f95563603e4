#include "platform/text/order.h"

#include <unicode/coll.h>
#include <unicode/uchar.h>

#include <optional>

#include "platform/text/clean.h"
#include "platform/text/icu_text.h"

namespace congress::text {
namespace {

const icu::Collator& MakeVietnamese(UColAttributeValue numbers_by_value) {
  UErrorCode error = U_ZERO_ERROR;
  icu::Collator* collator = icu::Collator::createInstance(icu::Locale("vi"), error);
  collator->setAttribute(UCOL_NUMERIC_COLLATION, numbers_by_value, error);
  return *collator;
}

std::string CollationKey(const icu::Collator& collator, const icu::UnicodeString& text) {
  std::string key(static_cast<size_t>(collator.getSortKey(text, nullptr, 0)), '\0');
  collator.getSortKey(text, reinterpret_cast<uint8_t*>(key.data()), static_cast<int32_t>(key.size()));
  return key;
}

std::string WordKey(std::string_view cleaned) {
  static const icu::Collator& words = MakeVietnamese(UCOL_OFF);
  return CollationKey(words, Utf16(cleaned));
}

// The value of a Roman numeral from I to XXXIX as it is rightly written; nothing for any other word.
std::optional<int> RomanValue(std::string_view word) {
  int value = 0;
  while (word.starts_with('X') && value < 30) {
    value += 10;
    word.remove_prefix(1);
  }
  constexpr std::string_view kUnits[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
  for (int unit = 0; unit < 10; ++unit) {
    if (word == kUnits[unit] && value + unit > 0) return value + unit;
  }
  return std::nullopt;
}

// The text with each Roman numeral written as I and its value.
icu::UnicodeString WithRomanValues(const icu::UnicodeString& text) {
  icu::UnicodeString result;
  for (int32_t i = 0; i < text.length();) {
    int32_t end = i;
    while (end < text.length() &&
           (u_isalnum(text.char32At(end)) || u_charType(text.char32At(end)) == U_NON_SPACING_MARK))
      end = text.moveIndex32(end, 1);
    if (end == i) end = text.moveIndex32(i, 1);
    const icu::UnicodeString word = text.tempSubStringBetween(i, end);
    const std::optional<int> value = RomanValue(Utf8(word));
    result.append(value.has_value() ? Utf16("I" + std::to_string(*value)) : word);
    i = end;
  }
  return result;
}

}  // namespace

std::string SortKey(std::string_view utf8) { return WordKey(CleanOrDrop(Kind::kLine, utf8)); }

std::string NameSortKey(std::string_view utf8) {
  const std::string name = CleanOrDrop(Kind::kName, utf8);
  const size_t space = name.find_last_of(' ');
  return WordKey(space == std::string::npos ? name : name.substr(space + 1)) + WordKey(name);
}

std::string NaturalKey(std::string_view utf8) {
  static const icu::Collator& natural = MakeVietnamese(UCOL_ON);
  const std::string text = CleanOrDrop(Kind::kLine, utf8);
  // The text itself tells `I.01` from `I.1`, which collate alike.
  return CollationKey(natural, WithRomanValues(Utf16(text))) + text;
}

bool NaturalLess(std::string_view a, std::string_view b) { return NaturalKey(a) < NaturalKey(b); }

}  // namespace congress::text
