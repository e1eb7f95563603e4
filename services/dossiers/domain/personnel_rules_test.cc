#include "services/dossiers/domain/personnel_rules.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/dossiers/testing/rules_sample.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using support::IsOk;
using support::StatusIs;

const Actor kActor = sample::Clerk(sample::kToday);

testing::Matcher<const absl::StatusOr<v1::PersonnelRuleSet>&> IsInvalid() {
  return StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
}

TEST(PersonnelRules, AreLaidDownWhenTheyHoldTogether) {
  ASSERT_OK_AND_ASSIGN(const auto rules, LayDownRules("sample-2", sample::Rules(), kActor));
  EXPECT_EQ(rules.name(), "personnelRuleSets/sample-2");
  EXPECT_TRUE(rules.has_create_time());
}

TEST(PersonnelRules, AreRefusedWhenTheyDoNot) {
  using Change = void (*)(v1::PersonnelRuleSet*);
  const Change changes[] = {
      [](v1::PersonnelRuleSet* rules) { rules->mutable_requirements(1)->set_requirement_id("age-first-time"); },
      [](v1::PersonnelRuleSet* rules) { rules->mutable_requirements(0)->clear_check(); },
      [](v1::PersonnelRuleSet* rules) { rules->mutable_qualifications(1)->set_qualification_id("university"); },
      [](v1::PersonnelRuleSet* rules) { rules->mutable_qualifications(0)->add_includes("no-such"); },
      [](v1::PersonnelRuleSet* rules) { rules->mutable_assessment_levels(1)->set_level_id("excellent"); },
      [](v1::PersonnelRuleSet* rules) { rules->mutable_norms(0)->set_maximum(14); },
      [](v1::PersonnelRuleSet* rules) { rules->mutable_norms(1)->set_merged_units_maximum(2); },
      [](v1::PersonnelRuleSet* rules) {
        *rules->mutable_retirement_ages(2)->mutable_born_until() = sample::Partial(1969, 12);
      },
      [](v1::PersonnelRuleSet* rules) {
        *rules->mutable_requirements(0)->mutable_remaining_months()->mutable_reference_month() = sample::Partial(2025);
      },
      [](v1::PersonnelRuleSet* rules) {
        sample::AddRequirement(rules, "assessed")->mutable_assessed()->set_least_level("no-such");
      },
      [](v1::PersonnelRuleSet* rules) {
        sample::AddRequirement(rules, "qualified")->mutable_qualified()->add_any_of("no-such");
      },
  };
  for (const Change change : changes) {
    v1::PersonnelRuleSet rules = sample::Rules();
    change(&rules);
    EXPECT_THAT(LayDownRules("sample", rules, kActor), IsInvalid());
  }
}

TEST(PersonnelRules, AreInEffectFromTheirFirstToTheirLastDay) {
  v1::PersonnelRuleSet rules = sample::Rules();
  EXPECT_FALSE(IsInEffect(rules, absl::CivilDay(2025, 4, 13)));
  EXPECT_TRUE(IsInEffect(rules, absl::CivilDay(2025, 4, 14)));
  EXPECT_TRUE(IsInEffect(rules, absl::CivilDay(2060, 1, 1)));
  EXPECT_THAT(EndRules(rules, civil::ToDate(absl::CivilDay(2025, 4, 13))), IsInvalid());
  ASSERT_OK_AND_ASSIGN(rules, EndRules(rules, civil::ToDate(absl::CivilDay(2030, 6, 30))));
  EXPECT_TRUE(IsInEffect(rules, absl::CivilDay(2030, 6, 30)));
  EXPECT_FALSE(IsInEffect(rules, absl::CivilDay(2030, 7, 1)));
}

// 45-CT/TW: at most 27 where two became one or none was merged, 33 from three on.
TEST(PersonnelRules, TellNormsByHowManyUnitsBecameOne) {
  for (const auto& [units, maximum] : {std::pair(1, 27), std::pair(2, 27), std::pair(3, 33), std::pair(9, 33)}) {
    const auto norms = NormsFor(sample::Rules(), "commune", units);
    ASSERT_EQ(norms.size(), 2) << units;
    EXPECT_EQ(norms[0].position_kind(), "committee-member");
    EXPECT_EQ(norms[0].maximum(), maximum) << units;
    EXPECT_EQ(norms[1].maximum(), 11);
    EXPECT_EQ(norms[1].rule_set(), "personnelRuleSets/sample");
  }
  v1::PersonnelRuleSet rules = sample::Rules();
  for (v1::Norm& norm : *rules.mutable_norms()) norm.add_organisation_kinds("ward");
  EXPECT_TRUE(NormsFor(rules, "commune", 1).empty());
  EXPECT_EQ(NormsFor(rules, "ward", 1).size(), 2);
}

TEST(PersonnelRules, EndlessInclusionsEnd) {
  v1::PersonnelRuleSet rules = sample::Rules();
  rules.mutable_qualifications(0)->add_includes("doctor");
  google::protobuf::RepeatedPtrField<std::string> wanted;
  wanted.Add("master");
  EXPECT_EQ(Sufficient(rules, wanted), (std::set<std::string>{"master", "doctor", "university"}));
}

TEST(PersonnelRules, ASeatIsOnceInItsStage) {
  v1::PersonnelRuleSet rules = sample::StageRules();
  EXPECT_THAT(LayDownRules("x", rules, sample::Clerk(sample::kToday)), support::IsOk());
  EXPECT_EQ(SeatIn(rules, v1::CONGRESS, "committee-member")->cut_off_date().month(), 9);
  EXPECT_EQ(SeatIn(rules, v1::CONGRESS, "assembly-deputy"), nullptr);
  v1::PersonnelRuleSet twice = rules;
  *twice.add_stages() = rules.stages(0);
  EXPECT_THAT(LayDownRules("x", twice, sample::Clerk(sample::kToday)),
              support::StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  twice = rules;
  *twice.add_leave_policies() = rules.leave_policies(0);
  EXPECT_THAT(LayDownRules("x", twice, sample::Clerk(sample::kToday)),
              support::StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::dossiers
