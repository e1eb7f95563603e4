// Assigning attendance and listing it.
#include <algorithm>
#include <map>
#include <set>

#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "services/scheduling/domain/attendance.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"
#include "services/scheduling/schedule.h"

namespace congress::scheduling {
namespace {

std::string AttendeesUnder(const std::string& congress) { return StrCat(congress, "/attendees/"); }

v1::Attendance ToAttendance(const v1::Attendee& attendee, const std::vector<v1::Meeting>& meetings) {
  std::vector<const v1::Meeting*> mine;
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.attendee().post() == attendee.post()) mine.push_back(&meeting);
  }
  std::sort(mine.begin(), mine.end(), [](const v1::Meeting* a, const v1::Meeting* b) {
    return std::make_pair(DaysOf(*a), a->name()) < std::make_pair(DaysOf(*b), b->name());
  });
  v1::Attendance attendance;
  *attendance.mutable_attendee() = attendee;
  attendance.set_load(static_cast<int>(mine.size()));
  for (const v1::Meeting* meeting : mine) {
    v1::AttendedMeeting* attended = attendance.add_meetings();
    attended->set_meeting(meeting->name());
    attended->set_organisation(meeting->organisation());
    attended->set_title(meeting->title());
    for (const absl::CivilDay day : DaysOf(*meeting)) *attended->add_dates() = civil::ToDate(day);
    attended->set_preferred(Prefers(attendee, *meeting));
  }
  return attendance;
}

v1::AssignAttendanceResponse Summarise(const std::vector<v1::Attendee>& attendees,
                                       const std::vector<v1::Meeting>& meetings) {
  v1::AssignAttendanceResponse response;
  response.set_least_load(static_cast<int>(meetings.size()));
  for (const v1::Attendee& attendee : attendees) {
    v1::Attendance* attendance = response.add_attendance();
    *attendance = ToAttendance(attendee, meetings);
    response.set_least_load(std::min(response.least_load(), attendance->load()));
    response.set_most_load(std::max(response.most_load(), attendance->load()));
    for (const v1::AttendedMeeting& meeting : attendance->meetings()) {
      response.set_preferred_count(response.preferred_count() + (meeting.preferred() ? 1 : 0));
    }
  }
  return response;
}

bool IsAttended(const v1::Meeting& meeting, const std::string& congress) {
  return meeting.congress() == congress && meeting.attended() && meeting.state() != v1::Meeting::CANCELLED;
}

}  // namespace

absl::StatusOr<v1::AssignAttendanceResponse> Schedule::Assign(rpc::Call& call,
                                                              const v1::AssignAttendanceRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  AttendanceTask task;
  task.wanted = call.wanted();
  task.attendees.assign(request.attendees().begin(), request.attendees().end());
  RETURN_IF_ERROR(CheckAttendees(task.attendees));
  std::sort(task.attendees.begin(), task.attendees.end(),
            [](const v1::Attendee& a, const v1::Attendee& b) { return a.post() < b.post(); });
  for (v1::Attendee& attendee : task.attendees) {
    attendee.set_name(AttendeeName(request.parent(), attendee.post()));
    attendee.set_organisation(std::string(auth::kProvince));
    attendee.clear_etag();
  }
  task.today = civil::Today(call.now());
  ASSIGN_OR_RETURN(task.meetings, MeetingsForDecision(call, [&](const v1::Meeting& meeting) {
                     return IsAttended(meeting, request.parent()) && meeting.state() != v1::Meeting::HELD &&
                            !meeting.slots().empty();
                   }));
  ASSIGN_OR_RETURN(const std::vector<int> chosen, AssignAttendees(task));

  RETURN_IF_ERROR(ReplaceAttendees(call, request.parent(), &task.attendees));
  std::vector<MeetingChange> changes;
  std::vector<v1::Meeting> meetings;
  int changed_count = 0;
  for (size_t i = 0; i < chosen.size(); ++i) {
    const v1::Meeting& before = task.meetings[i];
    const v1::Attendee& attendee = task.attendees[static_cast<size_t>(chosen[i])];
    v1::Meeting after = AssignMeeting(before, attendee.post(), attendee.title());
    changed_count += before.attendee().post() == attendee.post() ? 0 : 1;
    if (before.SerializeAsString() != after.SerializeAsString()) {
      *after.mutable_update_time() = civil::ToTimestamp(call.now());
      changes.push_back({before, after});
    }
    meetings.push_back(std::move(after));
  }
  RETURN_IF_ERROR(Book(call, changes));
  for (const MeetingChange& change : changes) kMeetings.Put(call, change.after);
  v1::AssignAttendanceResponse response = Summarise(task.attendees, meetings);
  response.set_changed_count(changed_count);
  return response;
}

absl::Status Schedule::ReplaceAttendees(rpc::Call& call, const std::string& congress,
                                        std::vector<v1::Attendee>* attendees) const {
  ASSIGN_OR_RETURN(const auto stored, LoadForDecision(call, kAttendees, AttendeesUnder(congress)));
  std::map<std::string, v1::Attendee> known;
  for (const v1::Attendee& attendee : stored) known[attendee.name()] = attendee;
  for (v1::Attendee& attendee : *attendees) {
    const auto found = known.find(attendee.name());
    if (found != known.end()) attendee.set_etag(found->second.etag());
    if (found == known.end() || found->second.SerializeAsString() != attendee.SerializeAsString()) {
      attendee = kAttendees.Put(call, attendee);
    }
    if (found != known.end()) known.erase(found);
  }
  for (const auto& [name, attendee] : known) kAttendees.Delete(call, name);
  return absl::OkStatus();
}

absl::StatusOr<v1::ListAttendanceResponse> Schedule::ListAttendance(rpc::Call& call,
                                                                    const v1::ListAttendanceRequest& request) const {
  ASSIGN_OR_RETURN(const auto page,
                   kAttendees.ListNaturally(call, AttendeesUnder(request.parent()), rpc::PageOf(request)));
  ASSIGN_OR_RETURN(auto meetings, kMeetings.LoadAll(call, "meetings/"));
  std::erase_if(meetings, [&](const v1::Meeting& meeting) { return !IsAttended(meeting, request.parent()); });
  v1::ListAttendanceResponse response;
  for (const v1::Attendee& attendee : page.items) *response.add_attendance() = ToAttendance(attendee, meetings);
  response.set_next_page_token(page.next_page_token);
  return response;
}

}  // namespace congress::scheduling
