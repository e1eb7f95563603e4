#include "services/drafting/domain/text/tokens.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

namespace congress::drafting {
namespace {

enum class CharacterClass : uint8_t { kSpace, kLetter, kDigit, kMark };

struct Character {
  CharacterClass kind;
  UChar32 code;
  // Where the next one begins.
  size_t end;
};

CharacterClass ClassOf(UChar32 c) {
  // Latin letters with diacritics make up two fifths of Vietnamese text, so they pass before the tables of ICU.
  if ((c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c < 0x1F00)) return CharacterClass::kLetter;
  if (u_isUWhiteSpace(c) != 0) return CharacterClass::kSpace;
  if (u_isdigit(c) != 0) return CharacterClass::kDigit;
  constexpr uint32_t kOfWords = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK | U_GC_CF_MASK | U_GC_CN_MASK;
  return (U_GET_GC_MASK(c) & kOfWords) != 0 ? CharacterClass::kLetter : CharacterClass::kMark;
}

// ICU's iterators of words and sentences take four times as long, and know neither `12-QĐ/TU` nor `TP.`.
Character CharacterAt(std::string_view text, size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) {
    auto kind = CharacterClass::kMark;
    if (byte <= ' ') {
      kind = CharacterClass::kSpace;
    } else if (byte >= '0' && byte <= '9') {
      kind = CharacterClass::kDigit;
    } else if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') {
      kind = CharacterClass::kLetter;
    }
    return {kind, byte, at + 1};
  }
  const auto* data = reinterpret_cast<const uint8_t*>(text.data());
  auto place = static_cast<int64_t>(at);
  UChar32 code;
  U8_NEXT(data, place, static_cast<int64_t>(text.size()), code);
  return {code < 0 ? CharacterClass::kLetter : ClassOf(code), code, static_cast<size_t>(place)};
}

bool IsOfWord(const Character& c) { return c.kind == CharacterClass::kLetter || c.kind == CharacterClass::kDigit; }

bool IsDashOrSlash(UChar32 c) { return c == '-' || c == '/' || (c >= 0x2010 && c <= 0x2013); }

bool IsApostrophe(UChar32 c) { return c == '\'' || c == 0x2019; }

// Whether `joint` is part of the word that it stands in.
bool Joins(const Character& before, const Character& joint, const Character& behind, bool word_has_digit) {
  const bool digit_behind = behind.kind == CharacterClass::kDigit;
  if (joint.code == '.' || joint.code == ',' || joint.code == ':') {
    return before.kind == CharacterClass::kDigit && digit_behind;
  }
  if (IsApostrophe(joint.code)) {
    return before.kind == CharacterClass::kLetter && behind.kind == CharacterClass::kLetter;
  }
  return IsDashOrSlash(joint.code) && IsOfWord(behind) && (word_has_digit || digit_behind);
}

size_t EndOfWord(std::string_view text, Character last) {
  bool has_digit = last.kind == CharacterClass::kDigit;
  while (last.end < text.size()) {
    Character next = CharacterAt(text, last.end);
    if (!IsOfWord(next)) {
      if (next.kind == CharacterClass::kSpace || next.end == text.size()) break;
      const Character behind = CharacterAt(text, next.end);
      if (!Joins(last, next, behind, has_digit)) break;
      next = behind;
    }
    has_digit = has_digit || next.kind == CharacterClass::kDigit;
    last = next;
  }
  return last.end;
}

size_t EndOfMarks(std::string_view text, const Character& mark) {
  size_t end = mark.end;
  while (end < text.size()) {
    const Character next = CharacterAt(text, end);
    if (next.code != mark.code) break;
    end = next.end;
  }
  return end;
}

constexpr std::array<std::string_view, 34> kAbbreviations = {
    "TP", "Tp", "tp", "TX", "Tx", "TT",  "Tt",  "ThS", "Ths", "TS", "GS", "PGS", "BS", "KS", "CN", "CV", "LS",
    "ĐC", "Đc", "đc", "đ",  "Đ",  "NXB", "Nxb", "Tr",  "tr",  "St", "Mr", "Mrs", "Dr", "VN", "NQ", "QĐ", "CT"};

