#include "services/gateway/routes/routes.h"

namespace congress::gateway {

std::string ServiceOf(std::string_view method) {
  constexpr std::string_view kPrefix = "congress.";
  if (!method.starts_with(kPrefix)) return "";
  method.remove_prefix(kPrefix.size());
  const size_t dot = method.find('.');
  if (dot == std::string_view::npos || method.find('/') == std::string_view::npos || method.find('/') < dot) return "";
  return std::string(method.substr(0, dot));
}

bool IsEverywhere(std::string_view service) {
  return service == "audit" || service == "events" || service == "operations";
}

std::string ServiceIn(std::string_view name) {
  constexpr std::string_view kPrefix = "services/";
  if (!name.starts_with(kPrefix)) return "";
  name.remove_prefix(kPrefix.size());
  return std::string(name.substr(0, name.find('/')));
}

}  // namespace congress::gateway
