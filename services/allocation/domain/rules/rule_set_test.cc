#include "services/allocation/domain/rules/rule_set.h"

#include <functional>

#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::kInvalid;
using support::StatusIs;

struct Fault {
  std::string field;
  std::function<void(v1::RuleSet&)> make;
};

TEST(ValidateRuleSet, NamesEveryContradiction) {
  const Fault faults[] = {
      {"effective_until", [](auto& r) { *r.mutable_effective_until() = r.effective_from(); }},
      {"base.by_merged_units[1]", [](auto& r) { sample::AddBase(&r, 2, 1), sample::AddBase(&r, 2, 3); }},
      {"base.former_units", [](auto& r) { r.mutable_base()->set_former_units(v1::BaseRule::LAST_MERGER); }},
      {"base.by_kind[1]",
       [](auto& r) { r.mutable_base()->add_by_kind()->set_kind("x"), r.mutable_base()->add_by_kind()->set_kind("x"); }},
      {"additions[1]", [](auto& r) { sample::AddAddition(&r, "a", 1), sample::AddAddition(&r, "a", 2); }},
      {"member_step", [](auto& r) { r.clear_member_step(); }},
      {"member_step.open_total.threshold",
       [](auto& r) { *r.mutable_member_step() = sample::OpenRule(10, v1::OpenTotal::THRESHOLD, 11).member_step(); }},
      {"member_step.open_total.threshold",
       [](auto& r) { *r.mutable_member_step() = sample::OpenRule(10, v1::OpenTotal::THRESHOLD, 0).member_step(); }},
      {"member_step.open_total.threshold",
       [](auto& r) { *r.mutable_member_step() = sample::OpenRule(10, v1::OpenTotal::FLOOR, 5).member_step(); }},
      {"unit_origins[0]", [](auto& r) { r.add_unit_origins()->set_origin(v1::ELECTED); }},
      {"unit_origins[0].origin",
       [](auto& r) {
         r.add_unit_origins()->set_kind("x");
         r.mutable_unit_origins(0)->set_origin(v1::RESERVE);
       }},
  };
  for (const Fault& fault : faults) {
    v1::RuleSet rule = sample::FittedRule(10);
    ASSERT_THAT(ValidateRuleSet(rule), IsOk());
    fault.make(rule);
    const absl::Status refused = ValidateRuleSet(rule);
    ASSERT_THAT(refused, StatusIs(kInvalid, "RULE_SET_INVALID")) << fault.field;
    google::rpc::BadRequest details;
    ASSERT_TRUE(status::Detail(refused, &details));
    ASSERT_EQ(details.field_violations_size(), 1);
    EXPECT_EQ(details.field_violations(0).field(), fault.field);
  }
}

TEST(SucceedRuleSet, CountsVersionsAndWantsALaterStart) {
  v1::RuleSet first = sample::FittedRule(10);
  first.set_version(4);
  v1::RuleSet next = sample::FittedRule(11);
  const auto refused = SucceedRuleSet(next, first);
  EXPECT_THAT(refused, StatusIs(kInvalid, "RULE_SET_INVALID"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "cause"), "succession");
  *next.mutable_effective_from() = civil::ToDate(sample::kDay);
  ASSERT_OK_AND_ASSIGN(const auto taken, SucceedRuleSet(next, first));
  EXPECT_EQ(taken.version(), 5);
  next.set_organisation("organisations/other");
  EXPECT_THAT(SucceedRuleSet(next, first), StatusIs(kInvalid, "RULE_SET_INVALID"));
}

TEST(InForce, CountsTheFirstDayAndNotTheLast) {
  v1::RuleSet rule = sample::FittedRule(10);
  *rule.mutable_effective_from() = civil::ToDate(sample::kDay);
  *rule.mutable_effective_until() = civil::ToDate(sample::kDay + 2);
  EXPECT_FALSE(InForce(rule, sample::kDay - 1));
  EXPECT_TRUE(InForce(rule, sample::kDay));
  EXPECT_TRUE(InForce(rule, sample::kDay + 1));
  EXPECT_FALSE(InForce(rule, sample::kDay + 2));
}

}  // namespace
}  // namespace congress::allocation
