// Which service a method belongs to. Pure.
#pragma once

#include <string>
#include <string_view>

namespace congress::gateway {

// The service behind `congress.<service>.v1.X/Y`, empty when the method is none of the suite's.
std::string ServiceOf(std::string_view method);

// Whether every process serves the package, so that the request says whose is meant: audit.
bool IsEverywhere(std::string_view service);

// The service that the name of a resource of such a package speaks of: `services/drafting/…` is `drafting`. Empty when
// it speaks of none.
std::string ServiceIn(std::string_view name);

}  // namespace congress::gateway
