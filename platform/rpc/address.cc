#include "platform/rpc/address.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "platform/status/strings.h"

namespace congress::rpc {

bool IsLoopback(std::string_view address) {
  // As gRPC writes targets: `dns:///localhost:1`, `ipv4:127.0.0.1:1`.
  for (const std::string_view scheme : {"dns:///", "ipv4:", "ipv6:"}) {
    if (address.starts_with(scheme)) address.remove_prefix(scheme.size());
  }
  // A list, of which every address must be.
  if (const size_t comma = address.find(','); comma != std::string_view::npos) {
    return IsLoopback(address.substr(0, comma)) && IsLoopback(address.substr(comma + 1));
  }
  if (address.starts_with("unix:") || address.starts_with("[::1]:")) return true;
  const std::string_view host = address.substr(0, address.rfind(':'));
  if (host == "localhost") return true;
  // An address, not a host whose name begins like one.
  return host.starts_with("127.") && std::all_of(host.begin(), host.end(), [](char c) {
           return c == '.' || absl::ascii_isdigit(static_cast<unsigned char>(c));
         });
}

std::optional<int> PortOf(std::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view digits = address.substr(colon + 1);
  const bool decimal = std::all_of(digits.begin(), digits.end(),
                                   [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  int port = 0;
  if (!decimal || !absl::SimpleAtoi(ToAbsl(digits), &port) || port > 65535) return std::nullopt;
  return port;
}

}  // namespace congress::rpc
