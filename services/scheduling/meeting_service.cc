// Meetings made, read, changed, answered.
#include "services/scheduling/meeting_service.h"

#include <algorithm>

#include "platform/civil/civil.h"
#include "platform/imports/import.h"
#include "platform/rpc/field_mask.h"
#include "platform/text/order.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/post.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/records.h"

namespace congress::scheduling {
namespace {

constexpr char kReply[] = "scheduling.posts.reply";

bool Matches(const rpc::Call& call, const v1::Meeting& meeting, const v1::ListMeetingsRequest& request) {
  const std::vector<absl::CivilDay> days = DaysOf(meeting);
  const bool any_day = !request.has_first_day() && !request.has_last_day();
  const bool in_range = any_day || std::any_of(days.begin(), days.end(), [&](absl::CivilDay day) {
                          return (!request.has_first_day() || day >= civil::FromDate(request.first_day())) &&
                                 (!request.has_last_day() || day <= civil::FromDate(request.last_day()));
                        });
  const auto is = [](const std::string& has, const std::string& asked) { return asked.empty() || has == asked; };
  return in_range && call.IsOf(meeting.organisation(), request.organisation()) &&
         is(meeting.congress(), request.congress()) && is(meeting.room(), request.room()) &&
         is(meeting.series(), request.series()) && is(meeting.travel_area(), request.travel_area()) &&
         (request.kind() == v1::Meeting::KIND_UNSPECIFIED || meeting.kind() == request.kind()) &&
         (request.state() == v1::Meeting::STATE_UNSPECIFIED || meeting.state() == request.state()) &&
         (request.post().empty() || Involves(meeting, request.post()));
}

absl::StatusOr<v1::Meeting> Change(rpc::Call& call, const v1::Meeting& before, const v1::Meeting& patch,
                                   const google::protobuf::FieldMask& mask, const std::string& reason) {
  MeetingChange change{before, before};
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, mask, patch, &change.after));
  ASSIGN_OR_RETURN(change.after, AmendMeeting(before, std::move(change.after), DoerOf(call), reason));
  RETURN_IF_ERROR(CheckRights(call, change));
  RETURN_IF_ERROR(CheckPlace(call, change, reason));
  return StoreBooked(call, change);
}

}  // namespace

absl::StatusOr<v1::Meeting> MeetingService::CreateMeeting(rpc::Call& call,
                                                          const v1::CreateMeetingRequest& request) const {
  v1::Meeting meeting = request.meeting();
  meeting.set_name(StrCat("meetings/", request.meeting_id()));
  return MakeMeeting(call, std::move(meeting), request.reason());
}

absl::StatusOr<v1::BatchCreateMeetingsResponse> MeetingService::BatchCreateMeetings(
    rpc::Call& call, const v1::BatchCreateMeetingsRequest& request) const {
  v1::BatchCreateMeetingsResponse response;
  status::Refusals refusals;
  for (int i = 0; i < request.entries_size(); ++i) {
    const v1::MeetingEntry& entry = request.entries(i);
    v1::Meeting meeting = entry.meeting();
    meeting.set_name(StrCat("meetings/", entry.meeting_id()));
    auto made = MakeMeeting(call, std::move(meeting), entry.reason());
    RETURN_IF_ERROR(NoteEntry(i, made.status(), &refusals));
    if (made.ok()) *response.add_meetings() = *std::move(made);
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  return response;
}

absl::StatusOr<tables::v1::ImportResult> MeetingService::ImportMeetings(
    rpc::Call& call, const v1::ImportMeetingsRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request.sheet(), ""));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  const auto create = [&](const std::string& id, const v1::Meeting& meeting) -> absl::StatusOr<v1::Meeting> {
    v1::CreateMeetingRequest one;
    one.set_meeting_id(id);
    *one.mutable_meeting() = meeting;
    RETURN_IF_ERROR(rpc::CheckFields(&one));
    return CreateMeeting(call, one);
  };
  const auto update = [&](const v1::Meeting& before, const v1::Meeting& patch,
                          const google::protobuf::FieldMask& mask) -> absl::Status {
    RETURN_IF_ERROR(call.Require("scheduling.meetings.update", before.organisation()));
    return Change(call, before, patch, mask, "").status();
  };
  return imports::Import(call, kMeetings, "meetings/", table, request.validate_only(), create, update,
                         [](const v1::Meeting&) { return absl::OkStatus(); });
}

