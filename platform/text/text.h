// Unicode text as the suite keeps, searches and sorts it: NFC, Vietnamese collation, by ICU.
#pragma once

#include <string>
#include <string_view>

namespace congress::text {

// Offset of the first byte that is no UTF-8, npos when all of it is.
size_t FindInvalidUtf8(std::string_view bytes);

// Number of code points of valid UTF-8.
size_t Length(std::string_view utf8);

// Normalization form C of valid UTF-8.
std::string ToNfc(std::string_view utf8);

// For searching: without diacritics and case, `đ` as `d`. Equal keys are one word to a searcher.
std::string SearchKey(std::string_view utf8);

// For telling names that are written alike: NFC without case, any white space as one space, none at the ends. Unlike
// SearchKey it keeps diacritics, which make different names.
std::string CaseKey(std::string_view utf8);

// CaseKey, wherever in a syllable its tone mark stands: both ways of writing `Hòa` and `Hoà` are in use. The marks that
// make other letters (ă â ê ô ơ ư đ) and the tones themselves still make different names. For comparing only: what it
// returns is no spelling.
std::string SpellingKey(std::string_view utf8);

// Sort key of a word or title in the Vietnamese order; compare as bytes.
std::string SortKey(std::string_view utf8);

// Sort key of a person's name: given name (the last word) first, then the whole name.
std::string NameSortKey(std::string_view utf8);

}  // namespace congress::text
