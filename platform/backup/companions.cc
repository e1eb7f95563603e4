#include "platform/backup/companions.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace congress::backup {

const Companions* CompanionsAt(const std::vector<Companions>& all, std::string_view key) {
  const auto found = std::find_if(all.begin(), all.end(), [key](const Companions& one) {
    return key.starts_with(absl::StrCat("r/", one.type, "/"));
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace congress::backup
