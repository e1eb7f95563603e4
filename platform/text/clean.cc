#include "platform/text/clean.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

#include "absl/strings/str_format.h"
#include "platform/text/icu_text.h"

namespace congress::text {
namespace {

constexpr UChar32 kGone = -1;
constexpr UChar32 kRefused = -2;

constexpr UChar32 kBullet = 0x2022;

// The list marks that Word takes from Symbol and Wingdings: dot, square, diamonds, arrow, check mark, circles.
constexpr std::array<UChar32, 10> kListMarks = {0xF06C, 0xF06E, 0xF06F, 0xF071, 0xF075,
                                                0xF076, 0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC};

bool IsLineBreak(UChar32 c) {
  return c == '\n' || c == '\r' || c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// U+2800 is a picture of nothing that is typed to make a name look empty.
bool IsSpace(UChar32 c) { return u_isUWhiteSpace(c) != 0 || c == 0x2800; }

bool IsRefused(UChar32 c) {
  const int8_t category = u_charType(c);
  return category == U_CONTROL_CHAR || category == U_PRIVATE_USE_CHAR || category == U_SURROGATE ||
         (c >= 0xFFF9 && c <= 0xFFFD) || u_hasBinaryProperty(c, UCHAR_NONCHARACTER_CODE_POINT) != 0;
}

// Replaces the characters of a text one after the other.
class Replacer {
 public:
  // What stands for `c`; kGone for nothing, kRefused for what cannot be kept.
  UChar32 Replace(UChar32 c) {
    const UChar32 kept = Find(c);
    if (kept < 0) return kept;
    in_word_ = u_isalpha(kept) || u_charType(kept) == U_NON_SPACING_MARK;
    begins_line_ = kept == '\n' || (begins_line_ && (kept == ' ' || kept == '\t'));
    return kept;
  }

 private:
  UChar32 Find(UChar32 c) const {
    if (IsLineBreak(c)) return '\n';
    if (c == '\t') return c;
    if (c == 0x1E || c == 0xF02D) return '-';
    if (c == 0x1F || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return kGone;
    if (IsSpace(c)) return ' ';
    if (c == 0xD0 || c == 0x189) return 0x110;
    if (c == 0xF0 && !in_word_) return 0x111;
    const bool of_symbol_font = c >= 0xF020 && c <= 0xF0FF;
    if (of_symbol_font && (begins_line_ || std::find(kListMarks.begin(), kListMarks.end(), c) != kListMarks.end())) {
      return kBullet;
    }
    return IsRefused(c) ? kRefused : c;
  }

  bool in_word_ = false;
  bool begins_line_ = true;
};

bool IsVowelWithMarks(UChar32 c) {
  constexpr std::u32string_view kVowels = U"aeouAEOU";
  return kVowels.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

// Circumflex, breve and horn make another letter; NFC composes it only if they stand before the tone.
bool MakesLetter(UChar32 c) { return c == 0x0302 || c == 0x0306 || c == 0x031B; }

// NFC, with the marks of each vowel in the order letter, tone, and none twice.
icu::UnicodeString Composed(const icu::UnicodeString& text) {
  const icu::UnicodeString decomposed = Normalized(Form::kNfd, text);
  icu::UnicodeString ordered;
  for (int32_t i = 0; i < decomposed.length();) {
    const UChar32 base = decomposed.char32At(i);
    i = decomposed.moveIndex32(i, 1);
    ordered.append(base);
    if (!IsVowelWithMarks(base)) continue;
    icu::UnicodeString letter;
    icu::UnicodeString others;
    while (i < decomposed.length() && u_charType(decomposed.char32At(i)) == U_NON_SPACING_MARK) {
      const UChar32 mark = decomposed.char32At(i);
      i = decomposed.moveIndex32(i, 1);
      icu::UnicodeString& marks = MakesLetter(mark) ? letter : others;
      if (marks.indexOf(mark) < 0) marks.append(mark);
    }
    ordered.append(letter).append(others);
  }
  return Normalized(Form::kNfc, ordered);
}

// Only the width is undone: other compatibility forms mean something else (10² is not 102).
bool IsOfOtherWidth(UChar32 c) {
  const int32_t type = u_getIntPropertyValue(c, UCHAR_DECOMPOSITION_TYPE);
  return type == U_DT_WIDE || type == U_DT_NARROW;
}

icu::UnicodeString PlainCode(const icu::UnicodeString& text) {
  icu::UnicodeString code;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    if (IsDash(c)) {
      code.append(static_cast<UChar32>('-'));
    } else if (IsOfOtherWidth(c)) {
      code.append(Normalized(Form::kNfkc, icu::UnicodeString(c)));
    } else {
      code.append(c);
    }
  }
  return code;
}

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n'; }

std::string OneLine(std::string_view text) {
  std::string line;
  bool space = false;
  for (const char c : text) {
    if (IsBlank(c)) {
      space = true;
      continue;
    }
    if (space && !line.empty()) line.push_back(' ');
    space = false;
    line.push_back(c);
  }
  return line;
}

std::string Lines(std::string_view text) {
  std::string lines;
  // Spaces and breaks that stay only if something follows them.
  std::string pending;
  for (const char c : text) {
    if (c == '\n') {
      while (!pending.empty() && pending.back() != '\n') pending.pop_back();
      if (!lines.empty()) pending.push_back('\n');
    } else if (c == ' ' || c == '\t') {
      pending.push_back(c);
    } else {
      lines += pending;
      pending.clear();
      lines.push_back(c);
    }
  }
  return lines;
}

// The text with the blanks before its line breaks left out.
std::string Span(std::string_view text) {
  std::string span;
  for (const char c : text) {
    while (c == '\n' && !span.empty() && (span.back() == ' ' || span.back() == '\t')) span.pop_back();
    span.push_back(c);
  }
  return span;
}

std::string Laid(Kind kind, std::string_view text) {
  if (kind == Kind::kSpan) return Span(text);
  return kind == Kind::kProse ? Lines(text) : OneLine(text);
}

bool IsPlainAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; });
}

absl::Status Refused(UChar32 c, int64_t place) {
  return absl::InvalidArgumentError(absl::StrFormat("U+%04X at character %d", static_cast<uint32_t>(c), place));
}

absl::Status CheckRaw(std::string_view text) {
  int64_t place = 0;
  for (const char c : text) {
    place += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (control && c != '\n' && c != '\t' && c != '\r') return Refused(c, place);
  }
  return absl::OkStatus();
}

// Sets `refused` to the first character that cannot be kept; none of them is in the result.
std::string CleanNoting(Kind kind, std::string_view utf8, std::optional<absl::Status>* refused) {
  if (IsPlainAscii(utf8)) return Laid(kind, utf8);
  icu::UnicodeString text;
  bool marks = false;
  Replacer replacer;
  const auto* data = reinterpret_cast<const uint8_t*>(utf8.data());
  const auto length = static_cast<int64_t>(utf8.size());
  int64_t place = 0;
  for (int64_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(data, i, length, c);
    ++place;
    const UChar32 kept = replacer.Replace(c);
    if (kept == kRefused && !refused->has_value()) *refused = Refused(c, place);
    if (kept < 0) continue;
    marks = marks || u_charType(kept) == U_NON_SPACING_MARK;
    text.append(kept);
    if (c == '\r' && i < length && data[i] == '\n') {
      ++i;
      ++place;
    }
  }
  text = marks ? Composed(text) : Normalized(Form::kNfc, text);
  if (kind == Kind::kCode) text = PlainCode(text);
  return Laid(kind, Utf8(text));
}

}  // namespace

RefusedCharacter CharacterOf(const absl::Status& refusal) {
  const std::string message(refusal.message());
  return {message.substr(0, message.find(' ')), message.substr(message.rfind(' ') + 1)};
}

absl::StatusOr<std::string> Clean(Kind kind, std::string_view utf8) {
  if (kind == Kind::kRaw) {
    if (absl::Status status = CheckRaw(utf8); !status.ok()) return status;
    return std::string(utf8);
  }
  std::optional<absl::Status> refused;
  std::string text = CleanNoting(kind, utf8, &refused);
  if (refused.has_value()) return *refused;
  return text;
}

std::string CleanOrDrop(Kind kind, std::string_view utf8) {
  if (kind == Kind::kRaw) return std::string(utf8);
  std::optional<absl::Status> refused;
  return CleanNoting(kind, utf8, &refused);
}

}  // namespace congress::text
