// Whether an audit log begins where that of a store must.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "platform/store/store.h"

namespace congress::backup {

// Where a service's copy of the tree of organisations says by how many commits it was written.
inline constexpr std::string_view kCopyStateKey = "d/";

// How many of the first commits of an epoch are in no log, beyond those that processes make by themselves. `acts`: the
// commits that the audit has, sorted; `last`: the last commit; `copy_state`, `format`: what lies at kCopyStateKey and
// at kFormatKey, empty for nothing. 0 also where the copy has not counted, as in a store that was restored or written
// by an older version.
int64_t MissingActs(const std::vector<store::Revision>& acts, store::Revision last, std::string_view copy_state,
                    std::string_view format);

}  // namespace congress::backup
