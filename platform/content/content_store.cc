#include "platform/content/content_store.h"

#include <algorithm>

namespace congress::content {

bool IsContentId(std::string_view id) {
  constexpr size_t kMost = 100;
  return !id.empty() && id.size() <= kMost && id.front() != '-' && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace congress::content
