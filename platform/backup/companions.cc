#include "platform/backup/companions.h"

#include <algorithm>

namespace congress::backup {

const Companions* CompanionsAt(const std::vector<Companions>& all, std::string_view key) {
  // Asked of every record, so nothing is put together: `r/{type}/…`.
  const size_t end = key.starts_with("r/") ? key.find('/', 2) : key.npos;
  if (end == key.npos) return nullptr;
  const std::string_view type = key.substr(2, end - 2);
  const auto found = std::find_if(all.begin(), all.end(), [type](const Companions& one) { return one.type == type; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace congress::backup
