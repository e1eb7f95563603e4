// What a run tells of the solver's answer.
#pragma once

#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "congress/scheduling/v1/schedule_run.pb.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/solver/conflict.h"
#include "services/scheduling/domain/solver/solve.h"

namespace congress::scheduling {

// Outcome, costs, placements and faults of the answer, in the place of those before.
void SetAnswer(const v1::ScheduleProblem& problem, const solver::Answer& answer, v1::ScheduleRun* run);

// The facts that exclude each other.
void SetConflict(const v1::ScheduleProblem& problem, const solver::Conflict& conflict, v1::ScheduleRun* run);

// What a fault is about, by names.
v1::ScheduleRun::Fault ToFault(const v1::ScheduleProblem& problem, const solver::Fault& fault);

// Costs by rule, those that cost alone.
std::vector<v1::ScheduleRun::RuleCost> CostsOf(const v1::ScheduleProblem& problem, const solver::Counts& counts);

// The days of a meeting that begins on `start`.
std::vector<google::type::Date> DatesFrom(const v1::ScheduleProblem& problem, int start, int days);

}  // namespace congress::scheduling
