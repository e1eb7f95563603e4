// Parts of resource names.
#pragma once

#include <string>
#include <string_view>

namespace congress::allocation {

// The organisation whose tree holds all others.
inline constexpr std::string_view kRoot = "organisations/province";

// `congresses/xx` of `congresses/xx/allocationPlans/p`.
std::string CongressOf(std::string_view name);

// The last segment.
std::string IdOf(std::string_view name);

}  // namespace congress::allocation
