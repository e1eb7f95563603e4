#include "cli/yaml/source.h"

#include <algorithm>
#include <tuple>

#include "platform/status/strings.h"

namespace congress::cli::yaml {

std::string Render(std::string_view file, std::vector<Fault> faults) {
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
    return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
  });
  std::string lines;
  for (const Fault& fault : faults) {
    lines += StrCat(lines.empty() ? "" : "\n", file, ":", fault.place.line, ":", fault.place.column, ": ", fault.field,
                    fault.field.empty() ? "" : ": ", fault.what);
  }
  return lines;
}

Place SourceMap::Find(std::string field) const {
  while (true) {
    if (const auto found = places_.find(field); found != places_.end()) return found->second;
    if (field.empty()) return {};
    const size_t end = field.find_last_of(".[");
    field.resize(end == std::string::npos ? 0 : end);
  }
}

}  // namespace congress::cli::yaml
