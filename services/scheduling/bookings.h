// What is taken when: one record for each day of a post and of a room, so that two calls that want the same one collide
// at the commit.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/stored.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

// A meeting before and after a call; `before` is empty for a new one, `after` has no more than its name for one that is
// deleted.
struct MeetingChange {
  v1::Meeting before;
  v1::Meeting after;
};

// Stages what the changes release, then what they take, so that meetings of one call may exchange days.
// NOT_FOUND `RESOURCE_NOT_FOUND` for a post that is none; FAILED_PRECONDITION `PERSON_BUSY` for one that is in another
// meeting at the time or away, `ROOM_BUSY` for a room. What was held is never refused. Without authorisation.
absl::Status Book(rpc::Call& call, const std::vector<MeetingChange>& changes);

// What is booked of a post or a room on the day, perhaps nothing; a booking that is made meanwhile collides with the
// call.
absl::StatusOr<v1::BookedDay> BookedOn(rpc::Call& call, const std::string& what, absl::CivilDay day);

}  // namespace congress::scheduling
