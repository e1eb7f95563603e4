// Meetings: how one comes to be, changes and what it books.
#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// `congresses/{congress}/meetings/{unit}`: one meeting for each unit.
std::string MeetingName(std::string_view congress, std::string_view organisation);

// The days of a meeting.
std::vector<absl::CivilDay> DaysOf(const v1::Meeting& meeting);

// Days that follow each other.
struct DayRun {
  absl::CivilDay first;
  absl::CivilDay last;
};
// The days of a meeting as runs, in their order.
std::vector<DayRun> DayRunsOf(const v1::Meeting& meeting);

// A meeting of the unit without days.
v1::Meeting NewMeeting(std::string_view congress, const v1::MeetingUnit& unit);

// The meeting on other days, in `window`. The attendee is released and every answer is asked for again, because both
// were given for the old days. On the same days nothing but the window changes.
v1::Meeting MoveMeeting(v1::Meeting meeting, const std::string& window, const std::vector<absl::CivilDay>& days);

// FAILED_PRECONDITION `OUTSIDE_WINDOW`, `NOT_WORKING_DAY` (also for days that do not follow each other),
// `MEETING_TOO_LONG`, `DATE_NOT_COVERED`; INVALID_ARGUMENT `FIELDS_INVALID` for a meeting without days.
absl::Status CheckDays(const v1::Meeting& meeting, const v1::Window& window, const WorkingDays& calendar);

// What an update leads to: `after` with the answers that still hold and the sequence counted on when a calendar would
// show something else. INVALID_ARGUMENT `FIELDS_INVALID` for a person twice or a meeting without title.
absl::StatusOr<v1::Meeting> AmendMeeting(const v1::Meeting& before, v1::Meeting after);

// The meeting attended by the post. The sequence is counted on when that is another post than before.
v1::Meeting AssignMeeting(v1::Meeting meeting, const std::string& post, const std::string& title);

// Records an answer of the attendee or a participant. FAILED_PRECONDITION `PERSON_NOT_INVITED`.
absl::StatusOr<v1::Meeting> ReplyMeeting(v1::Meeting meeting, const std::string& person, v1::Participant::Reply reply,
                                         const std::string& note);

// Whether the person is the attendee or a participant.
bool Involves(const v1::Meeting& meeting, std::string_view person);

// One day of something that only one meeting can have: a person who has to be there, or the room.
struct Booking {
  enum class Kind { kPerson, kRoom };
  Kind kind = Kind::kPerson;
  std::string what;
  absl::CivilDay day;

  bool operator<(const Booking& other) const {
    return std::tie(kind, what, day) < std::tie(other.kind, other.what, other.day);
  }
  bool operator==(const Booking& other) const { return kind == other.kind && what == other.what && day == other.day; }
};

// What the meeting books, each once, in order: attendee, chair and required persons, and the room, on each of its days.
std::vector<Booking> BookingsOf(const v1::Meeting& meeting);

}  // namespace congress::scheduling
