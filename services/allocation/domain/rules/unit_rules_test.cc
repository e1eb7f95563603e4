#include "services/allocation/domain/rules/unit_rules.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"

namespace congress::allocation {
namespace {

TEST(UnitRules, TakeTheLargestStepThatIsReached) {
  v1::RuleSet rule = sample::EmptyRule();
  sample::AddBase(&rule, 4, 3);
  sample::AddBase(&rule, 2, 2);
  v1::AllocationLine line;
  for (const auto& [merged, seats] : {std::pair(1, 0), {2, 2}, {3, 2}, {4, 3}, {9, 3}}) {
    line.set_merged_units(merged);
    EXPECT_EQ(UnitRules(rule).BaseOf(line).seats, seats) << merged;
  }
}

TEST(UnitRules, TheOriginOfAnOrganisationBeatsThatOfItsKind) {
  v1::RuleSet rule = sample::EmptyRule();
  rule.add_unit_origins()->set_organisation("organisations/a");
  rule.mutable_unit_origins(0)->set_origin(v1::ELECTED);
  rule.add_unit_origins()->set_kind("commune");
  rule.mutable_unit_origins(1)->set_origin(v1::APPOINTED);
  v1::AllocationLine line;
  line.set_kind("commune");
  line.set_organisation("organisations/a");
  EXPECT_EQ(UnitRules(rule).OriginOf(line), v1::ELECTED);
  line.set_organisation("organisations/b");
  EXPECT_EQ(UnitRules(rule).OriginOf(line), v1::APPOINTED);
  line.set_kind("agency");
  EXPECT_EQ(UnitRules(rule).OriginOf(line), v1::ELECTED);
}

TEST(UnitRules, TheBaseOfAnOrganisationBeatsThatOfItsKindAndThatTheTable) {
  v1::RuleSet rule = sample::EmptyRule();
  sample::AddBase(&rule, 1, 1);
  rule.mutable_base()->add_by_kind()->set_kind("commune");
  rule.mutable_base()->mutable_by_kind(0)->set_seats(2);
  rule.mutable_base()->add_by_organisation()->set_organisation("organisations/a");
  rule.mutable_base()->mutable_by_organisation(0)->set_seats(0);
  v1::AllocationLine line;
  line.set_merged_units(1);
  line.set_kind("agency");
  EXPECT_EQ(UnitRules(rule).BaseOf(line).seats, 1);
  line.set_kind("commune");
  EXPECT_EQ(UnitRules(rule).BaseOf(line).seats, 2);
  line.set_organisation("organisations/a");
  EXPECT_EQ(UnitRules(rule).BaseOf(line).seats, 0);
}

TEST(UnitRules, TellWhatIsAddedAndWhoIsThereExOfficio) {
  v1::RuleSet rule = sample::EmptyRule();
  sample::AddAddition(&rule, "a", 3);
  rule.add_ex_officio_of()->set_organisation("organisations/a");
  rule.mutable_ex_officio_of(0)->set_delegates(2);
  const UnitRules rules(rule);
  v1::AllocationLine line;
  line.set_organisation("organisations/a");
  ASSERT_NE(rules.AdditionOf(line), nullptr);
  EXPECT_EQ(rules.AdditionOf(line)->seats(), 3);
  EXPECT_EQ(rules.ExOfficioOf(line), 2);
  line.set_organisation("organisations/b");
  EXPECT_EQ(rules.AdditionOf(line), nullptr);
  EXPECT_EQ(rules.ExOfficioOf(line), 0);
}

}  // namespace
}  // namespace congress::allocation
