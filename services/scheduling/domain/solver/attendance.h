// Who attends what, looked at without the days: there are far fewer ways to share meetings among members and stand-ins
// than schedules, and where days are plenty that alone decides the cost.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "services/scheduling/domain/solver/bound.h"
#include "services/scheduling/domain/solver/model.h"

namespace congress::scheduling::solver {

// By meeting: who attends it, -1 where nobody has to.
using Attendees = std::vector<int>;

// What a schedule costs at least by everything else than who attends: approvals, days and sessions, as far as the
// certificate's prices prove it.
int64_t CostBesideAttendance(const Problem& problem, const Certificate& certificate);

// Told of a way to share all meetings and of what its own prices, loads and spread of travel cost; returns what further
// ones have to cost less than.
using Visit = std::function<int64_t(const Attendees& attendees, int64_t cost)>;

// Visits all ways to share that cost less than `below`. Of persons who are the same in everything one order is enough.
// Takes from `steps` one for each choice that is weighed, and returns whether they sufficed for all. Ends early once
// `over` says so, which is asked every 4,096 steps.
bool VisitAttendances(const Model& model, int64_t below, int64_t* steps, const std::function<bool()>& over,
                      const Visit& visit);

}  // namespace congress::scheduling::solver
