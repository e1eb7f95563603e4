// What an address says about the way to it.
#pragma once

#include <optional>
#include <string_view>

namespace congress::rpc {

// Whether `address` (HOST:PORT, unix:PATH or gRPC's list of several) is on this machine, so that nobody can listen on
// the way.
bool IsLoopback(std::string_view address);

// The port of HOST:PORT, 0 to 65535; nothing when `address` is none. gRPC would wrap a greater one around.
std::optional<int> PortOf(std::string_view address);

}  // namespace congress::rpc
