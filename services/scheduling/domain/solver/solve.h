// The solver: approvals, days and attendees of many congresses together.
//
// The same problem, seed and effort give the same answer on every machine: effort is counted in changes tried, no clock
// is looked at and nothing is decided by floating point. Problems in which FindFlaws finds something are not for it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "platform/status/wanted.h"
#include "services/scheduling/domain/solver/bound.h"
#include "services/scheduling/domain/solver/problem.h"
#include "services/scheduling/domain/solver/verify.h"

namespace congress::scheduling::solver {

// Of the best schedule so far that breaks nothing.
struct Progress {
  int64_t effort = 0;  // Spent so far.
  int64_t cost = 0;
  Counts counts{};
  int64_t bound = 0;  // Proved so far.
};

struct Effort {
  uint64_t seed = 1;
  int64_t most = 20'000'000;
  // Work in several parts goes on from what the part before had: its best schedule and its bound.
  Schedule begin = {};
  std::optional<Bound> proved = std::nullopt;
  int64_t whole = 0;                                        // Of all parts, by which prices are improved; 0: `most`.
  std::function<void(const Progress&)> progress = nullptr;  // Called at each improvement; may be empty.
  status::Wanted wanted = nullptr;                          // Ends the work with the best so far.
};

enum class Outcome {
  kFound,       // A schedule that breaks nothing.
  kInfeasible,  // Proved: every schedule breaks something.
  kUnknown,     // Neither was found within the effort.
};

struct Answer {
  Outcome outcome = Outcome::kUnknown;
  Schedule schedule;  // With kFound; with kUnknown the one that breaks least, if there was time for one.
  Verdict verdict;    // Of the schedule.
  // No schedule costs less than `bound.value`. The certificate proves as much as it says by itself; where everything
  // was tried, `bound.value` is the cost and `exhausted` says so. With kInfeasible the certificate, if it has prices,
  // proves that.
  Bound bound;
  bool exhausted = false;
  int64_t effort = 0;     // Spent.
  absl::Status unwanted;  // Why the work ended early, if nobody waited any more.
  bool optimal() const { return outcome == Outcome::kFound && verdict.cost == bound.value; }
};

// Looks for the cheapest schedule that breaks no rule that blocks. Where most meetings are held to a base, that base is
// repaired with a 64th of the effort.
Answer Solve(const Problem& problem, const Effort& effort);

// Only whether there is a schedule that breaks nothing; the first that is found will do.
Answer Decide(const Problem& problem, const Effort& effort);

}  // namespace congress::scheduling::solver
