// A text as words, punctuation, the spaces between them, and sentences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace congress::drafting {

enum class TokenKind : uint8_t { kWord, kPunctuation };

// A word or a mark of punctuation. The white space before it reaches from the end of the token before it to `begin`.
struct Token {
  // Bytes of the text.
  size_t begin;
  size_t end;
  TokenKind kind;
  bool begins_sentence;
};

// The tokens of a text in order; any bytes are taken, those that are no UTF-8 as letters.
// A word is a run of letters, marks and digits, such as a Vietnamese syllable. One word are also numbers (`1.234,5`,
// `07:30`), ranges and dates (`2020-2025`, `30/4/1975`), symbols of papers (`12-QĐ/TU`) and names with an apostrophe
// (`H'Hen`); but `kinh tế-xã hội` has four words and a dash. Marks of one kind that follow each other (`.....`) are one
// token.
// A sentence ends at a line break or U+2029, and at `.`, `!`, `?` or `…` with its closing marks when a space and no
// small letter follows; a full stop behind an abbreviation (`TP.`, `v.v.`), a single letter or the number that a
// sentence begins with (`1.`, `II.`) ends none. The first token begins a sentence.
std::vector<Token> Tokenize(std::string_view text);

// Number of words of a text.
int64_t CountWords(std::string_view text);

}  // namespace congress::drafting
