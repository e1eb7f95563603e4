// Placing meetings and changing one.
#include <map>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/placement.h"
#include "services/scheduling/domain/window.h"
#include "services/scheduling/records.h"
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

using Meetings = std::map<std::string, v1::Meeting>;

// Splits the units into those whose meeting is pinned and those to place, and counts the meetings that stay.
PlacementTask ToTask(const v1::PlaceMeetingsRequest& request, const Meetings& existing,
                     std::vector<const v1::MeetingUnit*>* to_place) {
  PlacementTask task;
  task.most_per_day = request.most_per_day();
  Meetings staying = existing;
  for (const v1::MeetingUnit& unit : request.units()) {
    const std::string name = MeetingName(request.parent(), unit.organisation());
    const auto known = existing.find(name);
    if (known != existing.end() && known->second.pinned()) continue;
    staying.erase(name);
    to_place->push_back(&unit);
    task.units.push_back(ToPlace(unit));
  }
  for (const auto& [name, meeting] : staying) {
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

}  // namespace

absl::StatusOr<v1::PlaceMeetingsResponse> Schedule::Place(rpc::Call& call,
                                                          const v1::PlaceMeetingsRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  if (!request.window().starts_with(request.parent() + "/")) {
    status::Violations violations;
    violations.Add("window", v1::OF_OTHER_CONGRESS);
    return violations.ToStatus();
  }
  ASSIGN_OR_RETURN(v1::Window window, windows_.Load(call, request.window()));
  RETURN_IF_ERROR(CheckUnits(request, window));
  ASSIGN_OR_RETURN(const v1::Calendar calendar, calendars_.Load(call, window.calendar()));
  ASSIGN_OR_RETURN(const auto stored, LoadForDecision(call, meetings_, request.parent() + "/meetings/"));
  Meetings meetings;
  for (const v1::Meeting& meeting : stored) meetings[meeting.name()] = meeting;

  std::vector<const v1::MeetingUnit*> units;
  PlacementTask task = ToTask(request, meetings, &units);
  task.wanted = call.wanted();
  ASSIGN_OR_RETURN(task.working_days, WorkingDays(calendar).Within(civil::FromDate(window.first_day()),
                                                                   civil::FromDate(window.last_day())));
  ASSIGN_OR_RETURN(const auto days, PlaceUnits(task));

  v1::PlaceMeetingsResponse response;
  response.set_pinned_count(request.units_size() - static_cast<int>(units.size()));
  std::vector<MeetingChange> changes;
  for (size_t i = 0; i < units.size(); ++i) {
    const auto known = meetings.find(MeetingName(request.parent(), units[i]->organisation()));
    const bool is_new = known == meetings.end();
    v1::Meeting before = is_new ? v1::Meeting() : known->second;
    v1::Meeting after = is_new ? NewMeeting(request.parent(), *units[i]) : before;
    if (!units[i]->travel_area().empty()) after.set_travel_area(units[i]->travel_area());
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
  RETURN_IF_ERROR(bookings_.Apply(call, request.parent(), changes));
  for (const MeetingChange& change : changes) meetings[change.after.name()] = meetings_.Put(call, change.after);
  if (!changes.empty()) {
    // Two placements in one window collide here, so that they cannot fill a day twice.
    *window.mutable_placement_time() = civil::ToTimestamp(call.now());
    windows_.Put(call, std::move(window));
  }

  response.set_busiest_count(Busiest(meetings, task.working_days));
  std::map<std::string, v1::Meeting> wanted;
  for (const v1::MeetingUnit& unit : request.units()) {
    const std::string name = MeetingName(request.parent(), unit.organisation());
    wanted[name] = meetings[name];
  }
  for (auto& [name, meeting] : wanted) *response.add_meetings() = std::move(meeting);
  return response;
}

absl::Status Schedule::CheckNewDays(rpc::Call& call, const v1::Meeting& meeting) const {
  ASSIGN_OR_RETURN(const v1::Window window, windows_.Load(call, meeting.window()));
  ASSIGN_OR_RETURN(const v1::Calendar calendar, calendars_.Load(call, window.calendar()));
  return CheckDays(meeting, window, WorkingDays(calendar));
}

absl::StatusOr<v1::Meeting> Schedule::Update(rpc::Call& call, const v1::UpdateMeetingRequest& request) const {
  const v1::Meeting& patch = request.meeting();
  RETURN_IF_ERROR(RequireName(patch.name(), "meeting.name"));
  return meetings_.Mutate(call, patch.name(), EtagOf(request, patch),
                          [&](const v1::Meeting& before) -> absl::StatusOr<v1::Meeting> {
                            v1::Meeting after = before;
                            RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &after));
                            ASSIGN_OR_RETURN(after, AmendMeeting(before, std::move(after)));
                            if (DaysOf(before) != DaysOf(after)) RETURN_IF_ERROR(CheckNewDays(call, after));
                            const std::string congress = before.name().substr(0, before.name().find("/meetings/"));
                            RETURN_IF_ERROR(bookings_.Apply(call, congress, {{before, after}}));
                            *after.mutable_update_time() = civil::ToTimestamp(call.now());
                            return after;
                          });
}

}  // namespace congress::scheduling
