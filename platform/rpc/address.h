// What an address says about the way to it.
#pragma once

#include <string_view>

namespace congress::rpc {

// Whether `address` (HOST:PORT or unix:PATH) is on this machine, so that nobody can listen on the way.
bool IsLoopback(std::string_view address);

}  // namespace congress::rpc
