// Names listed in errors, short enough for the details of a status.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace congress::scheduling {

// The names with `, ` between them. A list that grows beyond 400 bytes ends in `…`: details of a status stay under
// 4 KiB.
inline std::string Listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMostBytes = 400;
  std::string list;
  for (const std::string& name : names) {
    if (list.size() + name.size() > kMostBytes) return list + ", …";
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

}  // namespace congress::scheduling
