#include "services/allocation/domain/delegation/delegations.h"

#include <algorithm>
#include <set>
#include <utility>

#include "platform/civil/civil.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/domain/plan_line.h"

namespace congress::allocation {

namespace {

absl::CivilDay DecidedOn(const v1::AllocationPlan& plan) { return civil::FromDate(plan.decision_date()); }

// A superseded plan was in force until the decision that took its place: counts as of a day before go by it.
bool IsInForceOn(const v1::AllocationPlan& plan, absl::CivilDay day, const std::vector<v1::AllocationPlan>& plans) {
  const bool superseded = plan.state() == v1::AllocationPlan::SUPERSEDED;
  if (!superseded && plan.state() != v1::AllocationPlan::ISSUED) return false;
  if (DecidedOn(plan) > day) return false;
  return !superseded || std::none_of(plans.begin(), plans.end(), [&](const v1::AllocationPlan& other) {
    return other.name() == plan.superseded_by() && DecidedOn(other) <= day;
  });
}

}  // namespace

// With two, as between issue and supersession, the later decision counts.
const v1::AllocationPlan* InForceOn(absl::CivilDay day, const std::vector<v1::AllocationPlan>& plans) {
  const auto rank = [](const v1::AllocationPlan& plan) {
    return std::pair(DecidedOn(plan), plan.state() == v1::AllocationPlan::ISSUED);
  };
  const v1::AllocationPlan* latest = nullptr;
  for (const auto& plan : plans) {
    if (IsInForceOn(plan, day, plans) && (latest == nullptr || rank(*latest) <= rank(plan))) latest = &plan;
  }
  return latest;
}

int64_t SeatsOf(const Delegations& delegations, const std::string& organisation) {
  if (!delegations.plan.has_value()) return 0;
  if (const v1::AllocationLine* line = FindLine(*delegations.plan, organisation)) return line->seats();
  return organisation == delegations.plan->organisation() ? delegations.plan->rule().appointed_count() : 0;
}

// By the rule set where there is no line: of a plan that is seen in part, lines and sums are missing.
int64_t ExOfficioOf(const Delegations& delegations, const std::string& organisation) {
  if (!delegations.plan.has_value()) return 0;
  if (const v1::AllocationLine* line = FindLine(*delegations.plan, organisation)) return line->ex_officio_seats();
  if (organisation != delegations.plan->organisation()) return 0;
  int64_t others = delegations.plan->rule().ex_officio_count();
  for (const auto& of_line : delegations.plan->rule().ex_officio_of()) others -= of_line.delegates();
  return others;
}

int64_t PlannedSeats(const Delegations& delegations) {
  if (!delegations.plan.has_value()) return 0;
  if (delegations.whole) return delegations.plan->totals().total();
  int64_t seats = delegations.plan->rule().appointed_count();
  for (const auto& line : delegations.plan->lines()) seats += line.seats();
  return seats;
}

Summons::Summons(const Delegations& delegations) : day_(delegations.day) {
  for (const auto& delegate : delegations.delegates) by_name_.emplace(delegate.name(), &delegate);
}

bool Summons::Reached(const v1::Delegate& delegate) const {
  std::set<const v1::Delegate*> seen;
  for (const v1::Delegate* holder = &delegate; holder != nullptr && seen.insert(holder).second;) {
    if (ConvocationOn(*holder, day_) != nullptr) return true;
    const auto before = by_name_.find(holder->replaces());
    holder = before == by_name_.end() ? nullptr : before->second;
  }
  return false;
}

namespace {

void CountSummons(const v1::Delegate& delegate, absl::CivilDay day, v1::DelegateCounts* counts) {
  const v1::Convocation* notice = ConvocationOn(delegate, day);
  if (notice == nullptr) return;
  const absl::CivilDay date = civil::FromDate(notice->date());
  if (!counts->has_convened_from() || date < civil::FromDate(counts->convened_from())) {
    *counts->mutable_convened_from() = notice->date();
  }
  if (!counts->has_convened_until() || date > civil::FromDate(counts->convened_until())) {
    *counts->mutable_convened_until() = notice->date();
  }
}

}  // namespace

v1::DelegateCounts CountDelegates(const Delegations& delegations) {
  v1::DelegateCounts counts;
  counts.set_planned(PlannedSeats(delegations));
  if (counts.planned() > 0) *counts.mutable_planned_date() = delegations.plan->decision_date();
  if (delegations.plan.has_value() && delegations.whole) counts.set_plan(delegations.plan->name());
  const Summons summons(delegations);
  // By day and id; who sat in the seat at a session and has left it since was there all the same.
  std::map<std::pair<absl::CivilDay, std::string>, v1::SessionCount> sessions;
  for (const auto& delegate : delegations.delegates) {
    CountSummons(delegate, delegations.day, &counts);
    for (const v1::Attendance* record : AttendanceOn(delegate, delegations.day)) {
      v1::SessionCount& session = sessions[{civil::FromDate(record->date()), record->session_id()}];
      const bool there = record->presence() == v1::Attendance::PRESENT;
      there ? session.set_present(session.present() + 1) : session.set_absent(session.absent() + 1);
    }
    if (StateOn(delegate, delegations.day) != v1::Delegate::SEATED) continue;
    counts.set_seated(counts.seated() + 1);
    if (summons.Reached(delegate)) counts.set_convened(counts.convened() + 1);
    if (WasPresent(delegate, delegations.day)) counts.set_present(counts.present() + 1);
  }
  for (auto& [key, session] : sessions) {
    *session.mutable_date() = civil::ToDate(key.first);
    session.set_session_id(key.second);
    *counts.add_sessions() = std::move(session);
  }
  return counts;
}

}  // namespace congress::allocation
