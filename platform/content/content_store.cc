#include "platform/content/content_store.h"

#include <algorithm>

namespace congress::content {

bool IsContentId(std::string_view id) {
  constexpr size_t kMost = 100;
  return !id.empty() && id.size() <= kMost && id.front() != '-' && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool MayBeOf(std::string_view service, std::string_view id) {
  // Behind the name and a dash, a UUID.
  constexpr size_t kBehind = 37;
  if (id.size() <= kBehind || id[id.size() - kBehind] != '-') return true;
  return id.substr(0, id.size() - kBehind) == service;
}

}  // namespace congress::content