bool IsRomanNumber(std::string_view word) { return word.find_first_not_of("IVXL") == word.npos; }

// Whether a full stop behind the word belongs to it. `begins` says that the word is the first of its sentence.
bool TakesFullStop(std::string_view word, bool begins) {
  const Character first = CharacterAt(word, 0);
  if (first.kind == CharacterClass::kLetter && first.end == word.size()) return true;
  if (begins && (first.kind == CharacterClass::kDigit || IsRomanNumber(word))) return true;
  return std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end();
}

bool IsClosing(std::string_view mark) {
  constexpr std::array<std::string_view, 7> kClosing = {"\"", ")", "]", "'", "”", "’", "»"};
  return std::find(kClosing.begin(), kClosing.end(), mark) != kClosing.end();
}

// A line break or U+2029, which stands between paragraphs that are compared as one text.
bool HasBreak(std::string_view space) { return space.find('\n') != space.npos || space.find("\u2029") != space.npos; }

// Reads a text's tokens one after the other and knows whether the next one begins a sentence.
class Sentences {
 public:
  explicit Sentences(std::string_view text) : text_(text) {}

  // `token` follows `previous`, which is null for the first one.
  bool BeginsAt(const Token* previous, const Token& token) {
    const std::string_view space =
        previous == nullptr ? text_.substr(0, 0) : text_.substr(previous->end, token.begin - previous->end);
    const bool begins = previous == nullptr || HasBreak(space) || (ended_ && !space.empty() && !BeginsSmall(token));
    const std::string_view content = text_.substr(token.begin, token.end - token.begin);
    if (token.kind == TokenKind::kWord) {
      ended_ = false;
      word_ = content;
      word_begins_ = begins;
    } else if (content.front() == '!' || content.front() == '?' || content.starts_with("…")) {
      ended_ = true;
    } else if (content.front() == '.') {
      ended_ = content.size() > 1 || !space.empty() || word_.empty() || !TakesFullStop(word_, word_begins_);
    } else if (!IsClosing(content)) {
      ended_ = false;
    }
    return begins;
  }

 private:
  bool BeginsSmall(const Token& token) const {
    const UChar32 first = CharacterAt(text_, token.begin).code;
    return first >= 0 && u_islower(first) != 0;
  }

  const std::string_view text_;
  // Whether what was read closes a sentence if one can begin next.
  bool ended_ = false;
  // The last word, and whether it begins its sentence.
  std::string_view word_;
  bool word_begins_ = false;
};

}  // namespace

std::vector<Token> Tokenize(std::string_view text) {
  std::vector<Token> tokens;
  // A Vietnamese syllable with its space has five to six bytes.
  tokens.reserve(text.size() / 5 + 1);
  Sentences sentences(text);
  for (size_t at = 0; at < text.size();) {
    const Character first = CharacterAt(text, at);
    if (first.kind == CharacterClass::kSpace) {
      at = first.end;
      continue;
    }
    const bool word = IsOfWord(first);
    Token token{at, word ? EndOfWord(text, first) : EndOfMarks(text, first),
                word ? TokenKind::kWord : TokenKind::kPunctuation, false};
    token.begins_sentence = sentences.BeginsAt(tokens.empty() ? nullptr : &tokens.back(), token);
    tokens.push_back(token);
    at = token.end;
  }
  return tokens;
}

int64_t CountWords(std::string_view text) {
  int64_t words = 0;
  for (size_t at = 0; at < text.size();) {
    const Character first = CharacterAt(text, at);
    words += IsOfWord(first) ? 1 : 0;
    at = IsOfWord(first) ? EndOfWord(text, first) : first.end;
  }
  return words;
}

}  // namespace congress::drafting
