// Unicode text as bytes: what is UTF-8, how long it is, its normal form. What is done to text at entry lies in
// clean.h, how it is compared in keys.h, how it is sorted in order.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace congress::text {

// The code point that begins at `*at`, which moves behind it; nothing, and `*at` stays, where there is no UTF-8.
std::optional<char32_t> TakeCodePoint(std::string_view bytes, size_t* at);

// Offset of the first byte that is no UTF-8, npos when all of it is.
size_t FindInvalidUtf8(std::string_view bytes);

// The first character of valid UTF-8 that XML, and so no office document, can hold: a control other than tab and line
// break, before U+FFFE and U+FFFF.
std::optional<char32_t> FindOutsideXml(std::string_view utf8);

// Number of code points of valid UTF-8.
size_t Length(std::string_view utf8);

// Normalization form C of valid UTF-8.
std::string ToNfc(std::string_view utf8);

// Valid UTF-8 in capitals.
std::string ToCapitals(std::string_view utf8);

// Valid UTF-8 whose first letter is small, as a name is written within a sentence, or a capital, as at its beginning.
std::string WithSmallInitial(std::string_view utf8);
std::string WithCapitalInitial(std::string_view utf8);

}  // namespace congress::text
