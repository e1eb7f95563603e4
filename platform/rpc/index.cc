#include "platform/rpc/index.h"

#include <algorithm>

#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

// Parts are separated by a zero byte and keep their order: what they hold of the two lowest bytes is escaped.
constexpr char kEnd = '\0';
constexpr char kEscape = '\1';

std::string Escaped(std::string_view part) {
  std::string out;
  out.reserve(part.size());
  for (const char c : part) {
    if (c == kEnd || c == kEscape) out.push_back(kEscape);
    out.push_back(c == kEnd ? '\1' : c == kEscape ? '\2' : c);
  }
  return out;
}

}  // namespace

std::string IndexRange(std::string_view type) { return StrCat(store::kIndexes, type, "/"); }

std::string IndexPrefix(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                        bool exact) {
  std::string prefix = StrCat(store::kIndexes, type, "/", field, "/", parent);
  prefix.push_back(kEnd);
  prefix += Escaped(value);
  if (exact) prefix.push_back(kEnd);
  return prefix;
}

std::string IndexKey(std::string_view type, std::string_view field, std::string_view parent, std::string_view value,
                     std::string_view order, std::string_view name) {
  std::string key = IndexPrefix(type, field, parent, value, /*exact=*/true);
  key += Escaped(order);
  key.push_back(kEnd);
  key += name;
  return key;
}

std::string_view PlaceInIndexKey(std::string_view key) {
  for (int part = 0; part < 2; ++part) key.remove_prefix(std::min(key.size(), key.find(kEnd) + 1));
  return key;
}

std::string_view NameInPlace(std::string_view place) { return place.substr(place.rfind(kEnd) + 1); }

std::string_view CollectionOf(std::string_view name) { return name.substr(0, name.rfind('/') + 1); }

}  // namespace congress::rpc
