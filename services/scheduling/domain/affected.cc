#include "services/scheduling/domain/affected.h"

#include <map>
#include <string>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/booking.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/occurrence.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/domain/task.h"

namespace congress::scheduling {
namespace {

template <class IsHit>
std::optional<absl::CivilDay> FirstHit(const std::vector<absl::CivilDay>& days, absl::CivilDay from, IsHit is_hit) {
  for (const absl::CivilDay day : days) {
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

struct Reckoned {
  const std::string& resource;
  std::string title;
  v1::Affected::What what;
};

v1::Affected Move(const Reckoned& due, absl::CivilDay was, absl::CivilDay is, status::Language language) {
  v1::Affected affected;
  affected.set_resource(due.resource);
  affected.set_what(due.what);
  affected.set_title(due.title);
  *affected.mutable_before() = civil::ToDate(was);
  *affected.mutable_after() = civil::ToDate(is);
  affected.set_description(
      status::Say(due.what, {{"title", due.title}, {"before", civil::Format(was)}, {"after", civil::Format(is)}})
          .In(language));
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
  return FirstHit(DaysOf(meeting), from, [&](absl::CivilDay day) { return IsOff(calendar, day); });
}

std::optional<absl::CivilDay> DayOutside(const v1::Meeting& meeting, const v1::Window& window, absl::CivilDay from) {
  return FirstHit(DaysTakenBy(meeting.slots()), from,
                  [&](absl::CivilDay day) { return IsOutside(meeting, window, day); });
}

bool IsAhead(const v1::Meeting& meeting, absl::CivilDay today) {
  if (meeting.state() == v1::Meeting::HELD || meeting.state() == v1::Meeting::CANCELLED) return false;
  return !meeting.slots().empty() && DaysOf(meeting).back() >= today;
}

std::optional<v1::Affected> HitByCalendar(const v1::Meeting& meeting, const WorkingDays& before,
                                          const WorkingDays& after, absl::CivilDay today, status::Language language) {
  if (!IsAhead(meeting, today)) return std::nullopt;
  const auto day =
      FirstHit(DaysOf(meeting), today, [&](absl::CivilDay one) { return IsOff(after, one) && !IsOff(before, one); });
  if (!day.has_value()) return std::nullopt;
  const bool session = meeting.kind() == v1::Meeting::APPROVAL;
  return Tell(meeting, session ? v1::Affected::SESSION_ON_DAY_OFF : v1::Affected::MEETING_ON_DAY_OFF, *day, language);
}

v1::Affected LeadBecomesShort(const v1::Meeting& meeting, status::Language language) {
  return Tell(meeting, v1::Affected::LEAD_TIME_SHORT, DaysOf(meeting).front(), language);
}

std::optional<v1::Affected> NoticeMoves(const v1::Meeting& meeting, const WorkingDays& before, const WorkingDays& after,
                                        status::Language language) {
  if (meeting.state() != v1::Meeting::HELD || meeting.notice_working_days() == 0) return std::nullopt;
  const auto was = before.Add(DaysOf(meeting).back(), meeting.notice_working_days());
  const auto is = after.Add(DaysOf(meeting).back(), meeting.notice_working_days());
  // Days that one of the calendars does not cover are not compared.
  if (!was.ok() || !is.ok() || *was == *is) return std::nullopt;
  return Move({meeting.name(), meeting.title(), v1::Affected::CONCLUSION_DUE_MOVES}, *was, *is, language);
}

std::optional<v1::Affected> DueMoves(const v1::Task& task, const WorkingDays& after, status::Language language) {
  if (task.has_done_date() || task.has_cancellation()) return std::nullopt;
  const absl::CivilDay was = civil::FromDate(task.due_date());
  const absl::CivilDay is = civil::FromDate(Reckon(task, &after).due_date());
  if (was == is) return std::nullopt;
  return Move({task.name(), task.title(), v1::Affected::TASK_DUE_MOVES}, was, is, language);
}

std::vector<v1::Affected> OccurrencesMove(const v1::Task& task, const std::vector<const v1::Occurrence*>& entered,
                                          const WorkingDays& before, const WorkingDays& after,
                                          status::Language language) {
  std::vector<v1::Affected> moves;
  if (!task.rhythm().working_days() || task.has_cancellation()) return moves;
  const auto by = [&](const WorkingDays& calendar) {
    return OccurrencesOf(task, entered, &calendar, calendar.last_day(), /*within_calendar=*/true);
  };
  const auto was = by(before);
  const auto is = by(after);
  if (!was.ok() || !is.ok()) return moves;
  std::map<std::string, absl::CivilDay> days;
  for (const v1::Occurrence& occurrence : *was) days[occurrence.name()] = civil::FromDate(occurrence.due_date());
  for (const v1::Occurrence& occurrence : *is) {
    const auto day = days.find(occurrence.name());
    const absl::CivilDay now = civil::FromDate(occurrence.due_date());
    if (day == days.end() || day->second == now) continue;
    moves.push_back(Move(
        {occurrence.name(), StrCat(task.title(), " (", occurrence.period(), ")"), v1::Affected::OCCURRENCE_DUE_MOVES},
        day->second, now, language));
  }
  return moves;
}

std::optional<v1::Affected> HitByWindow(const v1::Meeting& meeting, const v1::Window& before, const v1::Window& after,
                                        absl::CivilDay today, status::Language language) {
  if (!IsAhead(meeting, today)) return std::nullopt;
  const auto day = FirstHit(DaysTakenBy(meeting.slots()), today, [&](absl::CivilDay one) {
    return IsOutside(meeting, after, one) && !IsOutside(meeting, before, one);
  });
  if (!day.has_value()) return std::nullopt;
  return Tell(meeting, v1::Affected::OUTSIDE_WINDOW, *day, language);
}

std::optional<v1::Affected> HitByRoom(const v1::Meeting& meeting, const v1::Room& before, const v1::Room& after,
                                      absl::CivilDay today, status::Language language) {
  if (!IsAhead(meeting, today)) return std::nullopt;
  const auto day = FirstHit(DaysTakenBy(meeting.slots()), today, [&](absl::CivilDay one) {
    return ClosureOf(after, one) != nullptr && ClosureOf(before, one) == nullptr;
  });
  if (!day.has_value()) return std::nullopt;
  return Tell(meeting, v1::Affected::ROOM_CLOSED, *day, language);
}

std::optional<v1::Affected> HitByPost(const v1::Meeting& meeting, const v1::Post& before, const v1::Post& after,
                                      absl::CivilDay today, status::Language language) {
  if (!IsAhead(meeting, today)) return std::nullopt;
  for (const Booking& booking : BookingsOf(meeting)) {
    if (booking.what != after.name() || booking.day < today || !IsAway(after, booking) || IsAway(before, booking)) {
      continue;
    }
    return Tell(meeting, v1::Affected::POST_AWAY, booking.day, language);
  }
  return std::nullopt;
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
