#include "services/scheduling/bookings.h"

#include <algorithm>
#include <iterator>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/scheduling/domain/meeting.h"

namespace congress::scheduling {
namespace {

// A person and a room are where they are, whichever congress wants them and however they are written.
std::string KeyOf(const Booking& booking) {
  return StrCat("b/", booking.kind == Booking::Kind::kPerson ? "person/" : "room/", text::IdentityKey(booking.what),
                "/", civil::Format(booking.day));
}

// What only the first meeting books.
std::vector<Booking> Beyond(const v1::Meeting& first, const v1::Meeting& second) {
  const std::vector<Booking> mine = BookingsOf(first);
  const std::vector<Booking> other = BookingsOf(second);
  std::vector<Booking> beyond;
  std::set_difference(mine.begin(), mine.end(), other.begin(), other.end(), std::back_inserter(beyond));
  return beyond;
}

absl::Status Busy(const Booking& booking, const std::string& meeting) {
  const std::string date = civil::Format(booking.day);
  if (booking.kind == Booking::Kind::kRoom) {
    return status::FailedPrecondition(v1::ROOM_BUSY, {{"room", booking.what}, {"date", date}, {"meeting", meeting}});
  }
  status::Metadata metadata = {{"person", booking.what}, {"date", date}, {"meeting", meeting}};
  if (meeting.empty()) metadata.emplace_back("cause", "absent");
  return status::FailedPrecondition(v1::PERSON_BUSY, metadata);
}

// The meeting that has the booking, empty when none has.
absl::StatusOr<std::string> HolderOf(rpc::Call& call, const std::string& key) {
  const auto record = rpc::LoadRecord(call, key);
  if (absl::IsNotFound(record.status())) return std::string();
  if (!record.ok()) return record.status();
  return record->value;
}

}  // namespace

absl::Status Bookings::Apply(rpc::Call& call, std::string_view congress,
                             const std::vector<MeetingChange>& changes) const {
  for (const MeetingChange& change : changes) {
    for (const Booking& booking : Beyond(change.before, change.after)) {
      const std::string key = KeyOf(booking);
      ASSIGN_OR_RETURN(const std::string holder, HolderOf(call, key));
      if (holder == change.before.name()) call.changes().Put({key, std::nullopt, std::nullopt}, "");
    }
  }
  for (const MeetingChange& change : changes) {
    for (const Booking& booking : Beyond(change.after, change.before)) {
      const std::string key = KeyOf(booking);
      ASSIGN_OR_RETURN(const std::string holder, HolderOf(call, key));
      if (!holder.empty() && holder != change.after.name()) return Busy(booking, holder);
      if (booking.kind == Booking::Kind::kPerson) {
        RETURN_IF_ERROR(CheckAvailable(call, congress, booking.what, booking.day));
      }
      call.changes().Put({key, change.after.name(), std::nullopt}, "");
    }
  }
  return absl::OkStatus();
}

absl::Status Bookings::CheckAvailable(rpc::Call& call, std::string_view congress, const std::string& person,
                                      absl::CivilDay day) const {
  const auto attendee = attendees_.Load(call, StrCat(congress, "/attendees/", person));
  // Chairs and other participants need not be attendees.
  if (absl::IsNotFound(attendee.status())) return absl::OkStatus();
  if (!attendee.ok()) return attendee.status();
  for (const auto& date : attendee->unavailable_dates()) {
    if (civil::FromDate(date) == day) return Busy({Booking::Kind::kPerson, person, day}, "");
  }
  return absl::OkStatus();
}

}  // namespace congress::scheduling
