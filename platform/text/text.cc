#include "platform/text/text.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <memory>

namespace congress::text {
namespace {

const icu::Normalizer2& Form(bool compose) {
  UErrorCode error = U_ZERO_ERROR;
  return compose ? *icu::Normalizer2::getNFCInstance(error) : *icu::Normalizer2::getNFDInstance(error);
}

std::string Utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

icu::UnicodeString Utf16(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
}

// Whether it is the mark of one of the five tones that are written: huyền, sắc, ngã, hỏi, nặng.
bool IsTone(UChar32 c) { return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323; }

const icu::Collator& Vietnamese() {
  static const icu::Collator& collator = *[] {
    UErrorCode error = U_ZERO_ERROR;
    return icu::Collator::createInstance(icu::Locale("vi"), error);
  }();
  return collator;
}

}  // namespace

size_t FindInvalidUtf8(std::string_view bytes) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto length = static_cast<int64_t>(bytes.size());
  for (int64_t i = 0; i < length;) {
    const int64_t start = i;
    UChar32 c;
    U8_NEXT(data, i, length, c);
    if (c < 0) return static_cast<size_t>(start);
  }
  return std::string_view::npos;
}

size_t Length(std::string_view utf8) {
  size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string ToNfc(std::string_view utf8) {
  bool ascii = true;
  for (const char c : utf8) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return std::string(utf8);
  UErrorCode error = U_ZERO_ERROR;
  return Utf8(Form(true).normalize(Utf16(utf8), error));
}

std::string SearchKey(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = Form(false).normalize(Utf16(utf8), error);
  icu::UnicodeString key;
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    key.append(c == 0x0111 || c == 0x0110 ? static_cast<UChar32>('d') : c);
  }
  return Utf8(key.foldCase());
}

std::string CaseKey(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString folded = Form(true).normalize(Utf16(utf8), error).foldCase();
  icu::UnicodeString key;
  bool space = false;
  for (int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (u_isUWhiteSpace(c)) {
      space = true;
      continue;
    }
    if (space && !key.isEmpty()) key.append(static_cast<UChar32>(' '));
    space = false;
    key.append(c);
  }
  return Utf8(Form(true).normalize(key, error));
}

std::string SpellingKey(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = Form(false).normalize(Utf16(CaseKey(utf8)), error);
  icu::UnicodeString key;
  // Of the syllable that is being read.
  icu::UnicodeString tones;
  const auto end_syllable = [&] {
    key.append(tones);
    tones.remove();
  };
  for (int32_t i = 0; i < decomposed.length(); i = decomposed.moveIndex32(i, 1)) {
    const UChar32 c = decomposed.char32At(i);
    if (IsTone(c)) {
      tones.append(c);
      continue;
    }
    if (!u_isalpha(c) && u_charType(c) != U_NON_SPACING_MARK) end_syllable();
    key.append(c);
  }
  end_syllable();
  return Utf8(Form(true).normalize(key, error));
}

std::string SortKey(std::string_view utf8) {
  const icu::UnicodeString text = Utf16(utf8);
  std::string key(static_cast<size_t>(Vietnamese().getSortKey(text, nullptr, 0)), '\0');
  Vietnamese().getSortKey(text, reinterpret_cast<uint8_t*>(key.data()), static_cast<int32_t>(key.size()));
  return key;
}

std::string NameSortKey(std::string_view utf8) {
  const size_t space = utf8.find_last_of(' ');
  const std::string_view given = space == std::string_view::npos ? utf8 : utf8.substr(space + 1);
  return SortKey(given) + SortKey(utf8);
}

}  // namespace congress::text
