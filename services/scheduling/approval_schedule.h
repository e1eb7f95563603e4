// Approvals within schedules: how they stand when a run begins, and put in place when it is applied.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/schedule_run.pb.h"
#include "services/scheduling/bookings.h"
#include "services/scheduling/domain/schedule/input.h"
#include "services/scheduling/domain/working_days.h"

namespace congress::scheduling {

// Whether any of the units has ever come to be approved. Tells nothing of how.
absl::StatusOr<bool> HasApprovals(rpc::Call& call, const std::string& congress, const std::set<std::string>& units);

// Adds how the congresses to be placed stand with those who approve them. Sessions that the run may move are taken out
// of the other meetings; in one that is pinned, was held, lies before the first day or on a day off, or is for others
// too, units are taken as approved on its day. PERMISSION_DENIED `FIELD_GRADED` where there are approvals and the
// caller may not see personnel, however that was decided: documents and personnel count together, so that all that is
// built on this tells of personnel to who knows the documents.
absl::Status AddApprovals(rpc::Call& call, const std::string& congress, ScheduleInput* input);

// How long before it begins a congress has to be approved.
struct Leads {
  // Working days, the most that a policy of the congress demands without leave to release less; 0: none demands any.
  int working_days = 0;
  // By unit: when the documents of its congress were approved, else the session for it. Tells nothing of personnel.
  std::map<std::string, absl::CivilDay> approved = {};

  // Whether the meeting is the congress of a unit, still ahead, and begins too soon.
  bool IsShort(const v1::Meeting& meeting, const WorkingDays& calendar, absl::CivilDay today) const;
};
absl::StatusOr<Leads> LeadsOf(rpc::Call& call, const std::string& congress);

// Makes, moves and cancels sessions so that each congress is approved when the run says, and adds what becomes of their
// meetings to `changes`.
absl::Status PlaceApprovals(rpc::Call& call, const v1::ScheduleRun& run, std::vector<MeetingChange>* changes);

// Those of the meetings that are not approved as they are, whether nobody decided, they were returned or something has
// changed since, personnel included, whoever asks: a rule is no other one for who sees less.
absl::StatusOr<std::set<std::string>> UnapprovedAmong(rpc::Call& call, const std::vector<v1::Meeting>& meetings);

}  // namespace congress::scheduling
