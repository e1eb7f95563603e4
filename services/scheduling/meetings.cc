#include "services/scheduling/meetings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/imports/import.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"

namespace congress::scheduling {
namespace {

constexpr size_t kMostTold = 1000;
constexpr char kPlace[] = "scheduling.meetings.place";
constexpr char kBook[] = "scheduling.posts.book";

// The posts that have to be there.
std::set<std::string> Needed(const v1::Meeting& meeting) {
  std::set<std::string> posts;
  if (meeting.has_attendee()) posts.insert(meeting.attendee().post());
  for (const v1::Participant& participant : meeting.participants()) {
    if (participant.role() != v1::Participant::INVITED) posts.insert(participant.post());
  }
  return posts;
}

bool ChangesTheSchedule(const v1::Meeting& before, const v1::Meeting& after) {
  return before.pinned() != after.pinned() || before.attended() != after.attended() ||
         before.window() != after.window() || before.approval_group() != after.approval_group() ||
         before.attendee().post() != after.attendee().post() || before.attendee().title() != after.attendee().title();
}

// Within what a run may move it.
std::string LeewayOf(const v1::Meeting& meeting) {
  v1::Meeting leeway;
  leeway.set_days(meeting.days());
  if (meeting.has_earliest()) *leeway.mutable_earliest() = meeting.earliest();
  if (meeting.has_latest()) *leeway.mutable_latest() = meeting.latest();
  *leeway.mutable_unavailable_dates() = meeting.unavailable_dates();
  return leeway.SerializeAsString();
}

absl::Status CheckRoomFor(rpc::Call& call, const MeetingChange& change) {
  const v1::Meeting& after = change.after;
  const bool moved = change.before.room() != after.room() || !SameSlots(change.before.slots(), after.slots());
  const int participants = after.participants_size() + (after.has_attendee() ? 1 : 0);
  const bool grows = participants > change.before.participants_size() + (change.before.has_attendee() ? 1 : 0);
  if (after.room().empty() || (!moved && !grows)) return absl::OkStatus();
  // Rooms of the province are for all.
  ASSIGN_OR_RETURN(const v1::Room room, change.before.room() == after.room() ? kRooms.Load(call, after.room())
                                                                             : kRooms.ReadShared(call, after.room()));
  if (room.capacity() > 0 && participants > room.capacity()) {
    return status::FailedPrecondition(
        v1::ROOM_FULL,
        {{"room", room.name()}, {"capacity", StrCat(room.capacity())}, {"participants", StrCat(participants)}});
  }
  if (!moved) return absl::OkStatus();
  for (const absl::CivilDay day : DaysOf(after)) {
    const v1::Room::Closure* closure = ClosureOf(room, day);
    if (closure == nullptr) continue;
    return status::FailedPrecondition(
        v1::ROOM_CLOSED, {{"room", room.name()}, {"date", civil::Format(day)}, {"why", closure->reason()}});
  }
  return absl::OkStatus();
}

absl::Status CheckDaysOf(rpc::Call& call, const MeetingChange& change, std::string_view reason) {
  const v1::Meeting& after = change.after;
  if (SameSlots(change.before.slots(), after.slots()) && change.before.window() == after.window() &&
      change.before.calendar() == after.calendar()) {
    return absl::OkStatus();
  }
  if (!after.window().empty()) {
    ASSIGN_OR_RETURN(const v1::Window window, kWindows.Load(call, after.window()));
    ASSIGN_OR_RETURN(const v1::Calendar calendar, kCalendars.Load(call, window.calendar()));
    return CheckDays(after, window, WorkingDays(calendar), reason);
  }
  if (after.calendar().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::Calendar calendar, kCalendars.Load(call, after.calendar()));
  return CheckDays(after, WorkingDays(calendar), reason);
}

absl::Status CheckBefore(rpc::Call& call, const MeetingChange& change) {
  const auto& had = change.before.after();
  const auto& wanted = change.after.after();
  if (std::equal(had.begin(), had.end(), wanted.begin(), wanted.end())) return absl::OkStatus();
  for (const std::string& name : wanted) {
    if (name != change.after.name()) RETURN_IF_ERROR(ReadMeeting(call, name).status());
  }
  return CheckOrder(change.after, [&](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
    const auto other = kMeetings.Load(call, name);
    if (absl::IsNotFound(other.status())) return std::vector<std::string>();
    RETURN_IF_ERROR(other.status());
    return std::vector<std::string>(other->after().begin(), other->after().end());
  });
}

std::string ClaimName(const v1::Meeting& meeting) {
  return StrCat(meeting.congress(), "/", meeting.organisation(), "/meeting");
}

}  // namespace

Doer DoerOf(const rpc::Call& call) {
  return {.account = call.principal().Account(), .person = call.principal().person, .now = call.now()};
}

std::string OrganisationOf(std::string_view name) {
  const size_t collection = name.find('/', name.find('/') + 1);
  return std::string(name.substr(0, collection));
}

bool MayRead(const rpc::Call& call, const v1::Meeting& meeting, std::string_view permission) {
  if (call.Holds(permission, meeting.organisation())) return true;
  const std::vector<std::string> posts = PostsOf(meeting);
  return std::any_of(posts.begin(), posts.end(),
                     [&](const std::string& post) { return call.Holds(permission, OrganisationOf(post)); });
}

v1::Meeting ForReader(const rpc::Call& call, v1::Meeting meeting) {
  if (call.Holds(kReadMeetings, meeting.organisation())) return meeting;
  const auto hide = [&](v1::Participant* participant) {
    if (!call.Holds(kReadMeetings, OrganisationOf(participant->post()))) participant->clear_reply_note();
  };
  for (v1::Participant& participant : *meeting.mutable_participants()) hide(&participant);
  if (meeting.has_attendee()) hide(meeting.mutable_attendee());
  return meeting;
}

absl::StatusOr<v1::Meeting> ReadMeeting(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(v1::Meeting meeting, kMeetings.Load(call, name));
  if (!MayRead(call, meeting)) return status::NotFound("Meeting", name);
  call.Filtered();
  return meeting;
}

absl::Status CheckPosts(rpc::Call& call, const MeetingChange& change) {
  const std::set<std::string> had = Needed(change.before);
  for (const std::string& post : Needed(change.after)) {
    if (!had.contains(post)) RETURN_IF_ERROR(call.Require(kBook, OrganisationOf(post)));
  }
  return absl::OkStatus();
}

absl::Status CheckRights(rpc::Call& call, const MeetingChange& change) {
  if (ChangesTheSchedule(change.before, change.after)) RETURN_IF_ERROR(call.Require(kPlace, auth::kProvince));
  RETURN_IF_ERROR(CheckAnnounced(call, change));
  return CheckPosts(call, change);
}

bool IsOfSchedule(const v1::Meeting& meeting) {
  return !meeting.window().empty() || meeting.kind() == v1::Meeting::CONGRESS;
}

absl::Status CheckAnnounced(rpc::Call& call, const MeetingChange& change) {
  const v1::Meeting& before = change.before;
  const v1::Meeting& after = change.after;
  if (!before.has_released() || !IsOfSchedule(before)) return absl::OkStatus();
  const bool goes_on = after.state() != v1::Meeting::CANCELLED && after.state() != v1::Meeting::POSTPONED;
  const bool stays = SameSlots(before.slots(), after.slots()) && before.room() == after.room();
  if (goes_on && stays && LeewayOf(before) == LeewayOf(after)) return absl::OkStatus();
  return call.Require(kPlace, auth::kProvince);
}

absl::Status CheckGround(rpc::Call& call, const MeetingChange& change, std::string_view reason) {
  status::Refusals refusals;
  for (const auto& [field, checked] :
       {std::pair("meeting.slots", CheckDaysOf(call, change, reason)),
        std::pair("meeting.room", CheckRoomFor(call, change)), std::pair("meeting.after", CheckBefore(call, change))}) {
    if (!checked.ok() && !imports::IsOfRow(checked)) return checked;
    if (!checked.ok()) refusals.Add(field, checked);
  }
  return refusals.ToStatus();
}

absl::StatusOr<v1::Meeting> StoreMeeting(rpc::Call& call, const MeetingChange& change) {
  RETURN_IF_ERROR(Book(call, {change}));
  v1::Meeting meeting = change.after;
  *meeting.mutable_update_time() = civil::ToTimestamp(call.now());
  return kMeetings.Put(call, std::move(meeting));
}

absl::StatusOr<v1::Meeting> MakeMeeting(rpc::Call& call, v1::Meeting meeting, const std::string& reason) {
  RETURN_IF_ERROR(CheckMeeting(meeting));
  RETURN_IF_ERROR(call.Require(meeting.organisation()));
  ASSIGN_OR_RETURN(const bool exists, kMeetings.Exists(call, meeting.name()));
  if (exists) return status::AlreadyExists("Meeting", meeting.name());
  meeting.set_state(v1::Meeting::PLANNED);
  AddNote(v1::Meeting::State_Name(meeting.state()), DoerOf(call), reason, meeting.mutable_notes());
  const MeetingChange change{{}, meeting};
  RETURN_IF_ERROR(CheckRights(call, change));
  RETURN_IF_ERROR(CheckGround(call, change, reason));
  if (meeting.kind() == v1::Meeting::CONGRESS) {
    RETURN_IF_ERROR(RequireCommittee(call, meeting.organisation()));
    RETURN_IF_ERROR(ClaimCongress(call, meeting));
  }
  RETURN_IF_ERROR(Book(call, {change}));
  *meeting.mutable_create_time() = civil::ToTimestamp(call.now());
  *meeting.mutable_update_time() = meeting.create_time();
  return kMeetings.Put(call, std::move(meeting));
}

absl::Status NoteEntry(int index, absl::Status failed, status::Refusals* refusals) {
  if (!imports::IsOfRow(failed)) return failed;
  google::rpc::ErrorInfo info;
  if (status::Detail(failed, &info)) {
    (*info.mutable_metadata())["index"] = StrCat(index);
    status::Attach(failed, info);
  }
  refusals->Add(StrCat("entries[", index, "]"), failed);
  return absl::OkStatus();
}

absl::Status RequireCommittee(rpc::Call& call, const std::string& organisation) {
  RETURN_IF_ERROR(call.RequireKnown(organisation));
  const directory::Organisation* known = call.Known(organisation);
  if (known == nullptr || known->IsCommittee()) return absl::OkStatus();
  return status::FailedPrecondition(status::PlatformReason::ORGANISATION_NO_COMMITTEE,
                                    {{"organisation", organisation}});
}

absl::Status ClaimCongress(rpc::Call& call, const v1::Meeting& meeting) {
  v1::CongressMeeting claim;
  claim.set_name(ClaimName(meeting));
  ASSIGN_OR_RETURN(claim, kCongressMeetings.LoadOr(call, std::move(claim)));
  if (!claim.meeting().empty() && claim.meeting() != meeting.name()) {
    return status::FailedPrecondition(
        v1::MEETING_EXISTS,
        {{"congress", meeting.congress()}, {"organisation", meeting.organisation()}, {"meeting", claim.meeting()}});
  }
  claim.set_meeting(meeting.name());
  kCongressMeetings.Put(call, std::move(claim));
  return absl::OkStatus();
}

void FreeCongress(rpc::Call& call, const v1::Meeting& meeting) {
  if (meeting.kind() == v1::Meeting::CONGRESS) kCongressMeetings.Delete(call, ClaimName(meeting));
}

void AddHit(const rpc::Call& call, const v1::Meeting& meeting, v1::Affected affected, Hits* hits) {
  AddHit(MayRead(call, meeting), meeting.name(), std::move(affected), hits);
}

void AddHit(bool readable, const std::string& resource, v1::Affected affected, Hits* hits) {
  if (hits->first.empty() || (readable && hits->told.empty())) hits->first = resource;
  ++hits->count;
  if (readable && hits->told.size() < kMostTold) hits->told.push_back(std::move(affected));
}

}  // namespace congress::scheduling
