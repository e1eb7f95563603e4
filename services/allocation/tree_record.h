// The record that moves with every import.
#pragma once

#include <string_view>

namespace congress::allocation {

// Its name. Whoever decides on the whole tree loads it, so that an import in between is noticed at the commit.
inline constexpr std::string_view kTreeRecord = "organisationTree";

}  // namespace congress::allocation
