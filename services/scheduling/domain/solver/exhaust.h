// Small problems decided for certain, by trying everything that can still matter.
#pragma once

#include <cstdint>

#include "services/scheduling/domain/solver/attendance.h"
#include "services/scheduling/domain/solver/model.h"

namespace congress::scheduling::solver {

struct Exhausted {
  // Whether everything was tried: then there is nothing better than `best`, and without one nothing at all.
  bool complete = false;
  Schedule best;  // Empty: nothing below the cost asked for was found.
  int64_t cost = 0;
  int64_t steps = 0;  // Taken.
};

// Looks for the cheapest schedule that breaks nothing and costs less than `below`. Gives up after so many steps.
Exhausted Exhaust(const Model& model, int64_t below, int64_t steps);

// The same of schedules in which these attend.
Exhausted Exhaust(const Model& model, const Attendees& attendees, int64_t below, int64_t steps);

}  // namespace congress::scheduling::solver
