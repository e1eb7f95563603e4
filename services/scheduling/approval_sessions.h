// Approval sessions with their meetings, as all calls about them need them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/approval_session.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/unit_approval.pb.h"
#include "platform/rpc/call.h"
#include "services/scheduling/approval_records.h"

namespace congress::scheduling {

// `congresses/x` of a name below it.
std::string CongressOf(std::string_view name);

// With day and state as its meeting says them. One whose meeting was deleted is cancelled.
absl::StatusOr<v1::ApprovalSession> WithMeeting(rpc::Call& call, v1::ApprovalSession session);

// Without authorisation, WithMeeting.
absl::StatusOr<v1::ApprovalSession> LoadSession(rpc::Call& call, const std::string& name);
absl::StatusOr<std::vector<v1::ApprovalSession>> LoadSessions(rpc::Call& call, const std::string& congress);

// FAILED_PRECONDITION `SESSION_CLOSED`.
absl::Status RequirePlanned(const v1::ApprovalSession& session);

// The meeting that a new session will have, without day.
absl::StatusOr<v1::Meeting> MeetingFor(rpc::Call& call, const v1::ApprovalSession& session);

// The meeting planned for the session's day, with those who sit in its group then.
absl::StatusOr<v1::Meeting> SeatedOn(rpc::Call& call, const v1::ApprovalSession& session, const v1::Meeting& before);

// Stages the session with a note of what was done. Answers it as it is then.
absl::StatusOr<v1::ApprovalSession> StoreSession(rpc::Call& call, v1::ApprovalSession session, std::string_view what,
                                                 const std::string& reason);

// PERMISSION_DENIED `PERMISSION_MISSING` unless the caller holds the method's permission at the province: nobody
// approves, or settles, what is their own.
absl::Status RequireApprover(rpc::Call& call);

// Whether the caller sees what is confidential of personnel.
bool IsCleared(const rpc::Call& call);
// PERMISSION_DENIED `FIELD_GRADED` unless IsCleared: what is decided on personnel, and what that decides, is for those
// only who see it.
absl::Status RequireSight(const rpc::Call& call);
// The unit approval as the caller sees it.
v1::UnitApproval AsSeen(const rpc::Call& call, v1::UnitApproval approval);

// How the units of a congress stand, those that the caller may read: units that have come to be approved, and those
// whose congress, one of the `meetings`, names a group that approves it.
struct ApprovalStanding {
  std::map<std::string, v1::UnitApproval::State> states;  // By unit.
  int approved = 0;

  int expected() const { return static_cast<int>(states.size()); }
};
absl::StatusOr<ApprovalStanding> StandingOf(rpc::Call& call, const std::string& congress,
                                            const std::vector<v1::Meeting>& meetings);

}  // namespace congress::scheduling
