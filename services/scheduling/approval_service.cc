// Sessions and how units stand; what sessions decide is approval_outcomes.cc.
#include "services/scheduling/approval_service.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/domain/approval.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/domain/schedule/policy.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"
#include "services/scheduling/schedule_inputs.h"

namespace congress::scheduling {
namespace {

using Session = v1::ApprovalSession;

// How many units the policies of the congress let a session have; none: any number.
absl::StatusOr<std::optional<int>> MostUnits(rpc::Call& call, const std::string& congress) {
  ASSIGN_OR_RETURN(const auto policies, kSchedulePolicies.LoadAll(call, StrCat(congress, "/schedulePolicies/")));
  std::optional<int> most;
  for (const v1::SchedulePolicy& policy : policies) {
    const auto severity = SeverityOn(policy, v1::SESSION_LARGE, civil::Today(call.now()));
    if (severity == v1::SchedulePolicy::IGNORE || severity == v1::SchedulePolicy::WARN) return std::nullopt;
    most = std::max(most.value_or(0), policy.session_size());
  }
  return most;
}

absl::Status CheckRoom(rpc::Call& call, const Session& session, size_t units) {
  ASSIGN_OR_RETURN(const auto most, MostUnits(call, CongressOf(session.name())));
  if (!most.has_value() || static_cast<int>(units) <= *most) return absl::OkStatus();
  return status::FailedPrecondition(v1::SESSION_FULL,
                                    {{"name", session.name()}, {"units", StrCat(units)}, {"most", StrCat(*most)}});
}

// Whether the session that a unit is planned for, if any, takes place or did.
absl::StatusOr<bool> IsLive(rpc::Call& call, const v1::UnitApproval& approval) {
  if (approval.session().empty()) return false;
  const auto session = LoadSession(call, approval.session());
  if (absl::IsNotFound(session.status())) return false;
  RETURN_IF_ERROR(session.status());
  return session->state() != Session::CANCELLED;
}

// The session for who may read it and holds the method's permission there, when it is ahead still.
absl::StatusOr<Session> PlannedSession(rpc::Call& call, const std::string& name, const std::string& etag) {
  ASSIGN_OR_RETURN(Session session, kApprovalSessions.Get(call, name));
  RETURN_IF_ERROR(kApprovalSessions.CheckEtag(session, etag));
  ASSIGN_OR_RETURN(session, WithMeeting(call, std::move(session)));
  RETURN_IF_ERROR(RequirePlanned(session));
  return session;
}

}  // namespace

absl::StatusOr<Session> ApprovalService::CreateApprovalSession(rpc::Call& call,
                                                               const v1::CreateApprovalSessionRequest& request) const {
  Session session = request.session();
  session.set_name(StrCat(request.parent(), "/approvalSessions/", request.session_id()));
  RETURN_IF_ERROR(RequireApprover(call));
  ASSIGN_OR_RETURN(const bool exists, kApprovalSessions.Exists(call, session.name()));
  if (exists) return status::AlreadyExists("ApprovalSession", session.name());
  ASSIGN_OR_RETURN(v1::Meeting meeting, MeetingFor(call, session));
  ASSIGN_OR_RETURN(meeting, SeatedOn(call, session, std::move(meeting)));
  ASSIGN_OR_RETURN(meeting, MakeMeeting(call, std::move(meeting), request.reason()));
  session.set_meeting(meeting.name());
  *session.mutable_create_time() = civil::ToTimestamp(call.now());
  return StoreSession(call, std::move(session), "PLANNED", request.reason());
}

absl::StatusOr<Session> ApprovalService::GetApprovalSession(rpc::Call& call,
                                                            const v1::GetApprovalSessionRequest& request) const {
  ASSIGN_OR_RETURN(Session session, kApprovalSessions.Get(call, request.name()));
  return WithMeeting(call, std::move(session));
}

absl::StatusOr<v1::ListApprovalSessionsResponse> ApprovalService::ListApprovalSessions(
    rpc::Call& call, const v1::ListApprovalSessionsRequest& request) const {
  const auto matches = [&](const Session& session) {
    if (!request.group().empty() && session.group() != request.group()) return false;
    if (request.state() == Session::STATE_UNSPECIFIED) return true;
    const auto told = WithMeeting(call, session);
    return told.ok() && told->state() == request.state();
  };
  ASSIGN_OR_RETURN(auto page, kApprovalSessions.ListNaturally(call, StrCat(request.parent(), "/approvalSessions/"),
                                                              rpc::PageOf(request), matches));
  v1::ListApprovalSessionsResponse answer;
  for (Session& session : page.items) {
    ASSIGN_OR_RETURN(*answer.add_sessions(), WithMeeting(call, std::move(session)));
  }
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<Session> ApprovalService::UpdateApprovalSession(rpc::Call& call,
                                                               const v1::UpdateApprovalSessionRequest& request) const {
  const Session& patch = request.session();
  RETURN_IF_ERROR(RequireName(patch.name(), "session.name"));
  ASSIGN_OR_RETURN(const Session before, PlannedSession(call, patch.name(), EtagOf(request, patch)));
  Session session = before;
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &session));
  if (session.group() != before.group() || civil::FromDate(session.date()) != civil::FromDate(before.date())) {
    ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, session.meeting()));
    ASSIGN_OR_RETURN(v1::Meeting moved, SeatedOn(call, session, meeting));
    const MeetingChange change{meeting, std::move(moved)};
    RETURN_IF_ERROR(CheckPosts(call, change));
    RETURN_IF_ERROR(CheckGround(call, change, request.reason()));
    RETURN_IF_ERROR(StoreMeeting(call, change).status());
  }
  return StoreSession(call, std::move(session), "CHANGED", request.reason());
}

