// Templates of personnel processes as files: the examples are taken as they are.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Finished;

TEST(CtlProcessTemplates, ExamplesAreTaken) {
  const support::Suite suite(support::Shape::kOneProcess);
  for (const auto& [id, steps] : {std::pair("re-election-2019", 5u), std::pair("first-time-2019", 5u),
                                  std::pair("new-commune-2025", 3u), std::pair("election-2024", 1u)}) {
    const Finished made =
        support::RunToEnd({support::Binary("congressctl"), "process-templates", "create", "--file",
                           std::string(CONGRESS_SOURCE_DIR "/examples/process-templates/") + id + ".yaml",
                           "--process-template-id", id, "-o", "json"},
                          {{"CONGRESS_SERVER", suite.endpoint()}, {"CONGRESS_TOKEN_FILE", suite.AdminTokenFile()}});
    ASSERT_EQ(made.status, 0) << made.errors;
    const auto rules = nlohmann::json::parse(made.output);
    EXPECT_EQ(rules["name"], std::string("processTemplates/") + id);
    EXPECT_EQ(rules["steps"].size(), steps) << id;
  }
}

}  // namespace
}  // namespace congress::e2e
