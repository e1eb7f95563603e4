// Alternate scaling: the rows are apportioned, then the columns at the rows' divisors, and again.
#pragma once

#include "services/allocation/apportion/biproportional.h"

namespace congress::apportion {

// Column multipliers, positive integers, at which the rows' seats nearly make the columns'. Only speed hangs on how
// near. Every weight times its multiplier is at most kMostWeight.
std::vector<uint64_t> ScaleColumns(const Signposts& signposts, const Table& table);

// Row by row, the seats of the weights times `factors`; rows without apportionment are told in a refusal.
std::variant<std::vector<int64_t>, TableRefusal> ApportionRows(const Signposts& signposts, const Table& table,
                                                               const std::vector<uint64_t>& factors);

}  // namespace congress::apportion
