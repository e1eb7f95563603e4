#include "services/gateway/routes/routes.h"

#include <vector>

#include "absl/strings/str_split.h"
#include "platform/status/strings.h"

namespace congress::gateway {

std::string ServiceOf(std::string_view method) {
  constexpr std::string_view kPrefix = "congress.";
  if (!method.starts_with(kPrefix)) return "";
  method.remove_prefix(kPrefix.size());
  const size_t dot = method.find('.');
  if (dot == std::string_view::npos || method.find('/') == std::string_view::npos || method.find('/') < dot) return "";
  const std::string_view package = method.substr(0, dot);
  // Rights lie where the tree of organisations does.
  return std::string(package == "access" ? "allocation" : package);
}

bool IsEverywhere(std::string_view service) {
  return service == "audit" || service == "backup" || service == "content" || service == "events" ||
         service == "maintenance" || service == "operations";
}

std::string ServiceIn(std::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(name), '/');
  if (parts.size() >= 2 && parts[0] == "services") return parts[1];
  if (parts.size() >= 4 && parts[0] == "congresses" && (parts[2] == "dossiers" || parts[2] == "personnelProcesses")) {
    return "dossiers";
  }
  if (parts.size() >= 4 && parts[0] == "numberSeries" && parts[2] == "papers") return "drafting";
  return "";
}

}  // namespace congress::gateway
