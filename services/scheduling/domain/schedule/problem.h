// The problem of a run in the solver's terms, and the solver's proofs for everybody.
#pragma once

#include "congress/scheduling/v1/schedule_problem.pb.h"
#include "services/scheduling/domain/solver/bound.h"
#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling {

solver::Problem ToSolver(const v1::ScheduleProblem& problem);

v1::ScheduleProblem::Place ToPlace(const solver::Slot& slot);
solver::Slot ToSlot(const v1::ScheduleProblem::Place& place);

v1::ScheduleCertificate ToMessage(const solver::Certificate& certificate);
solver::Certificate ToCertificate(const v1::ScheduleCertificate& message);

}  // namespace congress::scheduling
