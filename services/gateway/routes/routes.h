// Which service a method belongs to. Pure.
#pragma once

#include <string>
#include <string_view>

namespace congress::gateway {

// The service behind `/congress.<service>.v1.X/Y`, empty when the method is none of the suite's. Several processes
// serve the audit package: `chosen` (metadata `congress-service`) says whose log is meant.
std::string ServiceOf(std::string_view method, std::string_view chosen);

}  // namespace congress::gateway
