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

// Each meeting that breaks the rule of releases as a blocker, unless the policy lets it pass or an override does.
std::vector<v1::ScheduleRun::Fault> BlockersBy(v1::ScheduleRule rule, const std::set<std::string>& meetings,
                                               const v1::SchedulePolicy& policy, absl::CivilDay day,
                                               const std::vector<v1::ScheduleRelease::Override>& overrides);

// Whether it is a preparatory session that takes more half days than the policy allows.
bool IsLongPreparation(const v1::Meeting& meeting, const v1::SchedulePolicy& policy);

}  // namespace congress::scheduling
