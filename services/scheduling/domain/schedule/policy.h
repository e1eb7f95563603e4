// Policies of schedules: which of their entries are in force, and what becomes of each rule.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/schedule_policy.pb.h"
#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling {

// What the solver calls a rule, and back.
solver::Rule SolverRule(v1::ScheduleRule rule);
v1::ScheduleRule RuleNamed(solver::Rule rule);

// Whether the rule is judged when meetings are announced, and no schedule is looked for by it.
bool IsOfReleases(v1::ScheduleRule rule);

// INVALID_ARGUMENT `FIELDS_INVALID` for what is missing, rules that are in no policy, a severity that costs without a
// weight, a rule twice for one day, a post, pair or kind twice, loads that end before they begin, units preferred and
// forbidden, levels in a circle.
absl::Status CheckPolicy(const v1::SchedulePolicy& policy);

// What the policy says of a rule on `day`; where it says nothing, what it has at the start.
v1::SchedulePolicy::Severity SeverityOn(const v1::SchedulePolicy& policy, v1::ScheduleRule rule, absl::CivilDay day);

// What becomes of each rule that a schedule is looked for by on `day`: IGNORE, WARN or BLOCK, in the order of rules.
// What blocks the release warns.
std::vector<v1::ScheduleProblem::Setting> SettingsOn(const v1::SchedulePolicy& policy, absl::CivilDay day);

// The rules that block the release on `day`.
std::set<v1::ScheduleRule> ReleaseBlockers(const v1::SchedulePolicy& policy, absl::CivilDay day);

}  // namespace congress::scheduling
