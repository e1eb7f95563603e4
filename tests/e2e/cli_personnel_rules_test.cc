// Rules of personnel as files: the examples are taken as they are, and answer.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Finished;

class CtlPersonnelRules : public testing::Test {
 protected:
  // What a command prints as JSON.
  nlohmann::json Done(std::vector<std::string> command) const {
    command.insert(command.begin(), support::Binary("congressctl"));
    command.insert(command.end(), {"-o", "json"});
    const Finished done = support::RunToEnd(
        command, {{"CONGRESS_SERVER", suite_.endpoint()}, {"CONGRESS_TOKEN_FILE", suite_.AdminTokenFile()}});
    EXPECT_EQ(done.status, 0) << done.errors;
    return done.status == 0 ? nlohmann::json::parse(done.output) : nlohmann::json();
  }
  static std::string File(const std::string& name) {
    return std::string(CONGRESS_SOURCE_DIR "/examples/personnel-rules/") + name;
  }

  support::Suite suite_{support::Shape::kOneProcess};
};

TEST_F(CtlPersonnelRules, TheSetOfTheTermIsTaken) {
  const nlohmann::json rules = Done({"personnel-rule-sets", "create", "--file", File("term-2025-2030.yaml"),
                                     "--personnel-rule-set-id", "term-2025-2030"});
  EXPECT_EQ(rules["name"], "personnelRuleSets/term-2025-2030");
  EXPECT_EQ(rules["norms"].size(), 5U);
  EXPECT_EQ(rules["requirements"].size(), 8U);
  EXPECT_EQ(rules["stages"].size(), 3U);
  EXPECT_EQ(rules["leavePolicies"].size(), 2U);
  EXPECT_EQ(rules["targets"].size(), 3U);
  EXPECT_TRUE(rules["retirementAges"].empty()) << "not known here";
}

TEST_F(CtlPersonnelRules, TheFreezeIsTaken) {
  const nlohmann::json freeze =
      Done({"freeze-periods", "create", "--file", File("freeze-1757.yaml"), "--freeze-period-id", "cv-1757"});
  EXPECT_EQ(freeze["name"], "freezePeriods/cv-1757");
  EXPECT_EQ(freeze["acts"].size(), 2U);
}

}  // namespace
}  // namespace congress::e2e
