// Rule sets as files: `congressctl rule-sets check` and `create --file`, whose faults name file, line and column.
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Finished;
using support::Suite;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kExamples = CONGRESS_SOURCE_DIR "/examples/";

class CtlRuleFile : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { suite_ = new Suite(support::Shape::kOneProcess); }
  static void TearDownTestSuite() {
    delete suite_;
    suite_ = nullptr;
  }
  std::string Put(const std::string& name, const std::string& content) const {
    const std::string path = suite_->folder() + "/" + name;
    std::ofstream(path) << content;
    return path;
  }
  Finished RuleSets(std::vector<std::string> words, const std::string& input = "") const {
    words.insert(words.begin(), {Binary("congressctl"), "rule-sets"});
    return support::RunToEnd(
        words, {{"CONGRESS_SERVER", suite_->endpoint()}, {"CONGRESS_TOKEN_FILE", suite_->AdminTokenFile()}}, input);
  }
  // Without server and token.
  static Finished Check(const std::string& path) {
    return support::RunToEnd({Binary("congressctl"), "rule-sets", "check", "--file", path}, {});
  }

  static Suite* suite_;
};
Suite* CtlRuleFile::suite_ = nullptr;

TEST_F(CtlRuleFile, ExamplesHoldAndAreRecorded) {
  const std::string national = kExamples + "rule-sets/xiv-national.yaml";
  for (const std::string& path :
       {national, kExamples + "nghe-an/rule_set.yaml", kExamples + "sample-province/rule_set.yaml"}) {
    const Finished checked = Check(path);
    EXPECT_EQ(checked.status, 0) << checked.errors;
    EXPECT_THAT(checked.output, StartsWith("the rule set holds by itself: "));
  }
  const Finished looked = RuleSets({"create", "--file", national, "--rule-set-id", "xiv-national", "--validate-only"});
  EXPECT_EQ(looked.status, 0) << looked.errors;
  EXPECT_EQ(RuleSets({"get", "--name", "ruleSets/xiv-national"}).status, 1);

  const Finished created = RuleSets({"create", "--file", national, "--rule-set-id", "xiv-national", "-o", "json"});
  ASSERT_EQ(created.status, 0) << created.errors;
  const auto rule = nlohmann::json::parse(created.output);
  EXPECT_EQ(rule["name"], "ruleSets/xiv-national");
  EXPECT_EQ(rule["legalBasis"], "Quyết định số 341-QĐ/TW ngày 23/7/2025");
  EXPECT_EQ(rule["base"]["byMergedUnits"][2]["seats"], "35");
  EXPECT_EQ(rule["memberStep"]["openTotal"]["threshold"], "6001");
  EXPECT_EQ(rule["additions"].size(), 8u);
  // The demo's file is a whole request.
  const Finished demo = RuleSets({"create", "--file", kExamples + "nghe-an/rule_set.yaml"});
  EXPECT_EQ(demo.status, 0) << demo.errors;
  EXPECT_THAT(demo.output, HasSubstr("ruleSets/nghe-an-20"));
}

TEST_F(CtlRuleFile, ThreeFaultsNameTheirLines) {
  const std::string path = Put("faulty.yaml",
                               "display_name: Quy tắc\n"
                               "legal_basis: Giả định\n"
                               "effective_from: 2025-02-30\n"
                               "member_step:\n"
                               "  open_total: {members_per_seat: 12.000, remainder: FLOOR}\n"
                               "tie_rules: MORE_MEMBERS_THEN_EARLIER_CODE\n");
  for (const Finished& faulty :
       {Check(path), RuleSets({"create", "--file", path, "--rule-set-id", "faulty", "--server", "127.0.0.1:1"})}) {
    EXPECT_EQ(faulty.status, 2);
    EXPECT_EQ(faulty.output, "");
    EXPECT_THAT(faulty.errors, StartsWith(path + ":3:1: effective_from: '2025-02-30' is no day"));
    EXPECT_THAT(faulty.errors,
                HasSubstr("\n" + path + ":5:16: member_step.open_total.members_per_seat: '12.000' is no"));
    EXPECT_THAT(faulty.errors, HasSubstr("\n" + path + ":6:1: tie_rules: is no key that is known here"));
    EXPECT_EQ(std::count(faulty.errors.begin(), faulty.errors.end(), '\n'), 3) << faulty.errors;
  }
}

