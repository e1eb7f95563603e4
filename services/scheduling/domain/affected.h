// What a change of a calendar, a window or a room hits.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/affected.pb.h"
#include "congress/scheduling/v1/body.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/room.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "congress/scheduling/v1/window.pb.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// The first day of the meeting, from `from` on, that is a day off; days that the calendar does not cover are none.
std::optional<absl::CivilDay> DayOff(const v1::Meeting& meeting, const WorkingDays& calendar, absl::CivilDay from);
// The first day of the meeting, from `from` on, that is outside the window or closed.
std::optional<absl::CivilDay> DayOutside(const v1::Meeting& meeting, const v1::Window& window, absl::CivilDay from);

// Whether the meeting still lies ahead or goes on, so that a change can hit it.
bool IsAhead(const v1::Meeting& meeting, absl::CivilDay today);

// Each tells of a meeting what the change does to it, where it was not so before; none: nothing.
std::optional<v1::Affected> HitByCalendar(const v1::Meeting& meeting, const WorkingDays& before,
                                          const WorkingDays& after, absl::CivilDay today, status::Language language);
// Of a congress that begins too soon after its approval, as the calendar is now.
v1::Affected LeadBecomesShort(const v1::Meeting& meeting, status::Language language);
// Of one that was held: the day by which the notice of its conclusion is due.
std::optional<v1::Affected> NoticeMoves(const v1::Meeting& meeting, const WorkingDays& before, const WorkingDays& after,
                                        status::Language language);
// Of a task that is open: the day on which it is due by its rule.
std::optional<v1::Affected> DueMoves(const v1::Task& task, const WorkingDays& after, status::Language language);
// Of a regular task: the days of the periods of which nothing is `entered`.
std::vector<v1::Affected> OccurrencesMove(const v1::Task& task, const std::vector<const v1::Occurrence*>& entered,
                                          const WorkingDays& before, const WorkingDays& after,
                                          status::Language language);
std::optional<v1::Affected> HitByWindow(const v1::Meeting& meeting, const v1::Window& before, const v1::Window& after,
                                        absl::CivilDay today, status::Language language);
std::optional<v1::Affected> HitByRoom(const v1::Meeting& meeting, const v1::Room& before, const v1::Room& after,
                                      absl::CivilDay today, status::Language language);
std::optional<v1::Affected> HitByPost(const v1::Meeting& meeting, const v1::Post& before, const v1::Post& after,
                                      absl::CivilDay today, status::Language language);

// Why the room is closed on the day; null: it is open.
const v1::Room::Closure* ClosureOf(const v1::Room& room, absl::CivilDay day);

// INVALID_ARGUMENT `FIELDS_INVALID` unless the room has a name and its closed days are in order.
absl::Status CheckRoom(const v1::Room& room);

}  // namespace congress::scheduling
