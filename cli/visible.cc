#include "cli/visible.h"

#include <optional>

#include "absl/strings/str_format.h"
#include "platform/text/text.h"

namespace congress::cli {
namespace {

bool IsControl(char32_t point) {
  if (point == '\n' || point == '\t') return false;
  if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return true;
  return point == 0x200e || point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::string Visible(std::string_view text) {
  std::string visible;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const std::optional<char32_t> point = text::TakeCodePoint(text, &at);
    if (!point.has_value()) {
      visible += absl::StrFormat("\\x%02x", static_cast<unsigned char>(text[at++]));
    } else if (!IsControl(*point) || text.substr(begin).starts_with("\r\n")) {
      visible += text.substr(begin, at - begin);
    } else {
      visible += *point < 0x100 ? absl::StrFormat("\\x%02x", static_cast<uint32_t>(*point))
                                : absl::StrFormat("\\u%04x", static_cast<uint32_t>(*point));
    }
  }
  return visible;
}

}  // namespace congress::cli