TEST_F(CtlRuleFile, WhatTheServerRefusesNamesItsLines) {
  const std::string rules =
      "rule_set_id: contradiction\n"
      "rule_set:\n"
      "  display_name: Quy tắc\n"
      "  legal_basis: Giả định\n"
      "  effective_from: 2025-07-01\n"
      "  effective_until: 2025-06-01\n"
      "  base:\n"
      "    by_kind:\n"
      "      - {kind: ward, seats: 1}\n"
      "      - {kind: ward, seats: 2}\n"
      "  member_step:\n"
      "    open_total:\n"
      "      members_per_seat: 12000\n"
      "      threshold: 12001\n"
      "      remainder: THRESHOLD\n"
      "  tie_rule: MORE_MEMBERS_THEN_EARLIER_CODE\n";
  const std::string path = Put("contradiction.yaml", rules);
  for (const Finished& refused : {Check(path), RuleSets({"create", "--file", path})}) {
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(refused.output, "");
    EXPECT_THAT(refused.errors,
                StartsWith(path + ":6:3: rule_set.effective_until: must be later than 2025-07-01\n" +  //
                           path + ":10:9: rule_set.base.by_kind[1]: 'ward' appears twice\n" +          //
                           path + ":14:7: rule_set.member_step.open_total.threshold: must be at most 12000"));
    EXPECT_THAT(refused.errors, HasSubstr("INVALID_ARGUMENT RULE_SET_INVALID"));
  }
  // Standard input, and a fault of what a flag says.
  const Finished piped = RuleSets({"create", "--file", "-", "--rule-set-id", "R!"}, rules);
  EXPECT_EQ(piped.status, 1);
  EXPECT_THAT(piped.errors, StartsWith("--rule-set-id: must be an id"));
  // What is missing is told where it belongs.
  const Finished missing = RuleSets({"create", "--file", "-", "--rule-set-id", "r"}, "display_name: x\nbase: {}\n");
  EXPECT_EQ(missing.status, 1);
  EXPECT_THAT(missing.errors, HasSubstr("-:1:1: legal_basis: is required\n"));
}

TEST_F(CtlRuleFile, OnlyTheStoreKnowsWhatAVersionContinues) {
  ASSERT_EQ(RuleSets({"create", "--file", kExamples + "sample-province/rule_set.yaml"}).status, 0);
  const std::string path = Put("next.yaml",
                               "display_name: Quy tắc\n"
                               "legal_basis: Giả định\n"
                               "replaces: ruleSets/song-mo-3\n"
                               "organisation: organisations/unit-1\n"
                               "effective_from: 2025-01-01\n"
                               "member_step: {fitted: {total: 10}}\n"
                               "tie_rule: MORE_MEMBERS_THEN_EARLIER_CODE\n");
  EXPECT_EQ(Check(path).status, 0);
  const Finished refused = RuleSets({"create", "--file", path, "--rule-set-id", "song-mo-4"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.errors, StartsWith(path + ":4:1: organisation: must be organisations/province"));
  EXPECT_THAT(refused.errors, HasSubstr("\n" + path + ":5:1: effective_from: must be later than 2026-01-15"));
}

TEST_F(CtlRuleFile, WrongUseIsToldInOneLine) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"check"},
                                             {"check", "--file", "/nonexistent"},
                                             {"create", "--file", "/nonexistent"},
                                             {"create", "--file", "/tmp"},
                                             {"create", "--file", "-", "--json", "-"}}) {
    const Finished usage = RuleSets(words);
    EXPECT_EQ(usage.status, 2) << words.back() << usage.errors;
    EXPECT_THAT(usage.errors, StartsWith("congressctl: "));
    EXPECT_EQ(std::count(usage.errors.begin(), usage.errors.end(), '\n'), 1) << usage.errors;
  }
  EXPECT_THAT(RuleSets({"--help"}).output, HasSubstr("congressctl rule-sets check"));
}

}  // namespace
}  // namespace congress::e2e
