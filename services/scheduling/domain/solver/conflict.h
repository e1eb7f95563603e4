// Why a problem has no schedule: facts that exclude each other.
#pragma once

#include <cstdint>
#include <vector>

#include "services/scheduling/domain/solver/problem.h"
#include "services/scheduling/domain/solver/solve.h"

namespace congress::scheduling::solver {

// Something that can be given up.
struct Fact {
  enum class Kind {
    kMeeting,      // That the meeting is to be held.
    kDays,         // Its own first and last day.
    kUnavailable,  // Days on which its unit is not available.
    kApprovalPin,  // That its approval stays.
    kStartPin,     // That its days stay.
    kAttendeePin,  // That its attendee stays.
    kAbsence,      // Days on which a person is away.
    kForbidden,    // Meetings that a person may not attend.
    kRoomClosed,   // Days on which a room is closed.
    kOrder,        // That one meeting comes before another.
    kRule,         // A rule that blocks.
    kWindow,       // The days of a window; without it there are days behind the last as well.
    kCalendar,     // That nothing happens on days off.
    kRoom,         // That meetings are in a room.
    kRequired,     // That a person has to be at meetings.
    kPapers,       // The day on which the papers of a meeting are ready.
  };
  Kind kind = Kind::kMeeting;
  int number = 0;  // Of the meeting, person, room, order, rule or window; 0 of the calendar.
  bool operator==(const Fact&) const = default;
};

struct Conflict {
  // No schedule keeps all of these, whatever becomes of other facts. Empty: no conflict was proved.
  std::vector<Fact> facts;
  // Whether each is needed: without any one of them there is a schedule. Otherwise the effort did not decide of some.
  bool minimal = false;
};

// The facts of a problem without any of which it would be another.
std::vector<Fact> FactsOf(const Problem& problem);
// The problem without these facts.
Problem Without(const Problem& problem, const std::vector<Fact>& facts);

// Each question on the way is decided with `effort`, the first with four times as much; all facts when that leaves open
// whether there is a conflict, and none where there is a schedule.
Conflict FindConflict(const Problem& problem, const Effort& effort);

}  // namespace congress::scheduling::solver
