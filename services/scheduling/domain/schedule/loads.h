// What each post attends: bounds, units that it may not attend or prefers, groups that are far apart.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "services/scheduling/domain/schedule/input.h"
#include "services/scheduling/domain/schedule/persons.h"

namespace congress::scheduling {

// What a problem has been made of so far.
struct LoadedParts {
  const std::vector<v1::Meeting>& meetings;  // Those of the problem, by their numbers.
  const std::vector<v1::Meeting>& others;
  const std::map<std::string, int>& groups;
  const SchedulePersons& persons;
};

// Sets what the policy says of who attends what. Meetings of the congress that stand beside those to be placed count in
// the loads of who attends them.
void SetLoads(const ScheduleInput& input, const LoadedParts& parts, v1::ScheduleProblem* problem);

}  // namespace congress::scheduling
