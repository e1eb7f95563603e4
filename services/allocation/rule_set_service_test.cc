#include "gtest/gtest.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;

// Rule set from a day of 2025 on.
v1::RuleSet From(int month) {
  v1::RuleSet rule = sample::FittedRule(10);
  *rule.mutable_effective_from() = civil::ToDate(absl::CivilDay(2025, month, 1));
  return rule;
}

TEST(CreateRuleSet, KeepsWhatItWasGivenAndIsTheProvincesByDefault) {
  Fixture f;
  v1::RuleSet rule = From(1);
  rule.clear_organisation();
  ASSERT_OK_AND_ASSIGN(const auto created, f.CreateRule("r", rule));
  EXPECT_EQ(created.name(), "ruleSets/r");
  EXPECT_EQ(created.organisation(), "organisations/province");
  EXPECT_EQ(created.version(), 1);
  EXPECT_EQ(created.member_step().fitted().total(), 10);
  EXPECT_NE(created.etag(), "");
  v1::GetRuleSetRequest get;
  get.set_name("ruleSets/r");
  ASSERT_OK_AND_ASSIGN(const auto read, f.Call(&RuleSets::GetRuleSet, get));
  EXPECT_EQ(read.SerializeAsString(), created.SerializeAsString());
}

TEST(CreateRuleSet, NumbersVersions) {
  Fixture f;
  ASSERT_THAT(f.CreateRule("r1", From(1)), IsOk());
  v1::RuleSet next = From(3);
  next.set_replaces("ruleSets/r1");
  EXPECT_EQ(f.CreateRule("r2", next)->version(), 2);
  next.set_replaces("ruleSets/none");
  EXPECT_THAT(f.CreateRule("r3", next), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  next = From(1);
  next.set_replaces("ruleSets/r1");
  EXPECT_THAT(f.CreateRule("r3", next), StatusIs(kInvalid, "RULE_SET_INVALID"));
}

TEST(CreateRuleSet, RefusesWhatIsWrong) {
  Fixture f;
  v1::RuleSet faulty = From(1);
  faulty.clear_member_step();
  faulty.mutable_member_step();
  EXPECT_THAT(f.CreateRule("r", faulty), StatusIs(kInvalid, "RULE_SET_INVALID"));
  v1::RuleSet unnamed = From(1);
  unnamed.clear_legal_basis();
  EXPECT_THAT(f.CreateRule("r", unnamed), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(f.CreateRule("R!", From(1)), StatusIs(kInvalid, "FIELDS_INVALID"));
  v1::RuleSet vast = From(1);
  vast.set_ex_officio_count(1'000'001);
  EXPECT_THAT(f.CreateRule("r", vast), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(f.CreateRule("r", From(1)), IsOk());
  EXPECT_THAT(f.CreateRule("r", From(2)), StatusIs(absl::StatusCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST(CreateRuleSet, RepeatsItsAnswerAndOnlyLooksWhenAsked) {
  Fixture f;
  v1::CreateRuleSetRequest request;
  request.set_rule_set_id("r");
  *request.mutable_rule_set() = From(1);
  request.set_validate_only(true);
  ASSERT_THAT(f.Call(&RuleSets::CreateRuleSet, request), IsOk());
  EXPECT_EQ(*f.service().store().LastSequence(), 0);
  request.set_validate_only(false);
  request.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const auto first, f.Call(&RuleSets::CreateRuleSet, request));
  ASSERT_OK_AND_ASSIGN(const auto second, f.Call(&RuleSets::CreateRuleSet, request));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  request.mutable_rule_set()->set_ex_officio_count(7);
  EXPECT_THAT(f.Call(&RuleSets::CreateRuleSet, request), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(ListRuleSets, ShowsThoseInForceOnADayPageByPage) {
  Fixture f;
  v1::RuleSet first = From(1);
  *first.mutable_effective_until() = civil::ToDate(absl::CivilDay(2025, 4, 14));
  ASSERT_THAT(f.CreateRule("a", first), IsOk());
  ASSERT_THAT(f.CreateRule("b", From(4)), IsOk());
  v1::ListRuleSetsRequest request;
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const auto page, f.Call(&RuleSets::ListRuleSets, request));
  ASSERT_EQ(page.rule_sets_size(), 1);
  request.set_page_token(page.next_page_token());
  ASSERT_OK_AND_ASSIGN(const auto rest, f.Call(&RuleSets::ListRuleSets, request));
  ASSERT_EQ(rest.rule_sets_size(), 1);
  EXPECT_EQ(rest.rule_sets(0).name(), "ruleSets/b");
  request.set_page_size(0);
  *request.mutable_as_of() = civil::ToDate(absl::CivilDay(2025, 4, 14));
  EXPECT_THAT(f.Call(&RuleSets::ListRuleSets, request), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  request.clear_page_token();
  ASSERT_OK_AND_ASSIGN(const auto in_force, f.Call(&RuleSets::ListRuleSets, request));
  ASSERT_EQ(in_force.rule_sets_size(), 1);
  EXPECT_EQ(in_force.rule_sets(0).name(), "ruleSets/b");
  request.set_page_size(-1);
  EXPECT_THAT(f.Call(&RuleSets::ListRuleSets, request), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::allocation
