// Why a meeting is where it is, and what another place would cost.
#pragma once

#include <cstdint>
#include <vector>

#include "services/scheduling/domain/solver/board.h"
#include "services/scheduling/domain/solver/solve.h"

namespace congress::scheduling::solver {

// What a change does, were everything else to stay as it is.
struct Effect {
  int64_t faults = 0;  // More counts of rules that block; less than 0 where it mends some.
  int64_t cost = 0;    // More cost of what warns.
  // Whether the meeting may choose each of the parts for itself: no window, absence, rank or pin forbids one.
  bool allowed = true;
};

// Answers about single moves within one schedule; each answer takes a few steps however many meetings there are.
class Desk {
 public:
  Desk(const Problem& problem, const Schedule& schedule);

  const Model& model() const { return model_; }
  Effect Try(int meeting, const Slot& to);

 private:
  Model model_;
  Board board_;
};

struct Alternative {
  Slot slot;                  // The day, with approval and attendee that suit it best.
  int64_t cost;               // More than now.
  Counts counts;              // By rule: more than now.
  std::vector<Fault> faults;  // What it would break more than now; empty where it may be chosen just so.
};

// The meeting on each first day at which its days lie within the calendar, in their order, everything else as it is.
std::vector<Alternative> WeighDays(const Problem& problem, const Schedule& schedule, int meeting);

struct Forced {
  Answer answer;
  int64_t cost = 0;        // More than now, everything else put where it costs least; with Outcome::kFound.
  int64_t bound = 0;       // Proved: it never costs less than this more.
  std::vector<int> moved;  // Meetings whose slots change, the one asked for left out.
};

// What it costs to have the meeting at these parts of a slot (-1: any). To leave what was released is paid for, also by
// the meeting itself; what others have that was not released is kept at the same price, so that few of them move. A pin
// of what is asked for is lifted.
Forced ForceChoice(const Problem& problem, const Schedule& schedule, int meeting, const Slot& choice,
                   const Effort& effort);

}  // namespace congress::scheduling::solver
