// Delegates for tests. All invented.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/delegate.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/delegation/delegations.h"
#include "services/allocation/domain/delegation/succession.h"
#include "services/allocation/testing/plan_sample.h"

namespace congress::allocation::sample {

// The issued plan: two seats each for `a` and `b`, `ex_officio` of the congress, one appointed beside them.
inline v1::AllocationPlan IssuedPlan(int64_t ex_officio = 1) {
  v1::RuleSet rule = FittedRule(5 + ex_officio, ex_officio);
  rule.set_appointed_count(1);
  v1::AllocationPlan plan = *Computed(rule, {Unit("a", 100), Unit("b", 100)});
  plan.set_state(v1::AllocationPlan::ISSUED);
  *plan.mutable_decision_date() = civil::ToDate(kDay);
  return plan;
}

// The day on which sample delegates were recorded.
inline const absl::CivilDay kRecorded(2025, 7, 1);

inline absl::Time Noon(absl::CivilDay day) { return absl::FromCivil(day, civil::Zone()) + absl::Hours(12); }

// Who wrote, and when.
inline const Scribe kScribe{"thu-ky", Noon(kRecorded + 10)};

// A delegate of `unit` in congress `c`, a reserve when `rank` is given.
inline v1::Delegate Person(const std::string& id, const std::string& unit, v1::Origin origin = v1::ELECTED,
                           int rank = 0) {
  v1::Delegate delegate;
  delegate.set_name(StrCat("congresses/c/delegates/", id));
  delegate.set_organisation(StrCat("organisations/", unit));
  delegate.set_person(StrCat("persons/", id));
  delegate.set_plan("congresses/c/allocationPlans/p");
  delegate.set_origin(rank > 0 ? v1::RESERVE : origin);
  delegate.set_reserve_rank(rank);
  *delegate.mutable_create_time() = civil::ToTimestamp(Noon(kRecorded));
  return delegate;
}

// Summoned on the day.
inline v1::Delegate Summoned(v1::Delegate delegate, absl::CivilDay day = kRecorded) {
  *delegate.add_convocations()->mutable_date() = civil::ToDate(day);
  return delegate;
}

// With one more record of a session.
inline v1::Delegate At(v1::Delegate delegate, const std::string& session, v1::Attendance::Presence presence,
                       absl::CivilDay day = kRecorded) {
  v1::Attendance& record = *delegate.add_attendance();
  record.set_session_id(session);
  *record.mutable_date() = civil::ToDate(day);
  record.set_presence(presence);
  return delegate;
}

// All of a congress, thirty days after its delegates were recorded.
inline Delegations Whole(std::vector<v1::Delegate> delegates, v1::AllocationPlan plan = IssuedPlan()) {
  return {.day = kRecorded + 30, .whole = true, .plan = std::move(plan), .delegates = std::move(delegates)};
}

// Ended on the day, in favour of `successor` if one is given.
inline v1::Delegate Ended(v1::Delegate delegate, absl::CivilDay day, const std::string& successor = "") {
  *delegate.mutable_end()->mutable_date() = civil::ToDate(day);
  delegate.mutable_end()->set_reason("chuyển công tác");
  if (!successor.empty()) delegate.set_replaced_by(StrCat("congresses/c/delegates/", successor));
  return delegate;
}

// In the seat of `predecessor` from the day on.
inline v1::Delegate Promoted(v1::Delegate reserve, const std::string& predecessor, absl::CivilDay day) {
  reserve.mutable_promotion()->set_reserve_rank(reserve.reserve_rank());
  *reserve.mutable_promotion()->mutable_date() = civil::ToDate(day);
  reserve.set_reserve_rank(0);
  reserve.set_origin(v1::ELECTED);
  reserve.set_replaces(StrCat("congresses/c/delegates/", predecessor));
  return reserve;
}

}  // namespace congress::allocation::sample
