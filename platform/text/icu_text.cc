#include "platform/text/icu_text.h"

#include <unicode/uchar.h>

namespace congress::text {

icu::UnicodeString Normalized(Form form, const icu::UnicodeString& text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = nullptr;
  switch (form) {
    case Form::kNfc:
      normalizer = icu::Normalizer2::getNFCInstance(error);
      break;
    case Form::kNfd:
      normalizer = icu::Normalizer2::getNFDInstance(error);
      break;
    case Form::kNfkc:
      normalizer = icu::Normalizer2::getNFKCInstance(error);
      break;
    case Form::kNfkcCasefold:
      normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
      break;
  }
  return normalizer->normalize(text, error);
}

std::string Utf8(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

icu::UnicodeString Utf16(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
}

bool IsTone(UChar32 c) { return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323; }

bool IsDash(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_DASH) != 0; }

}  // namespace congress::text
