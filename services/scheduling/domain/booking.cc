#include "services/scheduling/domain/booking.h"

#include <algorithm>
#include <set>

#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {
namespace {

bool HasToBeThere(const v1::Participant& participant) {
  return participant.role() != v1::Participant::INVITED && participant.reply() != v1::Participant::DECLINED;
}

}  // namespace

std::vector<Booking> BookingsOf(const v1::Meeting& meeting) {
  if (meeting.state() == v1::Meeting::CANCELLED) return {};
  std::set<std::string> taken;
  if (!meeting.room().empty()) taken.insert(meeting.room());
  if (meeting.has_attendee() && HasToBeThere(meeting.attendee())) taken.insert(meeting.attendee().post());
  for (const v1::Participant& participant : meeting.participants()) {
    if (HasToBeThere(participant)) taken.insert(participant.post());
  }
  std::set<Booking> bookings;
  for (const v1::Slot& slot : meeting.slots()) {
    for (const Interval& interval : IntervalsOf(slot)) {
      for (const std::string& what : taken) bookings.insert({what, interval.day, interval.from, interval.to});
    }
  }
  return {bookings.begin(), bookings.end()};
}

std::optional<std::string> TakenBy(const v1::BookedDay& day, const Booking& booking, const std::string& meeting) {
  for (const v1::BookedInterval& interval : day.intervals()) {
    const bool apart = interval.to_minute() <= booking.from || booking.to <= interval.from_minute();
    if (!apart && interval.meeting() != meeting) return interval.meeting();
  }
  return std::nullopt;
}

void Take(const Booking& booking, const std::string& meeting, v1::BookedDay* day) {
  v1::BookedInterval* interval = day->add_intervals();
  interval->set_from_minute(booking.from);
  interval->set_to_minute(booking.to);
  interval->set_meeting(meeting);
  std::sort(day->mutable_intervals()->begin(), day->mutable_intervals()->end(),
            [](const v1::BookedInterval& one, const v1::BookedInterval& other) {
              return one.from_minute() < other.from_minute();
            });
}

void GiveBack(const Booking& booking, const std::string& meeting, v1::BookedDay* day) {
  auto* intervals = day->mutable_intervals();
  intervals->erase(std::remove_if(intervals->begin(), intervals->end(),
                                  [&](const v1::BookedInterval& interval) {
                                    return interval.meeting() == meeting && interval.from_minute() == booking.from &&
                                           interval.to_minute() == booking.to;
                                  }),
                   intervals->end());
}

}  // namespace congress::scheduling
