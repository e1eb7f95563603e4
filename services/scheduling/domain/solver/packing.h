// First days that fill the window from its beginning without a gap: where nearly every place is needed, a search that
// begins elsewhere does not come to them.
#pragma once

#include <vector>

#include "services/scheduling/domain/solver/model.h"

namespace congress::scheduling::solver {

// By meeting: its first day, -1 for those that found none. Keeps the most meetings of each day and what each meeting
// may choose, and looks at nothing else.
std::vector<int> PackStarts(const Model& model);

}  // namespace congress::scheduling::solver
