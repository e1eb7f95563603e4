// How the congress of a unit comes to be approved: planned for a session, decided, settled, changed since, confirmed,
// withdrawn. What each does to the record; sessions and versions are looked up elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/approval_service.pb.h"
#include "congress/scheduling/v1/body.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "platform/status/status.h"
#include "services/scheduling/domain/doer.h"

namespace congress::scheduling {

// `{congress}/unitApprovals/{unit}`.
std::string UnitApprovalName(std::string_view congress, std::string_view organisation);

// How it stands, by the documents and, where they count, the personnel.
v1::UnitApproval::State StateOf(const v1::UnitApproval& approval, bool with_personnel);

// Of a unit of which nothing was planned before.
v1::UnitApproval NewApproval(std::string_view congress, const std::string& organisation, const Doer& doer);

// Where a unit is planned to be approved.
struct Planning {
  std::string session;
  // Whether the session that it was planned for before, if any, was not cancelled.
  bool live = false;
  // Whether who plans sees the personnel: to others a unit is covered or approved by its documents alone.
  bool with_personnel = true;
  std::string reason = {};
};

// The unit planned for the session. What was returned or has changed since begins a new round. FAILED_PRECONDITION
// `UNIT_COVERED`, `UNIT_APPROVED`.
absl::StatusOr<v1::UnitApproval> PlanFor(v1::UnitApproval approval, const Planning& planning, const Doer& doer);

// Notes what is wrong with a decision: conditions that do not fit its outcome, versions that are missing, of the other
// kind, of another congress or there twice. `field`: what holds it.
void CheckDecision(const v1::ApprovalSubject& decided, bool of_personnel, std::string_view congress,
                   const std::string& field, status::Violations* violations);

// Whether something was decided before, so that deciding again corrects it.
bool WasDecided(const v1::ApprovalSubject& subject);

// The subject as decided, on `day` where it says none. Conditions in the same words keep their task and whether they
// are met.
v1::ApprovalSubject Decide(const v1::ApprovalSubject& before, v1::ApprovalSubject decided, absl::CivilDay day,
                           const std::string& reason, const Doer& doer);

// One condition met. INVALID_ARGUMENT `FIELDS_INVALID` where there is none of that number, FAILED_PRECONDITION
// `CONDITION_SETTLED`. `name`: of the unit approval.
absl::Status MeetCondition(const std::string& name, const v1::SettleConditionRequest& request, const Doer& doer,
                           v1::ApprovalSubject* subject);

// The document or plan of which this is a version, and which of its versions it is: later ones have greater numbers.
std::string FollowedName(const v1::ApprovedVersion& version);
int64_t NumberOf(const v1::ApprovedVersion& version);
bool IsOfPersonnel(const v1::ApprovedVersion& version);

// Whether a version of `followed` is approved there and older than `newest`; it is changed since then.
bool NoteChange(const std::string& followed, int64_t newest, const Doer& doer, v1::UnitApproval* approval);

// The changed version replaced by the one that is confirmed. FAILED_PRECONDITION `VERSION_UNCHANGED`.
absl::Status Confirm(const v1::ApprovedVersion& version, const std::string& reason, const Doer& doer,
                     v1::UnitApproval* approval);

// Out of its session. FAILED_PRECONDITION `UNIT_NOT_SCHEDULED`.
absl::StatusOr<v1::UnitApproval> Withdraw(v1::UnitApproval approval, const std::string& reason, const Doer& doer);

// Who sits in the group on the day, each once: a head chairs.
std::vector<v1::Participant> SeatsOf(const std::vector<v1::Membership>& memberships, absl::CivilDay day);

}  // namespace congress::scheduling
