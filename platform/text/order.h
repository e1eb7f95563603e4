// The order in which people expect names, titles and codes. All keys compare as bytes and are built on cleaned text,
// so that a space that nobody sees moves nothing.
#pragma once

#include <string>
#include <string_view>

namespace congress::text {

// Of a word in the Vietnamese order.
std::string SortKey(std::string_view utf8);

// Of a person's name: given name (the last word) first, then the whole name.
std::string NameSortKey(std::string_view utf8);

// Of a code or title: numbers by value (2 before 10, I.2 before I.10), Roman numerals up to XXXIX in capitals by value
// at the place of the letter I (V before IX, all of them between H and J), else the Vietnamese order. Different texts
// have different keys.
std::string NaturalKey(std::string_view utf8);

// Whether `a` comes before `b` in the order of NaturalKey.
bool NaturalLess(std::string_view a, std::string_view b);

}  // namespace congress::text
