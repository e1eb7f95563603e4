// Putting the schedule of a run in place.
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "services/scheduling/approval_schedule.h"
#include "services/scheduling/bookings.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/schedule_runs.h"

namespace congress::scheduling {

absl::Status ScheduleRuns::PlaceAll(rpc::Call& call, const v1::ScheduleRun& run) const {
  std::vector<MeetingChange> changes;
  for (const v1::ScheduleRun::Placement& placement : run.placements()) {
    ASSIGN_OR_RETURN(v1::Meeting before, kMeetings.Load(call, placement.meeting()));
    std::vector<absl::CivilDay> days;
    for (const auto& date : placement.dates()) days.push_back(civil::FromDate(date));
    v1::Meeting after = MoveMeeting(before, before.window(), days);
    if (!placement.attendee().empty()) {
      ASSIGN_OR_RETURN(const v1::Post post, kPosts.Load(call, placement.attendee()));
      after = AssignMeeting(std::move(after), post.name(), post.title());
    }
    SettlePlanned(before, &after);
    if (before.SerializeAsString() == after.SerializeAsString()) continue;
    *after.mutable_update_time() = civil::ToTimestamp(call.now());
    changes.push_back({std::move(before), std::move(after)});
  }
  RETURN_IF_ERROR(PlaceApprovals(call, run, &changes));
  RETURN_IF_ERROR(Book(call, changes));
  for (MeetingChange& change : changes) kMeetings.Put(call, std::move(change.after));
  return absl::OkStatus();
}

}  // namespace congress::scheduling
