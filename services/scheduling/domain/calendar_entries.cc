#include "services/scheduling/domain/calendar_entries.h"

#include "platform/civil/civil.h"
#include "services/scheduling/domain/meeting_states.h"

namespace congress::scheduling {
namespace {

std::vector<CalendarEntry> ShownOf(const v1::Meeting& meeting) {
  std::vector<CalendarEntry> entries;
  const v1::Meeting shown = AsShown(meeting);
  for (const v1::Slot& slot : shown.slots()) {
    const absl::CivilDay day = civil::FromDate(slot.date());
    const bool called_off = IsCalledOff(meeting, slot);
    const bool goes_on = !entries.empty() && slot.part() == v1::Slot::DAY &&
                         entries.back().part.part() == v1::Slot::DAY && entries.back().called_off == called_off &&
                         entries.back().days.last + 1 == day;
    if (goes_on) {
      entries.back().days.last = day;
    } else {
      entries.push_back({{day, day}, slot, called_off});
    }
  }
  return entries;
}

}  // namespace

std::vector<CalendarEntry> EntriesOf(const v1::Meeting& meeting) {
  std::vector<CalendarEntry> entries = ShownOf(meeting);
  for (const v1::Meeting::DroppedEntry& dropped : meeting.dropped_entries()) {
    const absl::CivilDay first = civil::FromDate(dropped.slot().date());
    entries.push_back({{first, civil::FromDate(dropped.last_day())}, dropped.slot(), true, true});
  }
  return entries;
}

void KeepDropped(const std::vector<CalendarEntry>& before, v1::Meeting* after) {
  after->clear_dropped_entries();
  for (size_t i = ShownOf(*after).size(); i < before.size(); ++i) {
    v1::Meeting::DroppedEntry& dropped = *after->add_dropped_entries();
    *dropped.mutable_slot() = before[i].part;
    *dropped.mutable_last_day() = civil::ToDate(before[i].days.last);
  }
}

}  // namespace congress::scheduling
