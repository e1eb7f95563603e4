#include "cli/visible.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "platform/text/text.h"

namespace congress::cli {
namespace {

bool IsControl(unsigned int point) {
  if (point == '\n' || point == '\t') return false;
  if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return true;
  return point == 0x200e || point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::string Visible(std::string_view text) {
  std::string visible;
  for (size_t at = 0; at < text.size();) {
    const size_t valid = std::min(text::FindInvalidUtf8(text.substr(at)), text.size() - at);
    const size_t end = at + valid;
    while (at < end) {
      const auto lead = static_cast<unsigned char>(text[at]);
      const size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
      unsigned int point = size == 1 ? lead : lead & (0xffu >> (size + 1));
      for (size_t i = 1; i < size; ++i) point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3fu);
      if (!IsControl(point)) {
        visible += text.substr(at, size);
      } else {
        visible += point < 0x100 ? absl::StrFormat("\\x%02x", point) : absl::StrFormat("\\u%04x", point);
      }
      at += size;
    }
    if (at < text.size()) visible += absl::StrFormat("\\x%02x", static_cast<unsigned char>(text[at++]));
  }
  return visible;
}

}  // namespace congress::cli
