// Meetings: how one comes to be and changes. What becomes of it is meeting_states.h.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "services/scheduling/domain/doer.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// `meetings/{congress}-{id of what}`, a shorter one with a checksum where that is too long for an id.
std::string MeetingName(std::string_view congress, std::string_view what);

// INVALID_ARGUMENT `FIELDS_INVALID` with all that is wrong with the meeting in itself: what is required, slots, posts
// twice, stand-ins for nobody, a window of another congress or for a kind that has none, an impossible quorum.
absl::Status CheckMeeting(const v1::Meeting& meeting);

// INVALID_ARGUMENT `FIELDS_INVALID` where meetings wait for each other; the cycle is named in order. `after_of`: for
// which meetings one waits.
absl::Status CheckOrder(const v1::Meeting& meeting,
                        const std::function<absl::StatusOr<std::vector<std::string>>(const std::string&)>& after_of);

// FAILED_PRECONDITION `OUTSIDE_WINDOW` (also on a closed day), `NOT_WORKING_DAY` (also for days that do not follow each
// other, unless there is a `reason`), `MEETING_TOO_LONG`, `DATE_NOT_COVERED`; all of them where there are several.
absl::Status CheckDays(const v1::Meeting& meeting, const v1::Window& window, const WorkingDays& calendar,
                       std::string_view reason);
// Of a meeting without window. FAILED_PRECONDITION `NOT_WORKING_DAY`, unless there is a `reason`, `DATE_NOT_COVERED`.
absl::Status CheckDays(const v1::Meeting& meeting, const WorkingDays& calendar, std::string_view reason);

// Whether the window is closed to the meeting on the day; null: it is open.
const v1::Window::Closure* ClosureOf(const v1::Window& window, const v1::Meeting& meeting, absl::CivilDay day);

// The meeting on other days, in `window`. The attendee is released and every answer is asked for again, because both
// were given for the old days. On the same days nothing but the window changes.
v1::Meeting MoveMeeting(v1::Meeting meeting, const std::string& window, const std::vector<absl::CivilDay>& days);

// What an update leads to: `after` with the answers that still hold. New slots of one that was put off make it planned.
// `reason` is noted. FAILED_PRECONDITION `MEETING_HELD`, `MEETING_CANCELLED`, `MEETING_PAST` for slots that are past
// and would change; INVALID_ARGUMENT `FIELDS_INVALID`.
absl::StatusOr<v1::Meeting> AmendMeeting(const v1::Meeting& before, v1::Meeting after, const Doer& doer,
                                         const std::string& reason);

// The meeting attended by the post.
v1::Meeting AssignMeeting(v1::Meeting meeting, const std::string& post, const std::string& title);

// Whether runs and releases of a congress' schedule have it: its congresses of whole days, and no other meeting.
bool IsPlaced(const v1::Meeting& meeting);

// Whether the post is the attendee or a participant.
bool Involves(const v1::Meeting& meeting, std::string_view post);
// Whether somebody comes in place of the post.
bool HasStandIn(const v1::Meeting& meeting, std::string_view post);
// The posts that take part, each once.
std::vector<std::string> PostsOf(const v1::Meeting& meeting);

}  // namespace congress::scheduling
