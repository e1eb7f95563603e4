#include "services/scheduling/approval_sessions.h"

#include <algorithm>
#include <utility>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/domain/approval.h"
#include "services/scheduling/domain/meeting.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/post_records.h"

namespace congress::scheduling {
namespace {

using Session = v1::ApprovalSession;

// Of the congress's windows; empty where there is none, and nothing is known of days off.
absl::StatusOr<std::string> CalendarOfCongress(rpc::Call& call, const std::string& congress) {
  ASSIGN_OR_RETURN(const auto windows, kWindows.LoadAll(call, StrCat(congress, "/windows/")));
  return windows.empty() ? "" : windows.front().calendar();
}

Session::State SessionStateOf(const v1::Meeting& meeting) {
  if (meeting.state() == v1::Meeting::HELD) return Session::HELD;
  return meeting.state() == v1::Meeting::CANCELLED ? Session::CANCELLED : Session::PLANNED;
}

}  // namespace

std::string CongressOf(std::string_view name) {
  return std::string(name.substr(0, name.find('/', sizeof("congresses/") - 1)));
}

absl::StatusOr<Session> WithMeeting(rpc::Call& call, Session session) {
  const auto meeting = kMeetings.Load(call, session.meeting());
  if (absl::IsNotFound(meeting.status())) {
    session.set_state(Session::CANCELLED);
    return session;
  }
  RETURN_IF_ERROR(meeting.status());
  session.set_state(SessionStateOf(*meeting));
  if (!meeting->slots().empty()) *session.mutable_date() = meeting->slots(0).date();
  return session;
}

absl::StatusOr<Session> LoadSession(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(Session session, kApprovalSessions.Load(call, name));
  return WithMeeting(call, std::move(session));
}

absl::StatusOr<std::vector<Session>> LoadSessions(rpc::Call& call, const std::string& congress) {
  ASSIGN_OR_RETURN(auto sessions, kApprovalSessions.LoadAll(call, StrCat(congress, "/approvalSessions/")));
  for (Session& session : sessions) {
    ASSIGN_OR_RETURN(session, WithMeeting(call, std::move(session)));
  }
  return sessions;
}

absl::Status RequirePlanned(const Session& session) {
  if (session.state() == Session::PLANNED) return absl::OkStatus();
  return status::FailedPrecondition(v1::SESSION_CLOSED,
                                    {{"name", session.name()}, {"state", Session::State_Name(session.state())}});
}

absl::StatusOr<v1::Meeting> MeetingFor(rpc::Call& call, const Session& session) {
  const std::string congress = CongressOf(session.name());
  v1::Meeting meeting;
  meeting.set_name(
      MeetingName(congress, StrCat("organisations/session-", session.name().substr(session.name().rfind('/') + 1))));
  meeting.set_organisation(session.organisation());
  meeting.set_congress(congress);
  meeting.set_kind(v1::Meeting::APPROVAL);
  meeting.set_state(v1::Meeting::PLANNED);
  meeting.set_title(StrCat("Phiên duyệt của ", call.NameOf(session.group())));
  ASSIGN_OR_RETURN(*meeting.mutable_calendar(), CalendarOfCongress(call, congress));
  return meeting;
}

absl::StatusOr<v1::Meeting> SeatedOn(rpc::Call& call, const Session& session, const v1::Meeting& before) {
  const absl::CivilDay day = civil::FromDate(session.date());
  v1::Meeting meeting = MoveMeeting(before, "", {day});
  std::vector<v1::Participant> guests;
  for (const v1::Participant& participant : meeting.participants()) {
    if (participant.role() == v1::Participant::INVITED) guests.push_back(participant);
  }
  ASSIGN_OR_RETURN(const auto memberships, kMemberships.LoadAll(call, StrCat(session.group(), "/memberships/")));
  meeting.clear_participants();
  for (v1::Participant& seat : SeatsOf(memberships, day)) {
    const auto post = kPosts.Load(call, seat.post());
    if (post.ok()) seat.set_title(post->title());
    std::erase_if(guests, [&](const v1::Participant& guest) { return guest.post() == seat.post(); });
    *meeting.add_participants() = std::move(seat);
  }
  for (v1::Participant& guest : guests) *meeting.add_participants() = std::move(guest);
  SettlePlanned(before, &meeting);
  return meeting;
}

absl::StatusOr<Session> StoreSession(rpc::Call& call, Session session, std::string_view what,
                                     const std::string& reason) {
  AddNote(std::string(what), DoerOf(call), reason, session.mutable_notes());
  *session.mutable_update_time() = civil::ToTimestamp(call.now());
  session.clear_state();
  return WithMeeting(call, kApprovalSessions.Put(call, std::move(session)));
}

bool IsCleared(const rpc::Call& call) { return call.principal().clearance >= annotations::v1::CONFIDENTIAL; }

absl::Status RequireSight(const rpc::Call& call) {
  if (IsCleared(call)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::FIELD_GRADED,
                       {{"field", "personnel"}, {"cause", "see"}});
}

absl::Status RequireApprover(rpc::Call& call) { return call.Require(auth::kProvince); }

v1::UnitApproval AsSeen(const rpc::Call& call, v1::UnitApproval approval) {
  approval.set_state(StateOf(approval, IsCleared(call)));
  return approval;
}

absl::StatusOr<ApprovalStanding> StandingOf(rpc::Call& call, const std::string& congress,
                                            const std::vector<v1::Meeting>& meetings) {
  const auto reads = [&](const std::string& organisation) {
    return call.Holds(kUnitApprovals.read_permission(), organisation);
  };
  const absl::CivilDay today = civil::Today(call.now());
  ApprovalStanding standing;
  // Who goes on for a unit that has ended is to be approved itself; what the unit was given stays with it.
  const auto expect = [&](const std::string& unit) {
    if (reads(unit)) standing.states.try_emplace(call.StandingFor(unit, today), v1::UnitApproval::OPEN);
  };
  for (const v1::Meeting& meeting : meetings) {
    if (meeting.congress() == congress && meeting.kind() == v1::Meeting::CONGRESS &&
        meeting.state() != v1::Meeting::CANCELLED && !meeting.approval_group().empty()) {
      expect(meeting.organisation());
    }
  }
  ASSIGN_OR_RETURN(const auto approvals, kUnitApprovals.LoadAll(call, StrCat(congress, "/unitApprovals/")));
  for (const v1::UnitApproval& approval : approvals) {
    expect(approval.organisation());
    const bool counts = call.StandingFor(approval.organisation(), today) == approval.organisation();
    if (!counts || !reads(approval.organisation())) continue;
    const auto state = StateOf(approval, IsCleared(call));
    standing.states[approval.organisation()] = state;
    standing.approved += state == v1::UnitApproval::APPROVED ? 1 : 0;
  }
  return standing;
}

}  // namespace congress::scheduling
