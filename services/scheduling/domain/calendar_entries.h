// The entries that calendars show of a meeting.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "congress/scheduling/v1/meeting.pb.h"
#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {

// Whole days that follow each other, or one part of a day.
struct CalendarEntry {
  DayRun days;
  v1::Slot part;
  bool called_off = false;
  // Of a part that the meeting does not have any more.
  bool dropped = false;
};

// In the order of their numbers: one for each part of AsShown, then those that it had behind them once, called off.
// Programs keep what they were given under a UID until they are told otherwise.
std::vector<CalendarEntry> EntriesOf(const v1::Meeting& meeting);

// Keeps of what was shown before that which is shown no more.
void KeepDropped(const std::vector<CalendarEntry>& before, v1::Meeting* after);

// Keeps what was shown to the posts that took part before and do so no more.
void KeepDepartures(const v1::Meeting& before, v1::Meeting* after);

// What calendars show to one of `posts` that takes part no more: the meeting as it was, called off. Null: none of them
// ever took part.
std::optional<v1::Meeting> AsLeft(const v1::Meeting& meeting, const std::set<std::string>& posts);

// What they show of one that is deleted.
v1::Meeting AsDeleted(const v1::Meeting& meeting);

// Makes of a new meeting the next one under the name of one that was deleted: whom calendars showed that one and who
// has no part in this one is still shown that it is cancelled.
void GoOnFrom(const v1::Meeting& deleted, v1::Meeting* meeting);

// Whether calendars show it to who takes part: before its first release that of a congress is of those who place it.
bool IsShownToPosts(const v1::Meeting& meeting);

}  // namespace congress::scheduling
