// What a meeting books: posts that have to be there and its room, for its slots.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/stored.pb.h"

namespace congress::scheduling {

// A post or a room on one part of a day.
struct Booking {
  std::string what;  // Its resource name.
  absl::CivilDay day;
  int from = 0;
  int to = 0;

  bool operator<(const Booking& other) const {
    return std::tie(what, day, from, to) < std::tie(other.what, other.day, other.from, other.to);
  }
  bool operator==(const Booking&) const = default;
};

// What the meeting books, each once, in order: the attendee, who chairs, is required or stands in and has not declined,
// and the room. One that is cancelled books nothing.
std::vector<Booking> BookingsOf(const v1::Meeting& meeting);

// Another meeting of the day that has a part of the interval; none: it is free.
std::optional<std::string> TakenBy(const v1::BookedDay& day, const Booking& booking, const std::string& meeting);

// Enters the booking, which is free, and takes it out again.
void Take(const Booking& booking, const std::string& meeting, v1::BookedDay* day);
void GiveBack(const Booking& booking, const std::string& meeting, v1::BookedDay* day);

}  // namespace congress::scheduling
