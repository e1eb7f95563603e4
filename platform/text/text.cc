#include "platform/text/text.h"

#include <unicode/locid.h>
#include <unicode/utf8.h>

#include "platform/text/icu_text.h"

namespace congress::text {

std::optional<char32_t> TakeCodePoint(std::string_view bytes, size_t* at) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto length = static_cast<int64_t>(bytes.size());
  auto next = static_cast<int64_t>(*at);
  UChar32 c;
  U8_NEXT(data, next, length, c);
  if (c < 0) return std::nullopt;
  *at = static_cast<size_t>(next);
  return static_cast<char32_t>(c);
}

size_t FindInvalidUtf8(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    if (!TakeCodePoint(bytes, &at).has_value()) return at;
  }
  return std::string_view::npos;
}

std::optional<char32_t> FindOutsideXml(std::string_view utf8) {
  for (const char c : utf8) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') return static_cast<char32_t>(c);
  }
  if (utf8.find("\xEF\xBF\xBE") != std::string_view::npos) return 0xFFFE;
  if (utf8.find("\xEF\xBF\xBF") != std::string_view::npos) return 0xFFFF;
  return std::nullopt;
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
  return Utf8(Normalized(Form::kNfc, Utf16(utf8)));
}

std::string ToCapitals(std::string_view utf8) { return Utf8(Utf16(utf8).toUpper(icu::Locale::getRoot())); }

std::string WithSmallInitial(std::string_view utf8) {
  const icu::UnicodeString text = Utf16(utf8);
  const int32_t second = text.moveIndex32(0, 1);
  icu::UnicodeString initial(text, 0, second);
  return Utf8(initial.toLower(icu::Locale::getRoot()).append(text, second, text.length() - second));
}

std::string WithCapitalInitial(std::string_view utf8) {
  const icu::UnicodeString text = Utf16(utf8);
  const int32_t second = text.moveIndex32(0, 1);
  icu::UnicodeString initial(text, 0, second);
  return Utf8(initial.toUpper(icu::Locale::getRoot()).append(text, second, text.length() - second));
}

}  // namespace congress::text
