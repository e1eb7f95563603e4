#include "services/scheduling/domain/affected.h"

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {
namespace {

template <class IsHit>
std::optional<absl::CivilDay> FirstHit(const v1::Meeting& meeting, absl::CivilDay from, IsHit is_hit) {
  for (const absl::CivilDay day : DaysOf(meeting)) {
    if (day >= from && is_hit(day)) return day;
  }
  return std::nullopt;
}

v1::Affected Tell(const v1::Meeting& meeting, v1::Affected::What what, absl::CivilDay day, status::Language language) {
  v1::Affected affected;
  affected.set_resource(meeting.name());
  affected.set_what(what);
  affected.set_title(meeting.title());
  *affected.mutable_before() = civil::ToDate(day);
  affected.set_description(
      status::Say(what, {{"title", meeting.title()}, {"before", civil::Format(day)}}).In(language));
  return affected;
}

// Whether the calendar says that the day is off; of a day that it does not cover it says nothing.
bool IsOff(const WorkingDays& calendar, absl::CivilDay day) {
  const auto worked = calendar.IsWorked(day);
  return worked.ok() && !*worked;
}

bool IsOutside(const v1::Meeting& meeting, const v1::Window& window, absl::CivilDay day) {
  return day < civil::FromDate(window.first_day()) || day > civil::FromDate(window.last_day()) ||
         ClosureOf(window, meeting, day) != nullptr;
}

}  // namespace

std::optional<absl::CivilDay> DayOff(const v1::Meeting& meeting, const WorkingDays& calendar, absl::CivilDay from) {
  return FirstHit(meeting, from, [&](absl::CivilDay day) { return IsOff(calendar, day); });
}

std::optional<absl::CivilDay> DayOutside(const v1::Meeting& meeting, const v1::Window& window, absl::CivilDay from) {
  return FirstHit(meeting, from, [&](absl::CivilDay day) { return IsOutside(meeting, window, day); });
}

bool IsAhead(const v1::Meeting& meeting, absl::CivilDay today) {
  if (meeting.state() == v1::Meeting::HELD || meeting.state() == v1::Meeting::CANCELLED) return false;
  return !meeting.slots().empty() && DaysOf(meeting).back() >= today;
}

std::optional<v1::Affected> HitByCalendar(const v1::Meeting& meeting, const WorkingDays& before,
                                          const WorkingDays& after, absl::CivilDay today, status::Language language) {
  if (!IsAhead(meeting, today)) return std::nullopt;
  const auto day =
      FirstHit(meeting, today, [&](absl::CivilDay one) { return IsOff(after, one) && !IsOff(before, one); });
  if (!day.has_value()) return std::nullopt;
  return Tell(meeting, v1::Affected::MEETING_ON_DAY_OFF, *day, language);
}

std::optional<v1::Affected> HitByWindow(const v1::Meeting& meeting, const v1::Window& before, const v1::Window& after,
                                        absl::CivilDay today, status::Language language) {
  if (!IsAhead(meeting, today)) return std::nullopt;
  const auto day = FirstHit(meeting, today, [&](absl::CivilDay one) {
    return IsOutside(meeting, after, one) && !IsOutside(meeting, before, one);
  });
  if (!day.has_value()) return std::nullopt;
  return Tell(meeting, v1::Affected::OUTSIDE_WINDOW, *day, language);
}

std::optional<v1::Affected> HitByRoom(const v1::Meeting& meeting, const v1::Room& before, const v1::Room& after,
                                      absl::CivilDay today, status::Language language) {
  if (!IsAhead(meeting, today)) return std::nullopt;
  const auto day = FirstHit(meeting, today, [&](absl::CivilDay one) {
    return ClosureOf(after, one) != nullptr && ClosureOf(before, one) == nullptr;
  });
  if (!day.has_value()) return std::nullopt;
  return Tell(meeting, v1::Affected::ROOM_CLOSED, *day, language);
}

const v1::Room::Closure* ClosureOf(const v1::Room& room, absl::CivilDay day) {
  for (const v1::Room::Closure& closure : room.closed()) {
    if (day >= civil::FromDate(closure.first_day()) && day <= civil::FromDate(closure.last_day())) return &closure;
  }
  return nullptr;
}

absl::Status CheckRoom(const v1::Room& room) {
  status::Violations violations;
  if (room.display_name().empty()) violations.Add("room.display_name", status::PlatformFault::REQUIRED);
  for (int i = 0; i < room.closed_size(); ++i) {
    if (civil::FromDate(room.closed(i).last_day()) >= civil::FromDate(room.closed(i).first_day())) continue;
    violations.Add(StrCat("room.closed[", i, "].last_day"), v1::LAST_BEFORE_FIRST);
  }
  return violations.ToStatus();
}

}  // namespace congress::scheduling
