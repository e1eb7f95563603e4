#include "services/scheduling/meetings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/domain/calendar_entries.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/post_records.h"

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
  status::Refusals refusals;
  for (int i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == change.after.name()) continue;
    RETURN_IF_ERROR(refusals.Note(StrCat("meeting.after[", i, "]"), ReadMeeting(call, wanted[i]).status()));
  }
  const auto after_of = [&](const std::string& name) -> absl::StatusOr<std::vector<std::string>> {
    const auto other = kMeetings.Load(call, name);
    if (absl::IsNotFound(other.status())) return std::vector<std::string>();
    RETURN_IF_ERROR(other.status());
    return std::vector<std::string>(other->after().begin(), other->after().end());
  };
  RETURN_IF_ERROR(refusals.Note("", CheckOrder(change.after, after_of)));
  return refusals.ToStatus();
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

absl::StatusOr<std::set<std::string>> OwnPosts(rpc::Call& call) {
  std::set<std::string> own;
  const std::string& person = call.principal().person;
  if (person.empty()) return own;
  ASSIGN_OR_RETURN(const auto posts, kPosts.LoadAll(call, "organisations/"));
  for (const v1::Post& post : posts) {
    if (HolderOn(post, civil::Today(call.now())) == person) own.insert(post.name());
  }
  return own;
}

bool InvolvesOneOf(const v1::Meeting& meeting, const std::set<std::string>& posts) {
  if (posts.empty()) return false;
  const std::vector<std::string> all = PostsOf(meeting);
  return std::any_of(all.begin(), all.end(), [&](const std::string& post) { return posts.contains(post); });
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
  call.Filtered();
  if (MayRead(call, meeting)) return meeting;
  ASSIGN_OR_RETURN(const auto own, OwnPosts(call));
  if (!InvolvesOneOf(meeting, own)) return status::NotFound("Meeting", name);
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
  RETURN_IF_ERROR(refusals.Note("meeting.slots", CheckDaysOf(call, change, reason)));
  RETURN_IF_ERROR(refusals.Note("meeting.room", CheckRoomFor(call, change)));
  RETURN_IF_ERROR(refusals.Note("", CheckBefore(call, change)));
  return refusals.ToStatus();
}

absl::Status CheckPlace(rpc::Call& call, const MeetingChange& change, std::string_view reason) {
  status::Refusals refusals;
  RETURN_IF_ERROR(refusals.Note("", CheckGround(call, change, reason)));
  RETURN_IF_ERROR(refusals.Note("", Book(call, {change})));
  return refusals.ToStatus();
}

absl::StatusOr<v1::Meeting> StoreMeeting(rpc::Call& call, const MeetingChange& change) {
  RETURN_IF_ERROR(Book(call, {change}));
  return StoreBooked(call, change);
}

absl::StatusOr<v1::Meeting> StoreBooked(rpc::Call& call, const MeetingChange& change) {
  v1::Meeting meeting = change.after;
  *meeting.mutable_update_time() = civil::ToTimestamp(call.now());
  return kMeetings.Put(call, std::move(meeting));
}

absl::StatusOr<v1::Meeting> MakeMeeting(rpc::Call& call, v1::Meeting meeting, const std::string& reason) {
  RETURN_IF_ERROR(CheckMeeting(meeting));
  RETURN_IF_ERROR(call.Require(meeting.organisation()));
  const MeetingChange change{{}, meeting};
  RETURN_IF_ERROR(CheckRights(call, change));
  status::Refusals refusals;
  ASSIGN_OR_RETURN(const bool exists, kMeetings.Exists(call, meeting.name()));
  if (exists) refusals.Add("meeting_id", status::AlreadyExists("Meeting", meeting.name()));
  meeting.set_state(v1::Meeting::PLANNED);
  AddNote(v1::Meeting::State_Name(meeting.state()), DoerOf(call), reason, meeting.mutable_notes());
  RETURN_IF_ERROR(refusals.Note("", CheckPlace(call, change, reason)));
  if (meeting.kind() == v1::Meeting::CONGRESS) {
    RETURN_IF_ERROR(refusals.Note("meeting.organisation", RequireCommittee(call, meeting.organisation())));
    RETURN_IF_ERROR(refusals.Note("meeting.congress", ClaimCongress(call, meeting)));
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  v1::DeletedMeeting deleted;
  deleted.set_name(meeting.name());
  ASSIGN_OR_RETURN(deleted, kDeletedMeetings.LoadOr(call, std::move(deleted)));
  if (deleted.has_meeting()) {
    // Under the same UID again, so that calendars take it for newer than its cancellation.
    GoOnFrom(deleted.meeting(), &meeting);
    // Until this one is shown, they show that the other is cancelled.
    if (IsShownToPosts(meeting)) kDeletedMeetings.Delete(call, deleted.name());
  }
  *meeting.mutable_create_time() = civil::ToTimestamp(call.now());
  *meeting.mutable_update_time() = meeting.create_time();
  return kMeetings.Put(call, std::move(meeting));
}

absl::Status EraseMeeting(rpc::Call& call, const v1::Meeting& meeting) {
  v1::Meeting nothing;
  nothing.set_name(meeting.name());
  RETURN_IF_ERROR(Book(call, {{meeting, nothing}}));
  FreeCongress(call, meeting);
  if (IsShownToPosts(meeting) && (!EntriesOf(meeting).empty() || meeting.departures_size() > 0)) {
    v1::DeletedMeeting deleted;
    deleted.set_name(meeting.name());
    *deleted.mutable_meeting() = AsDeleted(meeting);
    *deleted.mutable_meeting()->mutable_update_time() = civil::ToTimestamp(call.now());
    kDeletedMeetings.Put(call, std::move(deleted));
  }
  kMeetings.Delete(call, meeting.name());
  return absl::OkStatus();
}

absl::Status NoteEntry(int index, absl::Status failed, status::Refusals* refusals) {
  google::rpc::ErrorInfo info;
  if (status::Detail(failed, &info)) {
    (*info.mutable_metadata())["index"] = StrCat(index);
    status::Attach(failed, info);
  }
  return refusals->Note(StrCat("entries[", index, "]"), failed);
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
