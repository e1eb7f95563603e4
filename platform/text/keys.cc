#include "platform/text/keys.h"

#include <unicode/uchar.h>

#include "platform/text/clean.h"
#include "platform/text/icu_text.h"

namespace congress::text {
namespace {

// Letter turned comma; no quotation mark to Unicode, but typed for an apostrophe as often.
bool IsQuote(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK) != 0 || c == 0x02BC || c == 0x02B9 || c == 0x00B4 || c == '`';
}

// Whether it stands for đ: ð, and ɖ, the small form of a capital that looks like Đ.
bool IsBarredD(UChar32 c) { return c == 0x0111 || c == 0x00F0 || c == 0x0256; }

// The cleaned text without case, decomposed, with one kind of space, dash, quotation mark and đ.
icu::UnicodeString Folded(std::string_view utf8) {
  // U+00B4 would be a space and a mark in a compatibility form.
  icu::UnicodeString text = Utf16(CleanOrDrop(Kind::kLine, utf8));
  text.findAndReplace(icu::UnicodeString(UChar32{0x00B4}), icu::UnicodeString(UChar32{'\''}));
  const icu::UnicodeString decomposed = Normalized(Form::kNfd, Normalized(Form::kNfkcCasefold, text));
  icu::UnicodeString folded;
  bool space = false;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    UChar32 c = decomposed.char32At(i);
    if (u_isUWhiteSpace(c)) {
      space = true;
      continue;
    }
    if (IsDash(c)) c = '-';
    if (IsQuote(c)) c = '\'';
    if (IsBarredD(c)) c = 0x0111;
    const bool beside_dash = c == '-' || folded.endsWith(static_cast<UChar>('-'));
    if (space && !folded.isEmpty() && !beside_dash) folded.append(static_cast<UChar32>(' '));
    space = false;
    folded.append(c);
  }
  return folded;
}

}  // namespace

std::string IdentityKey(std::string_view utf8) {
  const icu::UnicodeString folded = Folded(utf8);
  icu::UnicodeString key;
  // Of the syllable that is being read.
  icu::UnicodeString tones;
  const auto end_syllable = [&] {
    key.append(tones);
    tones.remove();
  };
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (IsTone(c)) {
      tones.append(c);
      continue;
    }
    if (!u_isalpha(c) && u_charType(c) != U_NON_SPACING_MARK) end_syllable();
    key.append(c);
  }
  end_syllable();
  return Utf8(Normalized(Form::kNfc, key));
}

std::string CodeKey(std::string_view utf8) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string identity = IdentityKey(utf8);
  std::string key;
  for (size_t i = 0; i < identity.size(); ++i) {
    const bool begins_number = key.empty() || !is_digit(key.back());
    const bool goes_on = i + 1 < identity.size() && is_digit(identity[i + 1]);
    if (identity[i] == '0' && begins_number && goes_on) continue;
    key.push_back(identity[i]);
  }
  return key;
}

std::string SearchKey(std::string_view utf8) {
  const icu::UnicodeString folded = Folded(utf8);
  icu::UnicodeString key;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    key.append(c == 0x0111 ? static_cast<UChar32>('d') : c);
  }
  return Utf8(key);
}

}  // namespace congress::text
