// The schedule that stands, in the terms of a problem.
#pragma once

#include <vector>

#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "services/scheduling/domain/schedule/input.h"
#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling {

// Leaves out what does not stand yet: meetings without days, attendees who are not there, approvals that are not
// planned.
void KeepWhatStands(ScheduleInput* input);

// Where each of the problem's meetings stands, whatever was announced. One on days that are none of the problem's has
// no start, and which day that is goes into the problem; who is none of those who attend is nobody.
solver::Schedule StandingSchedule(const std::vector<v1::Meeting>& meetings, v1::ScheduleProblem* problem);

}  // namespace congress::scheduling
