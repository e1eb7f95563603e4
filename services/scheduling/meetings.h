// What every call about meetings does alike: who may read one, who may put what into one, and how one is stored.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/scheduling/v1/affected.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "platform/rpc/call.h"
#include "platform/status/status.h"
#include "services/scheduling/bookings.h"
#include "services/scheduling/domain/doer.h"
#include "services/scheduling/meeting_records.h"

namespace congress::scheduling {

Doer DoerOf(const rpc::Call& call);

// `organisations/o` of `organisations/o/posts/p` and of `organisations/o/rooms/r`.
std::string OrganisationOf(std::string_view name);

// Whether the caller may read the meeting, or holds another permission for it: at its organisation or at that of a post
// that takes part.
bool MayRead(const rpc::Call& call, const v1::Meeting& meeting, std::string_view permission = kReadMeetings);
// The posts that the caller holds today, whatever the caller may read of posts; none for who is no person.
absl::StatusOr<std::set<std::string>> OwnPosts(rpc::Call& call);
// Whether one of the posts takes part: who is invited may read the meeting.
bool InvolvesOneOf(const v1::Meeting& meeting, const std::set<std::string>& posts);
// As the caller may see it: who reads only for a post sees no remarks of others.
v1::Meeting ForReader(const rpc::Call& call, v1::Meeting meeting);
// For who may read it, and who holds a post that takes part. NOT_FOUND `RESOURCE_NOT_FOUND` alike when it is missing or
// may not be read.
absl::StatusOr<v1::Meeting> ReadMeeting(rpc::Call& call, const std::string& name);

// Every meeting that `wanted` lets pass, for a decision that stands on all of them: each must still be the same at the
// commit. Without authorisation.
template <class Wanted>
absl::StatusOr<std::vector<v1::Meeting>> MeetingsForDecision(rpc::Call& call, Wanted wanted) {
  ASSIGN_OR_RETURN(std::vector<v1::Meeting> all, kMeetings.LoadAll(call, "meetings/"));
  std::erase_if(all, [&](const v1::Meeting& meeting) { return !wanted(meeting); });
  for (v1::Meeting& meeting : all) {
    ASSIGN_OR_RETURN(meeting, kMeetings.Load(call, meeting.name()));
  }
  return all;
}

// PERMISSION_DENIED `PERMISSION_MISSING` unless the caller may put the posts that the change newly books into a
// meeting: `scheduling.posts.book` at the organisation of each.
absl::Status CheckPosts(rpc::Call& call, const MeetingChange& change);

// PERMISSION_DENIED `PERMISSION_MISSING` unless the caller may make the change: what concerns the whole schedule
// demands `scheduling.meetings.place` at the province. CheckPosts.
absl::Status CheckRights(rpc::Call& call, const MeetingChange& change);

// PERMISSION_DENIED `PERMISSION_MISSING` unless the caller may make the change of what was announced with the whole
// schedule: days, place or whether it is held at all are then for who places meetings at the province.
absl::Status CheckAnnounced(rpc::Call& call, const MeetingChange& change);

// Holds the change against what it stands on: window, calendar, room, the meetings that come before. `reason`: why days
// are left out.
absl::Status CheckGround(rpc::Call& call, const MeetingChange& change, std::string_view reason);

// CheckGround and Book, with all that both refuse.
absl::Status CheckPlace(rpc::Call& call, const MeetingChange& change, std::string_view reason);

// Books for the change and stages the meeting as it is then.
absl::StatusOr<v1::Meeting> StoreMeeting(rpc::Call& call, const MeetingChange& change);
// The same for a change that is booked.
absl::StatusOr<v1::Meeting> StoreBooked(rpc::Call& call, const MeetingChange& change);

// A new meeting with all that is checked of one, and all that is refused of it in itself or, then, where it stands.
// Demands the call's permission at its organisation.
absl::StatusOr<v1::Meeting> MakeMeeting(rpc::Call& call, v1::Meeting meeting, const std::string& reason);

// Takes the meeting away, with what it has booked; calendars that showed it are told.
absl::Status EraseMeeting(rpc::Call& call, const v1::Meeting& meeting);

// Notes the failure of one entry of a batch, saying which. What is no refusal of the entry is returned.
absl::Status NoteEntry(int index, absl::Status failed, status::Refusals* refusals);

// Whether it is announced for the province: a congress, and what has a window.
bool IsOfSchedule(const v1::Meeting& meeting);

// FAILED_PRECONDITION `ORGANISATION_NO_COMMITTEE`.
absl::Status RequireCommittee(rpc::Call& call, const std::string& organisation);

// The meeting is the congress of its organisation from now on. FAILED_PRECONDITION `MEETING_EXISTS`.
absl::Status ClaimCongress(rpc::Call& call, const v1::Meeting& meeting);
// It is so no more.
void FreeCongress(rpc::Call& call, const v1::Meeting& meeting);

// What a change hits, told as far as the caller may read it.
struct Hits {
  std::vector<v1::Affected> told;
  int count = 0;
  // The first, or the first that the caller may read.
  std::string first;
};
void AddHit(bool readable, const std::string& resource, v1::Affected affected, Hits* hits);
void AddHit(const rpc::Call& call, const v1::Meeting& meeting, v1::Affected affected, Hits* hits);
template <class Response>
void TellHits(const Hits& hits, Response* response) {
  response->set_affected_count(hits.count);
  for (const v1::Affected& affected : hits.told) *response->add_affected() = affected;
}

}  // namespace congress::scheduling
