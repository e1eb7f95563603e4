// A plan with everything that its exports write, told in Vietnamese as they are: merged, estimated, appointed, a name
// that needs care, a cap. Invented.
#pragma once

#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "services/allocation/domain/targets/spread_targets.h"
#include "services/allocation/testing/plan_sample.h"

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
  return Told(*Computed(rule, {quoted, Unit("b", 500)}, 20));
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

// ForExport with targets of every group and direction, one of them of an organisation.
inline v1::AllocationPlan WithTargets() {
  v1::AllocationPlan plan = ForExport();
  const auto add = [&](const char* id, const char* display_name, v1::Target::Group group, v1::Target::Sense sense,
                       int64_t count) {
    v1::Target& target = *plan.add_targets();
    target.set_id(id);
    target.set_display_name(display_name);
    target.set_group(group);
    target.set_sense(sense);
    target.set_count(count);
    target.set_base(v1::Target::ALL_DELEGATES);
    target.set_binding(true);
    return &target;
  };
  v1::TargetShare& share = *add("nu", "Đại biểu nữ", v1::Target::WOMEN, v1::Target::AT_LEAST, 0)->mutable_share();
  share.set_numerator(15);
  share.set_denominator(100);
  v1::Target& young = *add("tre", "Đại biểu trẻ", v1::Target::UNDER_AGE, v1::Target::ABOUT, 4);
  young.set_age(40);
  young.set_tolerance(1);
  young.set_base(v1::Target::WITHOUT_EX_OFFICIO);
  young.set_binding(false);
  add("dtts", "Đại biểu dân tộc", v1::Target::ETHNIC_MINORITY, v1::Target::AT_MOST, 6);
  add("sx", "Đại biểu sản xuất", v1::Target::SECTOR, v1::Target::AT_LEAST, 3)->set_sector("production");
  add("nu-b", "Đại biểu nữ", v1::Target::WOMEN, v1::Target::AT_LEAST, 1)->set_organisation("organisations/b");
  EXPECT_TRUE(SpreadTargets(&plan).ok());
  return Told(std::move(plan));
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
