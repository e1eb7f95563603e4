#include "services/scheduling/domain/schedule/answer.h"

#include <algorithm>

#include "services/scheduling/domain/schedule/policy.h"
#include "services/scheduling/domain/schedule/problem.h"

namespace congress::scheduling {
namespace {

using solver::At;
using Problem = v1::ScheduleProblem;
using Run = v1::ScheduleRun;
using ConflictFact = v1::ScheduleRun::ConflictFact;

Run::Placement PlacementOf(const Problem& problem, const Problem::Meeting& meeting, const solver::Slot& slot) {
  Run::Placement placement;
  placement.set_meeting(meeting.meeting());
  placement.set_organisation(meeting.organisation());
  for (const google::type::Date& date : DatesFrom(problem, slot.start, meeting.days())) {
    *placement.add_dates() = date;
  }
  if (slot.approval >= 0) {
    *placement.mutable_approval_date() = problem.days().Get(slot.approval).date();
    placement.set_group(problem.groups().Get(meeting.group()).organisation());
  }
  if (slot.attendee >= 0) {
    const Problem::Person& person = problem.persons().Get(slot.attendee);
    placement.set_attendee(person.post());
    placement.set_stand_in(person.has_stands_in_for());
  }
  const solver::Slot base = ToSlot(meeting.base());
  placement.set_days_changed(meeting.has_off_day() || (base.start >= 0 && base.start != slot.start));
  placement.set_approval_changed(base.approval >= 0 && base.approval != slot.approval);
  placement.set_attendee_changed(base.attendee >= 0 && base.attendee != slot.attendee);
  return placement;
}

ConflictFact FactOf(const Problem& problem, const solver::Fact& fact) {
  using Kind = solver::Fact::Kind;
  ConflictFact told;
  const auto of_meeting = [&](ConflictFact::Kind kind) {
    told.set_kind(kind);
    told.set_resource(problem.meetings().Get(fact.number).meeting());
  };
  const auto of_room = [&](ConflictFact::Kind kind) {
    told.set_kind(kind);
    told.set_resource(problem.rooms().Get(fact.number).room());
  };
  const auto of_post = [&](ConflictFact::Kind kind) {
    told.set_kind(kind);
    told.set_resource(problem.persons().Get(fact.number).post());
  };
  switch (fact.kind) {
    case Kind::kMeeting:
      of_meeting(ConflictFact::MEETING);
      break;
    case Kind::kDays:
      of_meeting(ConflictFact::DAYS);
      break;
    case Kind::kPapers:
      of_meeting(ConflictFact::PAPERS);
      break;
    case Kind::kWindow:
      told.set_kind(ConflictFact::WINDOW);
      told.set_resource(problem.windows().Get(fact.number).window());
      break;
    case Kind::kCalendar:
      told.set_kind(ConflictFact::CALENDAR);
      told.set_resource(problem.calendar());
      break;
    case Kind::kRoom:
      of_room(ConflictFact::ROOM);
      break;
    case Kind::kRequired:
      of_post(ConflictFact::MUST_ATTEND);
      break;
    case Kind::kUnavailable:
      of_meeting(ConflictFact::UNAVAILABLE);
      break;
    case Kind::kApprovalPin:
      of_meeting(ConflictFact::APPROVAL_FIXED);
      break;
    case Kind::kStartPin:
      of_meeting(ConflictFact::DAYS_FIXED);
      break;
    case Kind::kAttendeePin:
      of_meeting(ConflictFact::ATTENDEE_FIXED);
      break;
    case Kind::kAbsence:
      of_post(ConflictFact::AWAY);
      break;
    case Kind::kForbidden:
      of_post(ConflictFact::FORBIDDEN);
      break;
    case Kind::kRoomClosed:
      of_room(ConflictFact::ROOM_CLOSED_DAYS);
      break;
    case Kind::kOrder: {
      const Problem::Order& order = problem.orders().Get(fact.number);
      told.set_kind(ConflictFact::ORDER);
      told.set_resource(problem.meetings().Get(order.before()).meeting());
      told.set_other(problem.meetings().Get(order.after()).meeting());
      break;
    }
    case Kind::kRule:
      told.set_kind(ConflictFact::RULE);
      told.set_rule(RuleNamed(static_cast<solver::Rule>(fact.number)));
      break;
  }
  return told;
}

}  // namespace

std::vector<google::type::Date> DatesFrom(const v1::ScheduleProblem& problem, int start, int days) {
  std::vector<google::type::Date> dates;
  for (int day = start; day < start + days && day < problem.days_size(); ++day) {
    if (day >= 0) dates.push_back(problem.days().Get(day).date());
  }
  return dates;
}

std::vector<v1::ScheduleRun::RuleCost> CostsOf(const v1::ScheduleProblem& problem, const solver::Counts& counts) {
  std::vector<Run::RuleCost> costs;
  for (const Problem::Setting& setting : problem.rules()) {
    const int64_t count = counts[static_cast<size_t>(SolverRule(setting.rule()))];
    if (count == 0 || setting.severity() != v1::SchedulePolicy::WARN) continue;
    Run::RuleCost& cost = costs.emplace_back();
    cost.set_rule(setting.rule());
    cost.set_count(count);
    cost.set_cost(count * setting.weight());
  }
  return costs;
}

v1::ScheduleRun::Fault ToFault(const v1::ScheduleProblem& problem, const solver::Fault& fault) {
  Run::Fault told;
  told.set_rule(RuleNamed(fault.rule));
  told.set_count(fault.count);
  if (fault.meeting >= 0) told.set_meeting(problem.meetings().Get(fault.meeting).meeting());
  if (fault.day >= 0 && fault.day < problem.days_size()) {
    *told.mutable_date() = problem.days().Get(fault.day).date();
  } else if (fault.rule == solver::Rule::kWindow && fault.meeting >= 0 &&
             problem.meetings().Get(fault.meeting).has_off_day()) {
    *told.mutable_date() = problem.meetings().Get(fault.meeting).off_day();
  }
  if (fault.person >= 0) told.set_post(problem.persons().Get(fault.person).post());
  return told;
}

void SetAnswer(const v1::ScheduleProblem& problem, const solver::Answer& answer, v1::ScheduleRun* run) {
  switch (answer.outcome) {
    case solver::Outcome::kFound:
      run->set_outcome(Run::FOUND);
      break;
    case solver::Outcome::kInfeasible:
      run->set_outcome(Run::INFEASIBLE);
      break;
    case solver::Outcome::kUnknown:
      run->set_outcome(Run::UNKNOWN);
      break;
  }
  run->clear_placements();
  run->clear_costs();
  run->clear_faults();
  run->set_moved_count(0);
  run->set_reassigned_count(0);
  const bool is_found = answer.outcome == solver::Outcome::kFound;
  run->set_cost(is_found ? answer.verdict.cost : 0);
  run->set_bound(is_found ? answer.bound.value : 0);
  run->set_optimal(answer.optimal());
  for (size_t i = 0; i < answer.schedule.size(); ++i) {
    const Problem::Meeting& meeting = problem.meetings().Get(static_cast<int>(i));
    const Run::Placement& made = *run->add_placements() = PlacementOf(problem, meeting, answer.schedule[i]);
    if (made.days_changed()) run->set_moved_count(run->moved_count() + 1);
    if (made.attendee_changed()) run->set_reassigned_count(run->reassigned_count() + 1);
  }
  for (Run::RuleCost& cost : CostsOf(problem, answer.verdict.counts)) *run->add_costs() = std::move(cost);
  for (const solver::Fault& fault : answer.verdict.faults) *run->add_faults() = ToFault(problem, fault);
}

void SetConflict(const v1::ScheduleProblem& problem, const solver::Conflict& conflict, v1::ScheduleRun* run) {
  run->clear_conflict();
  for (const solver::Fact& fact : conflict.facts) *run->add_conflict() = FactOf(problem, fact);
  run->set_conflict_minimal(conflict.minimal);
}

}  // namespace congress::scheduling
