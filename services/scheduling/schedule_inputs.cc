#include "services/scheduling/schedule_inputs.h"

#include <algorithm>
#include <set>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/post_records.h"

namespace congress::scheduling {
namespace {

// Whether any of its days is the first that counts or one behind it; hours across midnight reach the next day.
bool ReachesInto(const v1::Meeting& meeting, absl::CivilDay from) {
  return std::any_of(meeting.slots().begin(), meeting.slots().end(),
                     [&](const v1::Slot& slot) { return civil::FromDate(slot.date()) + 1 >= from; });
}

}  // namespace

absl::StatusOr<ScheduleInput> LoadInput(rpc::Call& call, const std::string& congress, v1::SchedulePolicy policy,
                                        absl::CivilDay from, const std::vector<std::string>& wanted) {
  ScheduleInput input;
  input.policy = std::move(policy);
  input.from = from;
  const std::set<std::string_view> chosen(wanted.begin(), wanted.end());
  ASSIGN_OR_RETURN(auto meetings, kMeetings.LoadAll(call, "meetings/"));
  std::set<std::string> bodies = {input.policy.attending_body()};
  for (v1::Meeting& meeting : meetings) {
    const bool placed = meeting.congress() == congress && meeting.kind() == v1::Meeting::CONGRESS &&
                        (chosen.empty() || chosen.contains(meeting.name()));
    if (placed) {
      if (!meeting.approval_group().empty()) bodies.insert(meeting.approval_group());
      input.meetings.push_back(std::move(meeting));
    } else if (meeting.state() != v1::Meeting::CANCELLED && ReachesInto(meeting, from)) {
      input.others.push_back(std::move(meeting));
    }
  }
  ASSIGN_OR_RETURN(input.windows, kWindows.LoadAll(call, StrCat(congress, "/windows/")));
  std::set<std::string> calendars;
  for (const v1::Window& window : input.windows) calendars.insert(window.calendar());
  for (const std::string& name : calendars) {
    ASSIGN_OR_RETURN(v1::Calendar calendar, kCalendars.Load(call, name));
    input.calendars.push_back(std::move(calendar));
  }
  bodies.erase("");
  for (const std::string& body : bodies) {
    ASSIGN_OR_RETURN(auto members, kMemberships.LoadAll(call, StrCat(body, "/memberships/")));
    std::move(members.begin(), members.end(), std::back_inserter(input.memberships));
  }
  ASSIGN_OR_RETURN(input.posts, kPosts.LoadAll(call, "organisations/"));
  ASSIGN_OR_RETURN(input.rooms, kRooms.LoadAll(call, "organisations/"));
  input.kind_of = [&call](const std::string& name) {
    const directory::Organisation* known = call.Known(name);
    return known == nullptr ? std::string() : known->kind;
  };
  return input;
}

}  // namespace congress::scheduling
