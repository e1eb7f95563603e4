#include "services/scheduling/domain/schedule/policy.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "platform/status/status.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using support::IsOk;

v1::SchedulePolicy Policy(const std::string& text) {
  v1::SchedulePolicy policy;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "organisation: 'organisations/province' display_name: 'Quy tắc' session_size: 4 day_level: 4 " + text, &policy));
  return policy;
}

v1::ScheduleProblem::Setting SettingOf(const v1::SchedulePolicy& policy, v1::ScheduleRule rule, absl::CivilDay day) {
  for (const auto& setting : SettingsOn(policy, day)) {
    if (setting.rule() == rule) return setting;
  }
  ADD_FAILURE() << "no setting";
  return {};
}

TEST(SchedulePolicy, EveryRuleHasOneOfTheSolver) {
  std::set<solver::Rule> rules;
  for (int number = v1::ScheduleRule_MIN + 1; number <= v1::ScheduleRule_MAX; ++number) {
    const auto rule = static_cast<v1::ScheduleRule>(number);
    if (IsOfReleases(rule)) continue;
    EXPECT_EQ(RuleNamed(SolverRule(rule)), rule);
    rules.insert(SolverRule(rule));
  }
  EXPECT_EQ(rules.size(), solver::kRules);
}

TEST(SchedulePolicy, StartsWithTheWeightsOfTheIssue) {
  const absl::CivilDay day(2025, 7, 1);
  const std::pair<v1::ScheduleRule, int> weights[] = {
      {v1::OTHER_GROUP, 10},    {v1::SESSION_HELD, 5},  {v1::LOAD_LOW, 20},    {v1::LOAD_HIGH, 20},
      {v1::DAY_ABOVE_LEVEL, 3}, {v1::TRAVEL_SPREAD, 1}, {v1::DAYS_MOVED, 100}, {v1::ATTENDEE_MOVED, 10}};
  for (const auto& [rule, weight] : weights) {
    EXPECT_EQ(SettingOf({}, rule, day).weight(), weight) << v1::ScheduleRule_Name(rule);
    EXPECT_EQ(SettingOf({}, rule, day).severity(), v1::SchedulePolicy::WARN);
  }
  EXPECT_EQ(SettingOf({}, v1::SOMEBODY_BUSY, day).severity(), v1::SchedulePolicy::BLOCK);
}

TEST(SchedulePolicy, TheNewestEntryInForceCounts) {
  const v1::SchedulePolicy policy = Policy(
      "day_most: 5 "
      "rules { rule: OTHER_GROUP severity: WARN weight: 7 } rules { rule: OTHER_GROUP severity: BLOCK effective_date { "
      "year: 2025 month: 7 day: 15 } } rules { rule: TRAVEL severity: BLOCK_RELEASE weight: 2 effective_date { year: "
      "2025 "
      "month: 7 day: 10 } }");
  EXPECT_THAT(CheckPolicy(policy), IsOk());
  EXPECT_EQ(SettingOf(policy, v1::OTHER_GROUP, absl::CivilDay(2025, 7, 14)).weight(), 7);
  EXPECT_EQ(SettingOf(policy, v1::OTHER_GROUP, absl::CivilDay(2025, 7, 15)).severity(), v1::SchedulePolicy::BLOCK);
  EXPECT_EQ(SettingOf(policy, v1::TRAVEL, absl::CivilDay(2025, 7, 10)).severity(), v1::SchedulePolicy::WARN);
  EXPECT_EQ(ReleaseBlockers(policy, absl::CivilDay(2025, 7, 10)), std::set<v1::ScheduleRule>{v1::TRAVEL});
  EXPECT_TRUE(ReleaseBlockers(policy, absl::CivilDay(2025, 7, 9)).empty());
}

TEST(SchedulePolicy, TellsAllThatIsWrong) {
  const absl::Status refused = CheckPolicy(Policy(
      "rules { rule: SOMEBODY_BUSY severity: IGNORE } rules { rule: TRAVEL severity: WARN } rules { rule: TRAVEL "
      "severity: "
      "BLOCK weight: 3 } loads { post: 'organisations/p/posts/a' least: 3 most: 2 preferred_organisations: "
      "'organisations/u' forbidden_organisations: 'organisations/u' } loads { post: 'organisations/p/posts/a' } "
      "far_apart { "
      "first_group: 'organisations/g' second_group: 'organisations/h' } far_apart { first_group: 'organisations/g' "
      "second_group: 'organisations/h' } orders { before: GRASSROOTS after: PROVINCE gap_working_days: 1 } orders { "
      "before: PROVINCE after: GRASSROOTS gap_working_days: 1 } centre { latitude: 91 } ranks { organisation_kind: 'x' "
      "} "
      "ranks { organisation_kind: 'x' } day_most: 3"));
  EXPECT_THAT(refused, support::StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  google::rpc::BadRequest told;
  ASSERT_TRUE(status::Detail(refused, &told));
  std::set<std::string> fields;
  for (const auto& violation : told.field_violations()) fields.insert(violation.field());
  const std::set<std::string> expected = {
      "policy.rules[0].rule",   "policy.rules[1].weight", "policy.rules[2].rule",
      "policy.rules[2].weight", "policy.loads[0].most",   "policy.loads[0].preferred_organisations[0]",
      "policy.loads[1].post",   "policy.far_apart[1]",    "policy.orders[0].after",
      "policy.orders[1].after", "policy.centre",          "policy.ranks[1].organisation_kind",
      "policy.day_most"};
  EXPECT_EQ(fields, expected);
}

}  // namespace
}  // namespace congress::scheduling
