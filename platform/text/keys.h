// What makes two texts the same: by identity, and to a searcher. A key is for comparing only; it is no spelling.
#pragma once

#include <string>
#include <string_view>

namespace congress::text {

// Equal for two spellings of one name, title or symbol. Every claim that something is there once compares this key.
// Folded are case, the kind of dash and the spaces beside it, the kind and number of spaces, the kind of quotation mark
// and apostrophe (H'Hen, H’Hen), the place of the tone mark within a syllable (hòa, hoà), compatibility forms (full
// width, ligatures), all that Clean leaves out or replaces, and ð.
// Not folded, because they make other names: the letters ă â ê ô ơ ư đ and the tones themselves; i and y (Quí, Quý);
// letters of other scripts that look like Latin ones.
std::string IdentityKey(std::string_view utf8);

// IdentityKey with the zeros before a number left out: a spreadsheet makes `123` of the code `00123`.
std::string CodeKey(std::string_view utf8);

// For searching: IdentityKey without diacritics, `đ` as `d`. Equal keys are one word to a searcher.
std::string SearchKey(std::string_view utf8);

}  // namespace congress::text