absl::StatusOr<v1::Meeting> MeetingService::GetMeeting(rpc::Call& call, const v1::GetMeetingRequest& request) const {
  ASSIGN_OR_RETURN(v1::Meeting meeting, ReadMeeting(call, request.name()));
  return ForReader(call, std::move(meeting));
}

absl::StatusOr<v1::ListMeetingsResponse> MeetingService::ListMeetings(rpc::Call& call,
                                                                      const v1::ListMeetingsRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto meetings, kMeetings.LoadAll(call, "meetings/"));
  ASSIGN_OR_RETURN(const auto own, OwnPosts(call));
  std::erase_if(meetings, [&](const v1::Meeting& meeting) {
    return !Matches(call, meeting, request) || !(MayRead(call, meeting) || InvolvesOneOf(meeting, own));
  });
  std::sort(meetings.begin(), meetings.end(), [](const v1::Meeting& one, const v1::Meeting& other) {
    return text::NaturalKey(one.name()) < text::NaturalKey(other.name());
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), meetings.size()));
  v1::ListMeetingsResponse answer;
  for (size_t i = slice.begin; i < slice.end; ++i) *answer.add_meetings() = ForReader(call, std::move(meetings[i]));
  answer.set_next_page_token(slice.next_page_token);
  return answer;
}

absl::StatusOr<v1::Meeting> MeetingService::UpdateMeeting(rpc::Call& call,
                                                          const v1::UpdateMeetingRequest& request) const {
  const v1::Meeting& patch = request.meeting();
  RETURN_IF_ERROR(RequireName(patch.name(), "meeting.name"));
  ASSIGN_OR_RETURN(const v1::Meeting before, kMeetings.Get(call, patch.name()));
  RETURN_IF_ERROR(kMeetings.CheckEtag(before, EtagOf(request, patch)));
  return Change(call, before, patch, request.update_mask(), request.reason());
}

absl::StatusOr<google::protobuf::Empty> MeetingService::DeleteMeeting(rpc::Call& call,
                                                                      const v1::DeleteMeetingRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Get(call, request.name()));
  RETURN_IF_ERROR(kMeetings.CheckEtag(meeting, request.etag()));
  RETURN_IF_ERROR(CheckDeletable(meeting));
  RETURN_IF_ERROR(EraseMeeting(call, meeting));
  return google::protobuf::Empty();
}

absl::StatusOr<v1::Meeting> MeetingService::ReplyMeeting(rpc::Call& call,
                                                         const v1::ReplyMeetingRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Meeting before, ReadMeeting(call, request.name()));
  v1::Post post;
  post.set_name(request.post());
  ASSIGN_OR_RETURN(post, kPosts.LoadOr(call, std::move(post)));
  const std::string& person = call.principal().person;
  if (person.empty() || HolderOn(post, civil::Today(call.now())) != person) {
    RETURN_IF_ERROR(call.Require(kReply, OrganisationOf(request.post())));
  }
  RETURN_IF_ERROR(kMeetings.CheckEtag(before, request.etag()));
  RETURN_IF_ERROR(CheckStandIn(post, request.stand_in()));
  ASSIGN_OR_RETURN(v1::Meeting after, Reply(before, request, call.now()));
  const MeetingChange change{before, std::move(after)};
  // Nobody sends another's people anywhere; whom one's own organisation has named may be sent.
  if (request.stand_in().empty() || OrganisationOf(request.stand_in()) != OrganisationOf(request.post())) {
    RETURN_IF_ERROR(CheckPosts(call, change));
  }
  ASSIGN_OR_RETURN(v1::Meeting stored, StoreMeeting(call, change));
  return ForReader(call, std::move(stored));
}

}  // namespace congress::scheduling
