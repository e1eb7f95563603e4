// Who attends which meeting: one attendee each, nobody twice on a day, numbers of meetings level.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/attendance.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "platform/status/wanted.h"

namespace congress::scheduling {

// INVALID_ARGUMENT `FIELDS_INVALID` unless each post stands there once and prefers nothing that it is forbidden.
absl::Status CheckAttendees(const std::vector<v1::Attendee>& attendees);

// Whether the attendee prefers the meeting's unit or area.
bool Prefers(const v1::Attendee& attendee, const v1::Meeting& meeting);
// Whether the attendee may attend: neither unit nor area is forbidden, every day is free.
bool MayAttend(const v1::Attendee& attendee, const v1::Meeting& meeting);

struct AttendanceTask {
  std::vector<v1::Meeting> meetings;
  std::vector<v1::Attendee> attendees;
  // Steps after which the search gives up.
  int most_steps = 200'000;
  status::Wanted wanted = nullptr;
  // Meetings that began before it keep their attendees.
  absl::CivilDay today = {};
};

// For each meeting, in order, the index of its attendee. A meeting that keeps its days keeps its attendee; persons who
// chair a meeting or are required there attend no other on its days. The numbers of meetings differ by at most one;
// within that preferences count, and between equals the order of posts and meeting names decides, never the order of
// the input.
//
// FAILED_PRECONDITION `ATTENDANCE_INFEASIBLE` or `ATTENDANCE_UNLEVEL` only where that is proved, naming days and posts;
// RESOURCE_EXHAUSTED `SEARCH_EXHAUSTED` where the search found neither; what `wanted` says once nobody waits. With
// one-day meetings alone the answer is always exact, preferences included.
absl::StatusOr<std::vector<int>> AssignAttendees(const AttendanceTask& task);

}  // namespace congress::scheduling
