// The judge of every answer: counts a schedule from scratch. Shares nothing with the search but the problem itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling::solver {

// One count of a rule. Day, meeting and person are -1 where the rule does not speak of one.
struct Fault {
  Rule rule;
  int64_t count = 1;
  int meeting = -1;
  int day = -1;
  int person = -1;
};

struct Verdict {
  // What breaks a rule that blocks, and what no policy allows: a part missing, a day closed, something pinned moved.
  std::vector<Fault> faults;
  // Of what warns and blocks.
  Counts counts{};
  int64_t cost = 0;
  bool kept() const { return faults.empty(); }
};

Verdict Verify(const Problem& problem, const Schedule& schedule);

}  // namespace congress::scheduling::solver
