#include "services/scheduling/bookings.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/booking.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/post_records.h"

namespace congress::scheduling {
namespace {

// What only the first meeting books.
std::vector<Booking> Beyond(const v1::Meeting& first, const v1::Meeting& second) {
  const std::vector<Booking> mine = BookingsOf(first);
  const std::vector<Booking> other = BookingsOf(second);
  std::vector<Booking> beyond;
  std::set_difference(mine.begin(), mine.end(), other.begin(), other.end(), std::back_inserter(beyond));
  return beyond;
}

void Keep(rpc::Call& call, v1::BookedDay day) {
  if (day.intervals().empty()) {
    kBookedDays.Delete(call, day.name());
  } else {
    kBookedDays.Put(call, std::move(day));
  }
}

bool IsRoom(const Booking& booking) { return booking.what.find("/rooms/") != std::string::npos; }

// Taken by the meeting, of which the caller is told where they may read it; by none where the post is away.
absl::Status Busy(rpc::Call& call, const Booking& booking, const std::string& holder) {
  status::Metadata metadata = {{IsRoom(booking) ? "room" : "person", booking.what},
                               {"date", civil::Format(booking.day)}};
  std::string told;
  if (holder.empty()) {
    metadata.emplace_back("cause", "absent");
  } else {
    const auto other = kMeetings.Load(call, holder);
    if (other.ok() && MayRead(call, *other)) {
      told = holder;
    } else {
      metadata.emplace_back("cause", "hidden");
    }
  }
  metadata.emplace_back("meeting", told);
  return IsRoom(booking) ? status::FailedPrecondition(v1::ROOM_BUSY, metadata)
                         : status::FailedPrecondition(v1::PERSON_BUSY, metadata);
}

// A post that nobody has entered is no one whom a meeting could wait for.
absl::Status CheckAvailable(rpc::Call& call, const Booking& booking) {
  ASSIGN_OR_RETURN(const v1::Post post, kPosts.Load(call, booking.what));
  return IsAway(post, booking) ? Busy(call, booking, "") : absl::OkStatus();
}

// Which part of the meeting books it.
std::string FieldOf(const v1::Meeting& meeting, const Booking& booking) {
  if (IsRoom(booking)) return "meeting.room";
  for (int i = 0; i < meeting.participants_size(); ++i) {
    if (meeting.participants(i).post() == booking.what) return StrCat("meeting.participants[", i, "]");
  }
  return "meeting.attendee";
}

absl::Status TakeNew(rpc::Call& call, const MeetingChange& change, status::Refusals* refusals) {
  const v1::Meeting& meeting = change.after;
  const bool as_it_was = meeting.state() == v1::Meeting::HELD;
  for (const Booking& booking : Beyond(meeting, change.before)) {
    ASSIGN_OR_RETURN(v1::BookedDay day, BookedOn(call, booking.what, booking.day));
    if (!as_it_was) {
      const auto holder = TakenBy(day, booking, meeting.name());
      absl::Status free = holder.has_value() ? Busy(call, booking, *holder)
                          : !IsRoom(booking) ? CheckAvailable(call, booking)
                                             : absl::OkStatus();
      RETURN_IF_ERROR(refusals->Note(FieldOf(meeting, booking), free));
      if (!free.ok()) continue;
    }
    Take(booking, meeting.name(), &day);
    Keep(call, std::move(day));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::BookedDay> BookedOn(rpc::Call& call, const std::string& what, absl::CivilDay day) {
  v1::BookedDay blank;
  blank.set_name(StrCat(what, "/booked/", civil::Format(day)));
  return kBookedDays.LoadOr(call, std::move(blank));
}

absl::Status Book(rpc::Call& call, const std::vector<MeetingChange>& changes) {
  for (const MeetingChange& change : changes) {
    for (const Booking& booking : Beyond(change.before, change.after)) {
      ASSIGN_OR_RETURN(v1::BookedDay day, BookedOn(call, booking.what, booking.day));
      GiveBack(booking, change.before.name(), &day);
      Keep(call, std::move(day));
    }
  }
  status::Refusals refusals;
  for (const MeetingChange& change : changes) RETURN_IF_ERROR(TakeNew(call, change, &refusals));
  return refusals.ToStatus();
}

}  // namespace congress::scheduling
