// Sectors share the delegates of a congress: who has one has no other. So they are spread together, as a table of
// organisations and sectors.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "services/allocation/domain/targets/target_aims.h"

namespace congress::allocation {

// Sets the parts of the targets, which are those of the whole congress for sectors, at least one. Each cell is its
// ideal rounded up or down where such a table exists, else between its bounds. FAILED_PRECONDITION
// `TARGETS_CONTRADICT`.
absl::Status SpreadSectors(std::vector<const Aim*> columns, Aims* aims);

}  // namespace congress::allocation
