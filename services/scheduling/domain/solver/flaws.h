// What is wrong with a problem before anybody looks for a schedule.
#pragma once

#include <vector>

#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling::solver {

struct Flaw {
  enum class What {
    kUnknown,   // A number that names no meeting, person, room, group or day.
    kNoDays,    // A meeting of less than one day, or of more than there are.
    kReversed,  // A window, or the bounds of a load, that end before they begin.
    kCircle,    // Meetings that have to come before each other.
    kPolicy,    // A size that must be above nothing, a weight below it, or a step of kilometres too large.
  };
  What what = What::kUnknown;
  std::vector<int> meetings;  // Of a circle all, in their order; else the meeting that is meant, if any.
  int person = -1;            // That is meant, if any.
};

// All flaws; empty where the problem can be solved or refuted.
std::vector<Flaw> FindFlaws(const Problem& problem);

}  // namespace congress::scheduling::solver
