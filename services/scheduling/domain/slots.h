// The parts of days on which a meeting is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "platform/status/status.h"

namespace congress::scheduling {

using Slots = google::protobuf::RepeatedPtrField<v1::Slot>;

// A part of one day, in minutes from midnight; `to` is behind the last, 1,440 at the end of the day.
struct Interval {
  absl::CivilDay day;
  int from = 0;
  int to = 0;

  bool operator==(const Interval&) const = default;
};

// What the slot takes: two intervals where it goes on behind midnight. A morning is before 12:00, an afternoon from
// then on.
std::vector<Interval> IntervalsOf(const v1::Slot& slot);

// Notes slots that are none, and those that are not in order or overlap; ones that only touch do not. `field`: what
// holds them, such as `meeting.slots`.
void CheckSlots(const Slots& slots, std::string_view field, status::Violations* violations);

// Whether both are the same parts of the same days.
bool SameSlots(const Slots& one, const Slots& other);
bool Holds(const Slots& slots, const v1::Slot& wanted);

// Whole days.
Slots WholeDays(const std::vector<absl::CivilDay>& days);

// The days on which slots begin, each once, in order.
std::vector<absl::CivilDay> DaysOf(const Slots& slots);
std::vector<absl::CivilDay> DaysOf(const v1::Meeting& meeting);

// The same with those into which a slot goes on behind midnight.
std::vector<absl::CivilDay> DaysTakenBy(const Slots& slots);

// Days that follow each other.
struct DayRun {
  absl::CivilDay first;
  absl::CivilDay last;
};
// The days of slots as runs, in their order.
std::vector<DayRun> DayRunsOf(const Slots& slots);

// `14:30`.
std::string ClockOf(int minute);

}  // namespace congress::scheduling
