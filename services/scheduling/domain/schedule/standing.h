// The schedule that stands, in the terms of a problem.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "services/scheduling/domain/schedule/input.h"
#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling {

// Leaves out what does not stand yet: meetings without days, attendees who are not there, approvals that are not
// planned.
void KeepWhatStands(ScheduleInput* input);

// Where each of the problem's meetings stands, whatever was announced. FAILED_PRECONDITION `NOT_IN_SCHEDULE` for one
// whose days are none of the problem's.
absl::StatusOr<solver::Schedule> StandingSchedule(const v1::ScheduleProblem& problem,
                                                  const std::vector<v1::Meeting>& meetings);

}  // namespace congress::scheduling
