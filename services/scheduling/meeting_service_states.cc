// What becomes of meetings, one by one and in series.
#include <algorithm>
#include <optional>
#include <set>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/series.h"
#include "services/scheduling/meeting_service.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"
#include "services/scheduling/schedule_releases.h"

namespace congress::scheduling {
namespace {

// Read → etag → decide. `decide` is `Meeting -> absl::StatusOr<Meeting>`.
template <class Request, class Decide>
absl::StatusOr<MeetingChange> Decided(rpc::Call& call, const Request& request, Decide decide) {
  ASSIGN_OR_RETURN(v1::Meeting before, kMeetings.Get(call, request.name()));
  if constexpr (requires { request.etag(); }) RETURN_IF_ERROR(kMeetings.CheckEtag(before, request.etag()));
  ASSIGN_OR_RETURN(v1::Meeting after, decide(before));
  return MeetingChange{std::move(before), std::move(after)};
}

// The same → book → stage.
template <class Request, class Decide>
absl::StatusOr<v1::Meeting> Turn(rpc::Call& call, const Request& request, Decide decide) {
  ASSIGN_OR_RETURN(const MeetingChange change, Decided(call, request, decide));
  return StoreMeeting(call, change);
}

v1::MeetingHeld HeldOf(const v1::HoldMeetingRequest& request) {
  v1::MeetingHeld held;
  held.set_name(request.name());
  *held.mutable_slots() = request.slots();
  *held.mutable_attendance() = request.attendance();
  held.set_minutes(request.minutes());
  return held;
}

bool IsOfSeries(const rpc::Call& call, const v1::Meeting& meeting, const std::string& series) {
  return meeting.series() == series && MayRead(call, meeting);
}

}  // namespace

absl::StatusOr<v1::Meeting> MeetingService::ReleaseMeeting(rpc::Call& call,
                                                           const v1::ReleaseMeetingRequest& request) const {
  return Turn(call, request, [&](const v1::Meeting& meeting) -> absl::StatusOr<v1::Meeting> {
    if (IsPlaced(meeting)) {
      return status::FailedPrecondition(v1::MEETING_OF_CONGRESS,
                                        {{"name", meeting.name()}, {"congress", meeting.congress()}});
    }
    // A congress that begins at noon, or what has a window, lies between those that were placed.
    if (IsOfSchedule(meeting)) RETURN_IF_ERROR(call.Require("scheduling.meetings.place", auth::kProvince));
    RETURN_IF_ERROR(CheckAnnounceable(call, meeting));
    return Release(meeting, "", DoerOf(call));
  });
}

absl::StatusOr<v1::Meeting> MeetingService::CancelMeeting(rpc::Call& call,
                                                          const v1::CancelMeetingRequest& request) const {
  return Turn(call, request, [&](const v1::Meeting& meeting) -> absl::StatusOr<v1::Meeting> {
    ASSIGN_OR_RETURN(v1::Meeting cancelled, Cancel(meeting, request.reason(), DoerOf(call)));
    RETURN_IF_ERROR(CheckAnnounced(call, {meeting, cancelled}));
    FreeCongress(call, meeting);
    return cancelled;
  });
}

absl::StatusOr<v1::Meeting> MeetingService::PostponeMeeting(rpc::Call& call,
                                                            const v1::PostponeMeetingRequest& request) const {
  ASSIGN_OR_RETURN(const MeetingChange change, Decided(call, request, [&](const v1::Meeting& meeting) {
                     return Postpone(meeting, request, DoerOf(call));
                   }));
  RETURN_IF_ERROR(CheckAnnounced(call, change));
  // What is put off leaves out days by its nature.
  RETURN_IF_ERROR(CheckPlace(call, change, request.reason()));
  return StoreBooked(call, change);
}

absl::StatusOr<v1::Meeting> MeetingService::HoldMeeting(rpc::Call& call, const v1::HoldMeetingRequest& request) const {
  return Turn(call, request, [&](const v1::Meeting& meeting) { return Hold(meeting, HeldOf(request), DoerOf(call)); });
}

absl::StatusOr<v1::BatchHoldMeetingsResponse> MeetingService::BatchHoldMeetings(
    rpc::Call& call, const v1::BatchHoldMeetingsRequest& request) const {
  status::Violations violations;
  std::set<std::string> names;
  for (int i = 0; i < request.entries_size(); ++i) {
    const std::string& name = request.entries(i).name();
    if (names.insert(name).second) continue;
    violations.Add(StrCat("entries[", i, "].name"), status::PlatformFault::REPEATED, {{"value", name}});
  }
  RETURN_IF_ERROR(violations.ToStatus());
  v1::BatchHoldMeetingsResponse response;
  status::Refusals refusals;
  for (int i = 0; i < request.entries_size(); ++i) {
    const v1::MeetingHeld& held = request.entries(i);
    auto done = Turn(call, held, [&](const v1::Meeting& meeting) { return Hold(meeting, held, DoerOf(call)); });
    RETURN_IF_ERROR(NoteEntry(i, done.status(), &refusals));
    if (done.ok()) *response.add_meetings() = *std::move(done);
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  return response;
}

absl::StatusOr<v1::Meeting> MeetingService::CorrectMeeting(rpc::Call& call,
                                                           const v1::CorrectMeetingRequest& request) const {
  return Turn(call, request, [&](const v1::Meeting& meeting) { return Correct(meeting, request, DoerOf(call)); });
}

absl::StatusOr<v1::CreateMeetingSeriesResponse> MeetingService::CreateMeetingSeries(
    rpc::Call& call, const v1::CreateMeetingSeriesRequest& request) const {
  status::Refusals malformed;
  RETURN_IF_ERROR(malformed.Note("", CheckSeries(request)));
  RETURN_IF_ERROR(malformed.Note("", CheckMeeting(request.meeting())));
  RETURN_IF_ERROR(malformed.ToStatus());
  RETURN_IF_ERROR(call.Require(request.meeting().organisation()));
  std::optional<WorkingDays> calendar;
  if (!request.meeting().calendar().empty()) {
    ASSIGN_OR_RETURN(const v1::Calendar stored, kCalendars.Load(call, request.meeting().calendar()));
    calendar.emplace(stored);
  }
  ASSIGN_OR_RETURN(Series series, Repeat(request, calendar.has_value() ? &*calendar : nullptr));
  ASSIGN_OR_RETURN(const auto known, MeetingsForDecision(call, [&](const v1::Meeting& meeting) {
                     return meeting.series() == request.series();
                   }));
  v1::CreateMeetingSeriesResponse response;
  status::Refusals refusals;
  for (size_t i = 0; i < series.meetings.size(); ++i) {
    auto made = MakeMeeting(call, std::move(series.meetings[i]), "");
    const absl::Status& refused = made.status();
    // What the meeting is in itself and who may make it is the same of all.
    if (absl::IsInvalidArgument(refused) || absl::IsPermissionDenied(refused)) return refused;
    RETURN_IF_ERROR(refusals.Note(StrCat("meetings[", i, "]"), refused));
    if (made.ok()) *response.add_meetings() = *std::move(made);
  }
  if (!known.empty()) refusals.Add("series", status::AlreadyExists("Meeting", known.front().name()));
  RETURN_IF_ERROR(refusals.ToStatus());
  response.mutable_moved()->Assign(series.moved.begin(), series.moved.end());
  return response;
}

absl::StatusOr<v1::CancelMeetingSeriesResponse> MeetingService::CancelMeetingSeries(
    rpc::Call& call, const v1::CancelMeetingSeriesRequest& request) const {
  ASSIGN_OR_RETURN(auto meetings, MeetingsForDecision(call, [&](const v1::Meeting& meeting) {
                     return IsOfSeries(call, meeting, request.series());
                   }));
  if (meetings.empty()) return status::NotFound("Meeting", request.series());
  std::sort(meetings.begin(), meetings.end(),
            [](const v1::Meeting& one, const v1::Meeting& other) { return DaysOf(one) < DaysOf(other); });
  v1::CancelMeetingSeriesResponse response;
  for (const v1::Meeting& meeting : meetings) {
    RETURN_IF_ERROR(call.Require(meeting.organisation()));
    const bool begun = !meeting.slots().empty() && DaysOf(meeting).front() < civil::FromDate(request.from_date());
    if (begun || !CheckOpen(meeting).ok()) continue;
    ASSIGN_OR_RETURN(v1::Meeting cancelled, Cancel(meeting, request.reason(), DoerOf(call)));
    ASSIGN_OR_RETURN(*response.add_meetings(), StoreMeeting(call, {meeting, std::move(cancelled)}));
  }
  return response;
}

}  // namespace congress::scheduling
