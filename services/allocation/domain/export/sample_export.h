// A plan with everything that its exports write: merged, estimated, appointed, a name that needs care, a cap. Invented.
#pragma once

#include <string>

#include "services/allocation/domain/sample.h"

namespace congress::allocation::sample {

// Two organisations of 1,500 and 500 members; ten of the twelve seats are theirs.
inline v1::AllocationPlan ForExport() {
  v1::RuleSet rule = FittedRule(12, 2);
  AddBase(&rule, 1, 1);
  v1::UnitOrigin& appointed = *rule.add_unit_origins();
  appointed.set_organisation("organisations/b");
  appointed.set_origin(v1::APPOINTED);
  v1::Organisation quoted = Unit("a", 1'500, 2);
  quoted.set_display_name("Xã \"A\" & <B>, mới");
  quoted.set_members_basis("estimated");
  return *Computed(rule, {quoted, Unit("b", 500)}, 20);
}

// Two organisations of as many members; three of the five delegates ex officio belong to `a`, on its seats or on top.
inline v1::AllocationPlan WithExOfficio(bool within_seats) {
  v1::RuleSet rule = FittedRule(25, 5);
  AddBase(&rule, 1, 1);
  v1::ExOfficioOfOrganisation& of_a = *rule.add_ex_officio_of();
  of_a.set_organisation("organisations/a");
  of_a.set_delegates(3);
  rule.set_ex_officio_within_seats(within_seats);
  return *Computed(rule, {Unit("a", 1'000), Unit("b", 1'000)});
}

inline void Number(v1::AllocationPlan* plan) {
  plan->set_decision_number("Số 12-QĐ/TU");
  *plan->mutable_decision_date() = civil::ToDate(kDay);
}

// 136 organisations, most of them alike and six that stand apart, and two that are tied for a seat.
inline v1::AllocationPlan Province() {
  std::vector<v1::Organisation> units;
  for (int i = 0; i < 130; ++i) {
    units.push_back(Unit(StrCat("u", 100 + i), 400 + (i * 7919) % 2'600, i % 5));
    units.back().set_display_name(StrCat("Đảng bộ xã Mẫu số ", i + 1));
  }
  const int64_t large[] = {6'900, 3'300, 1'363, 15'400, 820, 140};
  for (int i = 0; i < 6; ++i) {
    units.push_back(Unit(StrCat("z", i), large[i], 0, "agency"));
    units.back().set_display_name(StrCat("Đảng bộ cơ quan số ", i + 1, " trực thuộc tỉnh và các đơn vị"));
  }
  v1::RuleSet rule = FittedRule(500, 64);
  AddBase(&rule, 1, 1);
  AddBase(&rule, 4, 2);
  AddAddition(&rule, "z1", 3);
  return *Computed(rule, units, 500);
}

}  // namespace congress::allocation::sample