absl::StatusOr<google::protobuf::Empty> ApprovalService::DeleteApprovalSession(
    rpc::Call& call, const v1::DeleteApprovalSessionRequest& request) const {
  ASSIGN_OR_RETURN(const Session session, PlannedSession(call, request.name(), request.etag()));
  if (!session.units().empty()) {
    return status::FailedPrecondition(v1::SESSION_OCCUPIED,
                                      {{"name", session.name()}, {"units", StrCat(session.units_size())}});
  }
  ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, session.meeting()));
  RETURN_IF_ERROR(CheckDeletable(meeting));
  RETURN_IF_ERROR(EraseMeeting(call, meeting));
  kApprovalSessions.Delete(call, session.name());
  return google::protobuf::Empty();
}

absl::StatusOr<Session> ApprovalService::CancelApprovalSession(rpc::Call& call,
                                                               const v1::CancelApprovalSessionRequest& request) const {
  ASSIGN_OR_RETURN(Session session, PlannedSession(call, request.name(), request.etag()));
  ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, session.meeting()));
  ASSIGN_OR_RETURN(v1::Meeting cancelled, Cancel(meeting, request.reason(), DoerOf(call)));
  RETURN_IF_ERROR(StoreMeeting(call, {meeting, std::move(cancelled)}).status());
  return StoreSession(call, std::move(session), "CANCELLED", request.reason());
}

