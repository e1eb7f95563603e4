// Placing the congresses of units.
#include <map>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/placement.h"
#include "services/scheduling/domain/window.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/schedule.h"

namespace congress::scheduling {
namespace {

UnitToPlace ToPlace(const v1::MeetingUnit& unit) {
  UnitToPlace to_place;
  to_place.organisation = unit.organisation();
  to_place.days = unit.days();
  if (unit.has_earliest()) to_place.earliest = civil::FromDate(unit.earliest());
  if (unit.has_latest()) to_place.latest = civil::FromDate(unit.latest());
  for (const auto& date : unit.unavailable_dates()) to_place.unavailable.insert(civil::FromDate(date));
  return to_place;
}

const std::string& AreaOf(const v1::MeetingUnit& unit, const v1::Meeting& meeting) {
  return unit.travel_area().empty() ? meeting.travel_area() : unit.travel_area();
}

// By organisation.
using Meetings = std::map<std::string, v1::Meeting>;

// Splits the units into those whose meeting keeps its days and those to place, and counts the meetings that stay. On a
// closed day nobody meets.
PlacementTask ToTask(const v1::PlaceMeetingsRequest& request, const v1::Window& window, const Meetings& existing,
                     absl::CivilDay today, std::vector<const v1::MeetingUnit*>* to_place) {
  PlacementTask task;
  task.most_per_day = request.most_per_day();
  Meetings staying = existing;
  for (const v1::MeetingUnit& unit : request.units()) {
    const auto known = existing.find(unit.organisation());
    if (known != existing.end() && KeepsItsDays(known->second, today)) continue;
    staying.erase(unit.organisation());
    to_place->push_back(&unit);
    UnitToPlace& placed = task.units.emplace_back(ToPlace(unit));
    v1::Meeting meeting;
    meeting.set_travel_area(AreaOf(unit, known == existing.end() ? meeting : known->second));
    for (absl::CivilDay day = civil::FromDate(window.first_day()); day <= civil::FromDate(window.last_day()); ++day) {
      if (ClosureOf(window, meeting, day) != nullptr) placed.unavailable.insert(day);
    }
    // What stands does not move into the past; what never stood may be entered afterwards.
    if (known != existing.end() && (!placed.earliest.has_value() || *placed.earliest < today)) placed.earliest = today;
  }
  for (const auto& [organisation, meeting] : staying) {
    for (const absl::CivilDay day : DaysOf(meeting)) ++task.taken[day];
  }
  return task;
}

int Busiest(const Meetings& meetings, const std::vector<absl::CivilDay>& days) {
  std::map<absl::CivilDay, int> count;
  for (const auto& [name, meeting] : meetings) {
    for (const absl::CivilDay day : DaysOf(meeting)) ++count[day];
  }
  int busiest = 0;
  for (const absl::CivilDay day : days) busiest = std::max(busiest, count[day]);
  return busiest;
}

bool IsCongressOf(const v1::Meeting& meeting, const std::string& congress) {
  return meeting.congress() == congress && meeting.kind() == v1::Meeting::CONGRESS &&
         meeting.state() != v1::Meeting::CANCELLED;
}

// The congress of a unit that has none. A cancelled one, or that of another unit, may have the name.
absl::StatusOr<v1::Meeting> BeginMeeting(rpc::Call& call, const std::string& congress, const v1::MeetingUnit& unit) {
  RETURN_IF_ERROR(RequireCommittee(call, unit.organisation()));
  v1::Meeting meeting = NewMeeting(congress, unit);
  const std::string first = meeting.name();
  for (int n = 2;; ++n) {
    ASSIGN_OR_RETURN(const bool taken, kMeetings.Exists(call, meeting.name()));
    if (!taken) break;
    meeting.set_name(StrCat(first, "-", n));
  }
  AddNote(v1::Meeting::State_Name(meeting.state()), DoerOf(call), "", meeting.mutable_notes());
  RETURN_IF_ERROR(ClaimCongress(call, meeting));
  return meeting;
}

}  // namespace

absl::StatusOr<v1::PlaceMeetingsResponse> Schedule::Place(rpc::Call& call,
                                                          const v1::PlaceMeetingsRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  if (!request.window().starts_with(request.parent() + "/")) {
    status::Violations violations;
    violations.Add("window", v1::OF_OTHER_CONGRESS);
    return violations.ToStatus();
  }
  ASSIGN_OR_RETURN(v1::Window window, kWindows.Load(call, request.window()));
  RETURN_IF_ERROR(CheckUnits(request, window));
  ASSIGN_OR_RETURN(const v1::Calendar calendar, kCalendars.Load(call, window.calendar()));
  ASSIGN_OR_RETURN(const auto stored, MeetingsForDecision(call, [&](const v1::Meeting& meeting) {
                     return IsCongressOf(meeting, request.parent());
                   }));
  Meetings meetings;
  for (const v1::Meeting& meeting : stored) meetings[meeting.organisation()] = meeting;

  std::vector<const v1::MeetingUnit*> units;
  PlacementTask task = ToTask(request, window, meetings, civil::Today(call.now()), &units);
  task.wanted = call.wanted();
  ASSIGN_OR_RETURN(task.working_days, WorkingDays(calendar).Within(civil::FromDate(window.first_day()),
                                                                   civil::FromDate(window.last_day())));
  ASSIGN_OR_RETURN(const auto days, PlaceUnits(task));

  v1::PlaceMeetingsResponse response;
  response.set_pinned_count(request.units_size() - static_cast<int>(units.size()));
  std::vector<MeetingChange> changes;
  for (size_t i = 0; i < units.size(); ++i) {
    const auto known = meetings.find(units[i]->organisation());
    const bool is_new = known == meetings.end();
    v1::Meeting before = is_new ? v1::Meeting() : known->second;
    v1::Meeting after = before;
    if (is_new) {
      ASSIGN_OR_RETURN(after, BeginMeeting(call, request.parent(), *units[i]));
    }
    after.set_travel_area(AreaOf(*units[i], after));
    after = MoveMeeting(std::move(after), window.name(), days[i]);
    if (is_new) {
      response.set_new_count(response.new_count() + 1);
    } else if (DaysOf(before) != days[i]) {
      response.set_moved_count(response.moved_count() + 1);
    } else {
      response.set_unchanged_count(response.unchanged_count() + 1);
    }
    if (before.SerializeAsString() == after.SerializeAsString()) continue;
    *after.mutable_update_time() = civil::ToTimestamp(call.now());
    if (is_new) *after.mutable_create_time() = after.update_time();
    changes.push_back({std::move(before), std::move(after)});
  }
  RETURN_IF_ERROR(Book(call, changes));
  for (const MeetingChange& change : changes) {
    meetings[change.after.organisation()] = kMeetings.Put(call, change.after);
  }
  if (!changes.empty()) {
    // Two placements in one window collide here, so that they cannot fill a day twice.
    *window.mutable_placement_time() = civil::ToTimestamp(call.now());
    kWindows.Put(call, std::move(window));
  }

  response.set_busiest_count(Busiest(meetings, task.working_days));
  std::map<std::string, v1::Meeting> wanted;
  for (const v1::MeetingUnit& unit : request.units()) {
    const v1::Meeting& meeting = meetings[unit.organisation()];
    wanted[meeting.name()] = meeting;
  }
  for (auto& [name, meeting] : wanted) *response.add_meetings() = std::move(meeting);
  return response;
}

}  // namespace congress::scheduling
