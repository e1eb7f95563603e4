// What approval sessions and full days cost together: a session waits for the last papers of those that it approves,
// and their meetings wait for it. Prices, which count sessions and days each for themselves, do not see that.
#pragma once

#include <cstdint>

#include "services/scheduling/domain/solver/model.h"

namespace congress::scheduling::solver {

// The least that sessions and meetings above the level of their days cost. 0 where sessions have no blocking size,
// meetings need not wait for approval, or there are more than six groups.
int64_t CostOfSessionsAndDays(const Model& model);

}  // namespace congress::scheduling::solver
