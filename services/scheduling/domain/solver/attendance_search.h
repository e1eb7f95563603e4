// Cheap ways to share meetings, found by annealing without the days: it proves nothing.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "services/scheduling/domain/solver/attendance.h"

namespace congress::scheduling::solver {

// By cost as VisitAttendances counts it, the cheapest first and at most `most`, no two the same. Tries so many changes,
// in many turns: with stand-ins at their price, at dearer ones and nearly without them, as they and members who travel
// alike are far from each other.
std::vector<std::pair<int64_t, Attendees>> FindAttendances(const Model& model, uint64_t seed, int64_t changes,
                                                           size_t most);

}  // namespace congress::scheduling::solver
