// What is to be scheduled, out of the resources that say so.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/body.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/room.pb.h"
#include "congress/scheduling/v1/schedule_policy.pb.h"
#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "congress/scheduling/v1/window.pb.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// How the approval of a unit's congress stands.
struct ApprovalPlan {
  bool approved = false;  // Done on `day`; otherwise planned for it.
  bool fixed = false;     // Stays on that day.
  absl::CivilDay day;
};

struct ScheduleInput {
  v1::SchedulePolicy policy;
  absl::CivilDay from;                      // First day on which anything is placed.
  std::vector<v1::Meeting> meetings;        // Congresses that are to be placed, as far as they can be.
  std::vector<v1::Meeting> others;          // Others, whose posts, rooms and days are taken: all from that day on,
                                            // and those of the congress before it, whose attendees count in loads.
  std::vector<v1::Window> windows;          // Of the meetings.
  std::vector<v1::Calendar> calendars;      // Of the windows.
  std::vector<v1::Post> posts;              // All that anything names.
  std::vector<v1::Membership> memberships;  // Of the attending body and of the groups that approve.
  std::vector<v1::Room> rooms;
  std::set<std::string> unapproved;                        // Meetings whose approval is not placed.
  std::map<std::string, ApprovalPlan> approvals;           // By meeting.
  std::function<std::string(const std::string&)> kind_of;  // Of an organisation.
  // Whether that first day is today: what begins on it has begun.
  bool from_today = false;
  // Whether what stands is judged: also what is pinned on a day off then, which a run leaves alone.
  bool stands = false;
};

// Whether what begins on that day is left where it is.
inline bool HasBegun(absl::CivilDay first, const ScheduleInput& input) {
  return first < input.from || (input.from_today && first == input.from);
}

// The problem of a run; meetings in the order of their names. A meeting that has begun, is not of whole days or is
// pinned outside of the days that count is one of the others. Of one that stands outside of them every place is a
// change. FAILED_PRECONDITION `NOTHING_TO_PLACE`, `WINDOW_MISSING`, `CALENDARS_DIFFER`, `DATE_NOT_COVERED`,
// `NO_DAYS_LEFT`, `MEETINGS_IN_A_CIRCLE`.
absl::StatusOr<v1::ScheduleProblem> BuildProblem(const ScheduleInput& input);

}  // namespace congress::scheduling
