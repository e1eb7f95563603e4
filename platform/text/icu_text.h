// What the files of this folder share of ICU. No other folder includes it: ICU's headers are slow to compile.
#pragma once

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <string>
#include <string_view>

namespace congress::text {

enum class Form { kNfc, kNfd, kNfkc, kNfkcCasefold };

icu::UnicodeString Normalized(Form form, const icu::UnicodeString& text);

std::string Utf8(const icu::UnicodeString& text);
icu::UnicodeString Utf16(std::string_view utf8);

// Whether it is the mark of one of the five tones that are written: huyền, sắc, ngã, hỏi, nặng.
bool IsTone(UChar32 c);

// Whether it is a dash, hyphen or minus of any width.
bool IsDash(UChar32 c);

}  // namespace congress::text
