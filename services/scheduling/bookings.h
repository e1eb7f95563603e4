// What is taken on which day: one record for each day of a person and of a room, so that two calls that want the same
// one collide at the commit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "congress/scheduling/v1/attendance.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

// A meeting before and after a call; `before` is empty for a new one.
struct MeetingChange {
  v1::Meeting before;
  v1::Meeting after;
};

class Bookings {
 public:
  explicit Bookings(const rpc::Repository<v1::Attendee>& attendees) : attendees_(attendees) {}

  // Stages what the changes release, then what they take, so that meetings of one call may exchange days.
  // FAILED_PRECONDITION `PERSON_BUSY` for a person in another meeting of any congress or, as an attendee, not available
  // on the day; `ROOM_BUSY` for a room, compared by text::IdentityKey. Without authorisation.
  absl::Status Apply(rpc::Call& call, std::string_view congress, const std::vector<MeetingChange>& changes) const;

 private:
  absl::Status CheckAvailable(rpc::Call& call, std::string_view congress, const std::string& person,
                              absl::CivilDay day) const;

  const rpc::Repository<v1::Attendee>& attendees_;
};

}  // namespace congress::scheduling
