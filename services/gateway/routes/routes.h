// Which service a method belongs to. Pure.
#pragma once

#include <string>
#include <string_view>

namespace congress::gateway {

// The service behind `congress.<service>.v1.X/Y`, and allocation behind `congress.access.v1`; empty when the method is
// none of the suite's.
std::string ServiceOf(std::string_view method);

// Whether every process serves the package, so that the request says whose is meant.
bool IsEverywhere(std::string_view service);

// The service that the name in such a request speaks of: `services/drafting/…` is `drafting`, and what has files is
// known by its collection. Empty when it speaks of none.
std::string ServiceIn(std::string_view name);

}  // namespace congress::gateway
