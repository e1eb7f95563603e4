// The delegates of a congress against the plan in force on a day: what statistics, credentials and majorities start
// from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/credential.pb.h"
#include "congress/allocation/v1/delegate.pb.h"

namespace congress::allocation {

// The plan with the latest decision not after the day, of those issued and those superseded by a later decision than
// the day; of two of one day the issued one. Null when there is none.
const v1::AllocationPlan* InForceOn(absl::CivilDay day, const std::vector<v1::AllocationPlan>& plans);

// What one may see of a congress on a day.
struct Delegations {
  absl::CivilDay day;
  // All of the congress. Otherwise plan and delegates are those of some organisations only.
  bool whole = false;
  std::optional<v1::AllocationPlan> plan;
  std::vector<v1::Delegate> delegates;
};

// Leaves the organisations in whose favour `visible` answers: delegates and lines. Sums of the plan are dropped.
template <class Visible>
Delegations Restrict(Delegations all, Visible visible) {
  std::erase_if(all.delegates, [&](const v1::Delegate& delegate) { return !visible(delegate.organisation()); });
  if (all.plan.has_value()) {
    auto* lines = all.plan->mutable_lines();
    for (int i = lines->size() - 1; i >= 0; --i) {
      if (!visible(lines->Get(i).organisation())) lines->DeleteSubrange(i, 1);
    }
    if (!visible(all.plan->organisation())) all.plan->mutable_rule()->clear_appointed_count();
    all.plan->clear_totals();
  }
  all.whole = false;
  return all;
}

// Seats of an organisation by the plan, delegates ex officio apart: those of its line, and those beside the lines for
// the plan's own. 0 without a plan.
int64_t SeatsOf(const Delegations& delegations, const std::string& organisation);

// Delegates ex officio who by the plan belong to the organisation: those that its line has, and for the plan's own all
// others. 0 without a plan.
int64_t ExOfficioOf(const Delegations& delegations, const std::string& organisation);

// All seats that the plan has, as far as they are seen.
int64_t PlannedSeats(const Delegations& delegations);

// Which seats somebody was summoned to. The seat, not the person: who followed a summoned delegate needs no second
// summons.
class Summons {
 public:
  explicit Summons(const Delegations& delegations);
  // Whether the delegate, or one whose seat it is, was summoned by the day.
  bool Reached(const v1::Delegate& delegate) const;

 private:
  absl::CivilDay day_;
  std::map<std::string, const v1::Delegate*> by_name_;
};

// Planned, summoned and present, each with its days.
v1::DelegateCounts CountDelegates(const Delegations& delegations);

}  // namespace congress::allocation
