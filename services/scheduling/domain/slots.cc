#include "services/scheduling/domain/slots.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_format.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

constexpr int kNoon = 12 * 60;
constexpr int kMidnight = 24 * 60;

int MinuteOf(const google::type::TimeOfDay& time) { return time.hours() * 60 + time.minutes(); }

bool IsTime(const google::type::TimeOfDay& time) {
  return time.hours() >= 0 && time.hours() < 24 && time.minutes() >= 0 && time.minutes() < 60 && time.seconds() == 0 &&
         time.nanos() == 0;
}

bool CheckSlot(const v1::Slot& slot, const std::string& field, status::Violations* violations) {
  if ((slot.part() == v1::Slot::HOURS) != slot.has_start() || slot.has_start() != slot.has_end()) {
    violations->Add(field, v1::SLOT_HOURS);
    return false;
  }
  const bool starts = !slot.has_start() || IsTime(slot.start());
  const bool ends = !slot.has_end() || IsTime(slot.end());
  if (!starts) violations->Add(field + ".start", v1::TIME_OF_DAY);
  if (!ends) violations->Add(field + ".end", v1::TIME_OF_DAY);
  return starts && ends;
}

bool EndsBefore(const Interval& one, const Interval& other) {
  return one.day < other.day || (one.day == other.day && one.to <= other.from);
}

}  // namespace

std::vector<Interval> IntervalsOf(const v1::Slot& slot) {
  const absl::CivilDay day = civil::FromDate(slot.date());
  switch (slot.part()) {
    case v1::Slot::MORNING:
      return {{day, 0, kNoon}};
    case v1::Slot::AFTERNOON:
      return {{day, kNoon, kMidnight}};
    case v1::Slot::HOURS: {
      const int start = MinuteOf(slot.start());
      const int end = MinuteOf(slot.end());
      if (end > start) return {{day, start, end}};
      std::vector<Interval> both = {{day, start, kMidnight}};
      if (end > 0) both.push_back({day + 1, 0, end});
      return both;
    }
    default:
      return {{day, 0, kMidnight}};
  }
}

void CheckSlots(const Slots& slots, std::string_view field, status::Violations* violations) {
  std::optional<Interval> before;
  for (int i = 0; i < slots.size(); ++i) {
    const std::string at = StrCat(field, "[", i, "]");
    if (!CheckSlot(slots[i], at, violations)) continue;
    const std::vector<Interval> intervals = IntervalsOf(slots[i]);
    if (before.has_value() && !EndsBefore(*before, intervals.front())) violations->Add(at, v1::SLOTS_OVERLAP);
    before = intervals.back();
  }
}

bool SameSlots(const Slots& one, const Slots& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const v1::Slot& a, const v1::Slot& b) {
    return a.part() == b.part() && IntervalsOf(a) == IntervalsOf(b);
  });
}

bool Holds(const Slots& slots, const v1::Slot& wanted) {
  return std::any_of(slots.begin(), slots.end(), [&](const v1::Slot& slot) {
    return slot.part() == wanted.part() && IntervalsOf(slot) == IntervalsOf(wanted);
  });
}

Slots WholeDays(const std::vector<absl::CivilDay>& days) {
  Slots slots;
  for (const absl::CivilDay day : days) {
    v1::Slot* slot = slots.Add();
    *slot->mutable_date() = civil::ToDate(day);
    slot->set_part(v1::Slot::DAY);
  }
  return slots;
}

std::vector<absl::CivilDay> DaysOf(const Slots& slots) {
  std::vector<absl::CivilDay> days;
  for (const v1::Slot& slot : slots) {
    const absl::CivilDay day = civil::FromDate(slot.date());
    if (days.empty() || days.back() != day) days.push_back(day);
  }
  return days;
}

std::vector<absl::CivilDay> DaysTakenBy(const Slots& slots) {
  std::vector<absl::CivilDay> days;
  for (const v1::Slot& slot : slots) {
    for (const Interval& interval : IntervalsOf(slot)) days.push_back(interval.day);
  }
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

std::vector<absl::CivilDay> DaysOf(const v1::Meeting& meeting) { return DaysOf(meeting.slots()); }

std::vector<DayRun> DayRunsOf(const Slots& slots) {
  std::vector<DayRun> runs;
  for (const absl::CivilDay day : DaysOf(slots)) {
    if (runs.empty() || day > runs.back().last + 1) {
      runs.push_back({day, day});
    } else {
      runs.back().last = day;
    }
  }
  return runs;
}

std::string ClockOf(int minute) { return absl::StrFormat("%02d:%02d", minute / 60, minute % 60); }

}  // namespace congress::scheduling