absl::StatusOr<Session> ApprovalService::ScheduleUnitApprovals(rpc::Call& call,
                                                               const v1::ScheduleUnitApprovalsRequest& request) const {
  ASSIGN_OR_RETURN(Session session, kApprovalSessions.Read(call, request.session()));
  RETURN_IF_ERROR(kApprovalSessions.CheckEtag(session, request.etag()));
  RETURN_IF_ERROR(RequireApprover(call));
  ASSIGN_OR_RETURN(session, WithMeeting(call, std::move(session)));
  RETURN_IF_ERROR(RequirePlanned(session));
  std::set<std::string> units(session.units().begin(), session.units().end());
  status::Refusals refusals;
  for (int i = 0; i < request.organisations_size(); ++i) {
    const std::string& unit = request.organisations(i);
    v1::UnitApproval approval = NewApproval(CongressOf(session.name()), unit, DoerOf(call));
    ASSIGN_OR_RETURN(approval, kUnitApprovals.LoadOr(call, std::move(approval)));
    ASSIGN_OR_RETURN(const bool live, IsLive(call, approval));
    auto planned = PlanFor(
        std::move(approval),
        {.session = session.name(), .live = live, .with_personnel = IsCleared(call), .reason = request.reason()},
        DoerOf(call));
    RETURN_IF_ERROR(refusals.Note(StrCat("organisations[", i, "]"), planned.status()));
    if (planned.ok()) kUnitApprovals.Put(call, *std::move(planned));
    units.insert(unit);
  }
  RETURN_IF_ERROR(refusals.Note("", CheckRoom(call, session, units.size())));
  RETURN_IF_ERROR(refusals.ToStatus());
  session.mutable_units()->Assign(units.begin(), units.end());
  return StoreSession(call, std::move(session), "UNITS", request.reason());
}

absl::StatusOr<v1::UnitApproval> ApprovalService::WithdrawUnitApproval(
    rpc::Call& call, const v1::WithdrawUnitApprovalRequest& request) const {
  std::string session_name;
  ASSIGN_OR_RETURN(v1::UnitApproval approval,
                   kUnitApprovals.Mutate(call, request.name(), request.etag(),
                                         [&](v1::UnitApproval before) -> absl::StatusOr<v1::UnitApproval> {
                                           RETURN_IF_ERROR(RequireApprover(call));
                                           session_name = before.session();
                                           return Withdraw(std::move(before), request.reason(), DoerOf(call));
                                         }));
  auto session = LoadSession(call, session_name);
  // What was held stays as it was.
  if (session.ok() && session->state() == Session::PLANNED) {
    const std::string& unit = approval.organisation();
    session->mutable_units()->erase(
        std::remove(session->mutable_units()->begin(), session->mutable_units()->end(), unit),
        session->mutable_units()->end());
    RETURN_IF_ERROR(StoreSession(call, *std::move(session), "UNITS", request.reason()).status());
  }
  return AsSeen(call, std::move(approval));
}

absl::StatusOr<v1::UnitApproval> ApprovalService::GetUnitApproval(rpc::Call& call,
                                                                  const v1::GetUnitApprovalRequest& request) const {
  ASSIGN_OR_RETURN(v1::UnitApproval approval, kUnitApprovals.Get(call, request.name()));
  return AsSeen(call, std::move(approval));
}

absl::StatusOr<v1::ListUnitApprovalsResponse> ApprovalService::ListUnitApprovals(
    rpc::Call& call, const v1::ListUnitApprovalsRequest& request) const {
  const auto matches = [&](const v1::UnitApproval& approval) {
    if (!request.session().empty() && approval.session() != request.session()) return false;
    return request.state() == v1::UnitApproval::STATE_UNSPECIFIED || AsSeen(call, approval).state() == request.state();
  };
  ASSIGN_OR_RETURN(auto page, kUnitApprovals.ListNaturally(call, StrCat(request.parent(), "/unitApprovals/"),
                                                           rpc::PageOf(request), matches));
  v1::ListUnitApprovalsResponse answer;
  for (v1::UnitApproval& approval : page.items) *answer.add_unit_approvals() = AsSeen(call, std::move(approval));
  answer.set_next_page_token(page.next_page_token);
  ASSIGN_OR_RETURN(const auto meetings, kMeetings.LoadAll(call, "meetings/"));
  ASSIGN_OR_RETURN(const ApprovalStanding standing, StandingOf(call, request.parent(), meetings));
  answer.set_approved_count(standing.approved);
  answer.set_expected_count(standing.expected());
  return answer;
}

}  // namespace congress::scheduling
