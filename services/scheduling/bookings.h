// What is taken when: one record for each day of a post and of a room, so that two calls that want the same one collide
// at the commit.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

// A meeting before and after a call; `before` is empty for a new one, `after` has no more than its name for one that is
// deleted.
struct MeetingChange {
  v1::Meeting before;
  v1::Meeting after;
};

// Stages what the changes release, then what they take, so that meetings of one call may exchange days.
// FAILED_PRECONDITION `PERSON_BUSY` for a post that is in another meeting at the time or, as an attendee, not available
// on the day; `ROOM_BUSY` for a room. What was held is never refused. Without authorisation.
absl::Status Book(rpc::Call& call, const std::vector<MeetingChange>& changes);

}  // namespace congress::scheduling
