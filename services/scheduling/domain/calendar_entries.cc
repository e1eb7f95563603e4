#include "services/scheduling/domain/calendar_entries.h"

#include <algorithm>

#include "platform/civil/civil.h"
#include "services/scheduling/domain/meeting.h"
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

void KeepDepartures(const v1::Meeting& before, v1::Meeting* after) {
  const std::vector<std::string> posts = PostsOf(AsShown(*after));
  const std::set<std::string> there(posts.begin(), posts.end());
  auto& departures = *after->mutable_departures();
  departures.erase(std::remove_if(departures.begin(), departures.end(),
                                  [&](const auto& departure) { return there.contains(departure.post()); }),
                   departures.end());
  const std::vector<CalendarEntry> entries = EntriesOf(before);
  if (entries.empty() || !IsShownToPosts(before)) return;
  for (const std::string& post : PostsOf(AsShown(before))) {
    if (there.contains(post)) continue;
    v1::Meeting::Departure& departure = *departures.Add();
    departure.set_post(post);
    departure.set_title(before.title());
    departure.set_sequence(before.sequence() + 1);
    for (const CalendarEntry& entry : entries) {
      v1::Meeting::DroppedEntry& shown = *departure.add_entries();
      *shown.mutable_slot() = entry.part;
      *shown.mutable_last_day() = civil::ToDate(entry.days.last);
    }
  }
}

std::optional<v1::Meeting> AsLeft(const v1::Meeting& meeting, const std::set<std::string>& posts) {
  const auto& departures = meeting.departures();
  const auto found = std::find_if(departures.begin(), departures.end(),
                                  [&](const auto& departure) { return posts.contains(departure.post()); });
  if (found == departures.end()) return std::nullopt;
  v1::Meeting left;
  left.set_name(meeting.name());
  left.set_title(found->title());
  left.set_state(v1::Meeting::CANCELLED);
  left.set_sequence(found->sequence());
  *left.mutable_dropped_entries() = found->entries();
  *left.mutable_update_time() = meeting.update_time();
  return left;
}

v1::Meeting AsDeleted(const v1::Meeting& meeting) {
  v1::Meeting deleted;
  deleted.set_name(meeting.name());
  deleted.set_organisation(meeting.organisation());
  deleted.set_kind(meeting.kind());
  deleted.set_title(meeting.title());
  deleted.set_state(v1::Meeting::CANCELLED);
  deleted.set_sequence(meeting.sequence() + 1);
  *deleted.mutable_slots() = meeting.slots();
  *deleted.mutable_dropped_entries() = meeting.dropped_entries();
  *deleted.mutable_departures() = meeting.departures();
  for (const std::string& post : PostsOf(meeting)) {
    v1::Participant& participant = *deleted.add_participants();
    participant.set_post(post);
    participant.set_role(v1::Participant::INVITED);
  }
  return deleted;
}

void GoOnFrom(const v1::Meeting& deleted, v1::Meeting* meeting) {
  meeting->set_sequence(deleted.sequence() + 1);
  *meeting->mutable_departures() = deleted.departures();
  KeepDropped(EntriesOf(deleted), meeting);
  KeepDepartures(deleted, meeting);
}

bool IsShownToPosts(const v1::Meeting& meeting) { return meeting.congress().empty() || meeting.has_released(); }

}  // namespace congress::scheduling
