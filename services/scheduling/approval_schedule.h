// Approvals within schedules: how they stand when a run begins, and put in place when it is applied.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/schedule_run.pb.h"
#include "services/scheduling/bookings.h"
#include "services/scheduling/domain/schedule/input.h"

namespace congress::scheduling {

// Adds how the congresses to be placed stand with those who approve them. Sessions that the run may move are taken out
// of the other meetings; in one that is pinned, was held, lies before the first day or on a day off, or is for others
// too, units are taken as approved on its day. Without authorisation.
absl::Status AddApprovals(rpc::Call& call, const std::string& congress, ScheduleInput* input);

// Makes, moves and cancels sessions so that each congress is approved when the run says, and adds what becomes of their
// meetings to `changes`.
absl::Status PlaceApprovals(rpc::Call& call, const v1::ScheduleRun& run, std::vector<MeetingChange>* changes);

// Those of the meetings that are not approved as they are, whether nobody decided, they were returned or something has
// changed since, personnel included, whoever asks: a rule is no other one for who sees less.
absl::StatusOr<std::set<std::string>> UnapprovedAmong(rpc::Call& call, const std::vector<v1::Meeting>& meetings);

}  // namespace congress::scheduling
