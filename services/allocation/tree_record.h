// The keys of the tree of organisations, and the record that moves with every change of it.
#pragma once

#include <string_view>

namespace congress::allocation {

// Its name. Whoever decides on the whole tree loads it, so that a change in between is noticed at the commit.
inline constexpr std::string_view kTreeRecord = "organisationTree";

// What the names of organisations begin with.
inline constexpr std::string_view kOrganisations = "organisations/";

}  // namespace congress::allocation
