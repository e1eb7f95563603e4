// Organisations, rule sets and plans for tests. All invented.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/allocation/v1/rule_set.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/plan/allocate.h"
#include "services/allocation/domain/plan/explain.h"

namespace congress::allocation::sample {

inline const absl::CivilDay kDay(2025, 7, 1);

// A unit in force under the root with `merged` former units (0: not merged).
inline v1::Organisation Unit(const std::string& id, int64_t members, int merged = 0,
                             const std::string& kind = "commune") {
  v1::Organisation unit;
  unit.set_name(StrCat("organisations/", id));
  unit.set_code(id);
  unit.set_display_name(StrCat("Xã ", id));
  unit.set_kind(kind);
  unit.set_parent(std::string(kRoot));
  unit.set_members(members);
  unit.set_state(v1::Organisation::ACTIVE);
  for (int i = 0; i < merged; ++i) unit.add_merged_from(StrCat("organisations/", id, "-old-", i));
  return unit;
}

// A rule set in force in 2025 without any seats.
inline v1::RuleSet EmptyRule() {
  v1::RuleSet rule;
  rule.set_name("ruleSets/r");
  rule.set_organisation(std::string(kRoot));
  rule.set_display_name("Quy định mẫu");
  rule.set_legal_basis("Quyết định mẫu");
  *rule.mutable_effective_from() = civil::ToDate(absl::CivilDay(2025, 1, 1));
  rule.set_tie_rule(v1::RuleSet::MORE_MEMBERS_THEN_EARLIER_CODE);
  return rule;
}

inline v1::RuleSet FittedRule(int64_t total, int64_t ex_officio = 0) {
  v1::RuleSet rule = EmptyRule();
  rule.set_ex_officio_count(ex_officio);
  rule.mutable_member_step()->mutable_fitted()->set_total(total);
  return rule;
}

inline v1::RuleSet OpenRule(int64_t step, v1::OpenTotal::Remainder remainder, int64_t threshold = 0) {
  v1::RuleSet rule = EmptyRule();
  v1::OpenTotal& open = *rule.mutable_member_step()->mutable_open_total();
  open.set_members_per_seat(step);
  open.set_remainder(remainder);
  open.set_threshold(threshold);
  return rule;
}

inline void AddBase(v1::RuleSet* rule, int64_t from_units, int64_t seats) {
  auto* line = rule->mutable_base()->add_by_merged_units();
  line->set_from_units(from_units);
  line->set_seats(seats);
}

inline void AddAddition(v1::RuleSet* rule, const std::string& id, int64_t seats) {
  auto* line = rule->add_additions();
  line->set_organisation(StrCat("organisations/", id));
  line->set_seats(seats);
  line->set_reason("vị trí quan trọng");
}

inline v1::AllocationPlan Wanted(int64_t cap = 0) {
  v1::AllocationPlan plan;
  plan.set_name("congresses/c/allocationPlans/p");
  plan.set_organisation(std::string(kRoot));
  plan.set_display_name("Phương án mẫu");
  *plan.mutable_as_of() = civil::ToDate(kDay);
  plan.set_delegate_cap(cap);
  return plan;
}

inline absl::StatusOr<v1::AllocationPlan> Computed(const v1::RuleSet& rule, const std::vector<v1::Organisation>& units,
                                                   int64_t cap = 0) {
  return ComputePlan(Wanted(cap), rule, units);
}

// The plan as a caller who reads this language gets it.
inline v1::AllocationPlan Told(v1::AllocationPlan plan, status::Language language = status::Language::kVietnamese) {
  TellPlan(language, &plan);
  return plan;
}

// Seats by id.
inline int64_t SeatsOf(const v1::AllocationPlan& plan, const std::string& id) {
  for (const auto& line : plan.lines()) {
    if (line.organisation() == StrCat("organisations/", id)) return line.seats();
  }
  return -1;
}

}  // namespace congress::allocation::sample
