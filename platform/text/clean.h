// What text is when it enters the suite. The Gate cleans every string field by its kind, the readers of files every
// cell, so that two texts that look alike are the same bytes.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace congress::text {

enum class Kind {
  // Name of a person, an organisation, a place: one line.
  kName,
  // Title or remark of one line.
  kLine,
  // Text of several lines.
  kProse,
  // Id, resource name, code, symbol: one line that a program compares.
  kCode,
  // Token, etag, file: taken as it is.
  kRaw,
  // Part of a paragraph, between others.
  kSpan,
};

// The text as the suite keeps it. `utf8` is valid UTF-8.
//
// All kinds but kRaw:
// - NFC. Tone marks of one vowel are put in order (a keyboard may send the tone before the circumflex).
// - CRLF, CR, U+0085, U+2028, U+2029 and Word's U+000B and U+000C are a line break.
// - What nobody sees is left out: byte order mark, zero-width characters, soft hyphen, bidi controls, variation
//   selectors (Unicode: Default_Ignorable_Code_Point).
// - U+00D0 and U+0189 become Đ, as Vietnamese keyboards and old fonts give them; U+00F0 becomes đ at the beginning of a
//   word only, where Icelandic never has it.
// - List marks of Word's symbol fonts (U+F0B7 and its kin, any of U+F020 to U+F0FF at the beginning of a line) become
//   `•`; Word's non-breaking hyphen U+001E and U+F02D become `-`, its optional hyphen U+001F goes.
// - Every other white space (NBSP, U+2007, U+202F, U+3000 …) is a space.
// kName, kLine, kCode: line breaks, tabs and runs of spaces become one space; there is none at the ends.
// kCode besides: full-width forms become plain ones, every dash becomes `-`.
// kProse: spaces and tabs within a line stay, those at its end go, as do empty lines at the beginning and the end.
// kSpan: as kProse, but what is at its ends stays.
//
// INVALID_ARGUMENT names the first character that cannot be kept and its place in `utf8`, such as
// `U+0007 at character 12`: controls, private use, noncharacters, U+FFF9 to U+FFFD (U+FFFD stands for a letter that was
// lost on the way). kRaw is refused for controls only, tab, CR and LF excepted.
//
// Letters of other scripts that look like Latin ones (Cyrillic А) stay what they are.
absl::StatusOr<std::string> Clean(Kind kind, std::string_view utf8);

// What such a refusal names: `U+0007` and `12`.
struct RefusedCharacter {
  std::string character;
  std::string position;
};
RefusedCharacter CharacterOf(const absl::Status& refusal);

// The same, with what Clean would refuse left out. For comparing what was kept before.
std::string CleanOrDrop(Kind kind, std::string_view utf8);

}  // namespace congress::text
