// Why a meeting is where it is.
#include <algorithm>

#include "congress/scheduling/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/scheduling/domain/schedule/answer.h"
#include "services/scheduling/domain/schedule/problem.h"
#include "services/scheduling/domain/solver/choices.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/schedule_inputs.h"
#include "services/scheduling/schedule_runs.h"

namespace congress::scheduling {
namespace {

using Response = v1::ExplainPlacementResponse;

// Changes tried to see what a forced choice costs.
constexpr int64_t kForcedEffort = 20'000'000;

void AddFaults(const v1::ScheduleProblem& problem, const std::vector<solver::Fault>& faults, status::Language language,
               google::protobuf::RepeatedPtrField<v1::ScheduleRun::Fault>* told) {
  for (const solver::Fault& fault : faults) *told->Add() = ToFault(problem, fault);
  DescribeFaults(language, told);
}

}  // namespace

absl::StatusOr<v1::ExplainPlacementResponse> ScheduleRuns::Explain(rpc::Call& call,
                                                                   const v1::ExplainPlacementRequest& request) const {
  RETURN_IF_ERROR(call.Require(auth::kProvince));
  ASSIGN_OR_RETURN(v1::SchedulePolicy policy, kSchedulePolicies.Read(call, request.policy()));
  const absl::CivilDay from = request.has_from_date() ? civil::FromDate(request.from_date()) : civil::Today(call.now());
  ASSIGN_OR_RETURN(const Standing standing, LoadStanding(call, std::move(policy), from));
  const v1::ScheduleProblem& problem = standing.problem;
  const solver::Schedule& schedule = standing.schedule;
  const auto found = std::find_if(problem.meetings().begin(), problem.meetings().end(),
                                  [&](const auto& meeting) { return meeting.meeting() == request.meeting(); });
  if (found == problem.meetings().end()) {
    RETURN_IF_ERROR(kMeetings.Read(call, request.meeting()).status());
    return status::FailedPrecondition(v1::NOT_IN_SCHEDULE, {{"meeting", request.meeting()}});
  }
  // A post that nobody knows is a mistake; one that does not attend is an answer.
  if (!request.attendee().empty()) RETURN_IF_ERROR(kPosts.Read(call, request.attendee()).status());
  const int number = static_cast<int>(found - problem.meetings().begin());
  const solver::Problem solved = ToSolver(problem);

  Response response;
  const solver::Verdict now = solver::Verify(solved, schedule);
  response.set_cost(now.cost);
  AddFaults(problem, now.faults, call.language(), response.mutable_faults());
  for (const solver::Alternative& weighed : solver::WeighDays(solved, schedule, number)) {
    Response::Alternative& alternative = *response.add_alternatives();
    *alternative.mutable_date() = problem.days(weighed.slot.start).date();
    if (weighed.slot.approval >= 0) {
      *alternative.mutable_approval_date() = problem.days(weighed.slot.approval).date();
    }
    if (weighed.slot.attendee >= 0) alternative.set_attendee(problem.persons(weighed.slot.attendee).post());
    alternative.set_cost(weighed.cost);
    for (auto& cost : CostsOf(problem, weighed.counts)) *alternative.add_costs() = std::move(cost);
    AddFaults(problem, weighed.faults, call.language(), alternative.mutable_faults());
  }
  if (!request.has_date() && request.attendee().empty()) return response;

  solver::Slot choice;
  for (int day = 0; request.has_date() && day < problem.days_size(); ++day) {
    if (civil::FromDate(problem.days(day).date()) == civil::FromDate(request.date())) choice.start = day;
  }
  for (int person = 0; !request.attendee().empty() && person < problem.persons_size(); ++person) {
    if (problem.persons(person).post() == request.attendee()) choice.attendee = person;
  }
  Response::Forced& told = *response.mutable_forced();
  const bool known = (!request.has_date() || choice.start >= 0) && (request.attendee().empty() || choice.attendee >= 0);
  if (!known) {
    // No day that counts, or nobody who attends.
    told.set_outcome(v1::ScheduleRun::INFEASIBLE);
    return response;
  }
  const solver::Forced forced =
      solver::ForceChoice(solved, schedule, number, choice, {.most = kForcedEffort, .wanted = call.wanted()});
  RETURN_IF_ERROR(forced.answer.unwanted);
  v1::ScheduleRun run;
  SetAnswer(problem, forced.answer, &run);
  told.set_outcome(run.outcome());
  if (run.outcome() != v1::ScheduleRun::FOUND) return response;
  told.set_cost(forced.cost);
  told.set_bound(forced.bound);
  for (const int moved : forced.moved) *told.add_placements() = run.placements(moved);
  return response;
}

}  // namespace congress::scheduling
