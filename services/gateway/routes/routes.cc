#include "services/gateway/routes/routes.h"

namespace congress::gateway {

std::string ServiceOf(std::string_view method, std::string_view chosen) {
  constexpr std::string_view kPrefix = "/congress.";
  if (!method.starts_with(kPrefix)) return "";
  method.remove_prefix(kPrefix.size());
  const size_t dot = method.find('.');
  if (dot == std::string_view::npos || method.find('/') == std::string_view::npos || method.find('/') < dot) return "";
  const std::string_view service = method.substr(0, dot);
  return std::string(service == "audit" ? chosen : service);
}

}  // namespace congress::gateway
