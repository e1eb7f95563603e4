#include "platform/csv/ignored.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/status/status.h"

namespace congress::csv {
namespace {

bool IsOf(std::string_view own, std::string_view key) {
  return key.starts_with(own) && (key.size() == own.size() || key[own.size()] == '.' || key[own.size()] == ':');
}

}  // namespace

std::vector<std::string> IgnoredColumns(const Table& table, const std::vector<std::string>& taken) {
  std::vector<std::string> keys;
  for (const std::string& name : taken) keys.push_back(TitleKey(name));
  std::vector<std::string> ignored;
  size_t more = 0;
  for (const std::string& title : table.header) {
    const std::string key = TitleKey(title);
    const auto is_read = [&](const std::string& own) { return IsOf(own, key); };
    if (title.empty() || std::any_of(keys.begin(), keys.end(), is_read)) continue;
    if (ignored.size() < kMostIgnored) {
      ignored.emplace_back(status::Shorten(title, kMostIgnoredBytes));
    } else {
      ++more;
    }
  }
  if (more > 0) ignored.push_back(absl::StrCat("… (+", more, ")"));
  return ignored;
}

}  // namespace congress::csv
