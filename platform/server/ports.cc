#include "platform/server/ports.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "platform/status/strings.h"

namespace congress::server {
namespace {

// 0, or why this one cannot be bound.
int Bind(const addrinfo& place) {
  const int probe = socket(place.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return errno;
  // As gRPC does: connections of a predecessor that are being closed are in nobody's way.
  const int on = 1;
  setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const int error = bind(probe, place.ai_addr, place.ai_addrlen) == 0 ? 0 : errno;
  close(probe);
  return error;
}

}  // namespace

absl::Status CanListen(const std::string& address) {
  const size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo wanted = {};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE;
  addrinfo* places = nullptr;
  const std::string what = StrCat("cannot listen on ", address, ": ");
  if (const int error = getaddrinfo(host.c_str(), address.c_str() + colon + 1, &wanted, &places); error != 0) {
    return absl::UnavailableError(StrCat(what, gai_strerror(error)));
  }
  int error = 0;
  for (const addrinfo* place = places; place != nullptr; place = place->ai_next) {
    error = Bind(*place);
    if (error == 0) break;
  }
  freeaddrinfo(places);
  switch (error) {
    case 0:
      return absl::OkStatus();
    case EADDRINUSE:
      return absl::UnavailableError(StrCat(what, "another process has the port"));
    case EADDRNOTAVAIL:
      return absl::UnavailableError(StrCat(what, "this machine does not have the address"));
    default:
      return absl::FailedPreconditionError(StrCat(what, std::generic_category().message(error)));
  }
}

}  // namespace congress::server
