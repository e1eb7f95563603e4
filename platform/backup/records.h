// Which records of a keyspace a backup holds.
#pragma once

#include <string_view>
#include <vector>

#include "platform/store/identified_store.h"
#include "platform/store/store.h"

namespace congress::backup {

// What the keyspace says of itself: in the manifest and not among the records, since a restore changes it.
using store::kFormatKey;

// All but the projections, which a service makes anew: `d/…`, its copy of the tree of organisations, and `i/…`, the
// entries of its indexes.
inline std::vector<store::Range> RecordRanges() { return {{"", "d/"}, {"d0", "i/"}, {"i0", ""}}; }

}  // namespace congress::backup
