// What a release announces, whom it concerns and what keeps it back.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/schedule_policy.pb.h"
#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "congress/scheduling/v1/schedule_release.pb.h"
#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling {

// Changes, notices and counts of announcing the meetings as they stand.
void SetChanges(const std::vector<v1::Meeting>& meetings, v1::ScheduleRelease* release);

// What the schedule breaks of what the policy forbids, or lets nobody release without an override. Faults of meetings
// alone that are not among `announced` are left out.
std::vector<v1::ScheduleRun::Fault> BlockersOf(const v1::ScheduleProblem& problem, const solver::Schedule& schedule,
                                               const v1::SchedulePolicy& policy, absl::CivilDay day,
                                               const std::set<std::string>& announced,
                                               const std::vector<v1::ScheduleRelease::Override>& overrides);

// Each meeting that is not approved as a blocker, unless the policy lets them pass or an override does.
std::vector<v1::ScheduleRun::Fault> ApprovalBlockers(const std::set<std::string>& unapproved,
                                                     const v1::SchedulePolicy& policy, absl::CivilDay day,
                                                     const std::vector<v1::ScheduleRelease::Override>& overrides);

}  // namespace congress::scheduling
