#include "services/scheduling/domain/dependencies.h"

#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

using Graph = std::map<std::string, std::vector<std::string>>;

std::vector<std::string> Cycle(const Graph& graph, const std::string& start) {
  std::map<std::string, int> asked;
  const auto cycle = CycleFrom(start, [&](const std::string& task) -> absl::StatusOr<std::vector<std::string>> {
    EXPECT_EQ(++asked[task], 1) << task;
    const auto found = graph.find(task);
    return found == graph.end() ? std::vector<std::string>() : found->second;
  });
  EXPECT_TRUE(cycle.ok());
  return *cycle;
}

TEST(CycleFrom, NamesTheCycleInOrderAndNothingElse) {
  using List = std::vector<std::string>;
  EXPECT_EQ(Cycle({{"a", {"a"}}}, "a"), (List{"a", "a"}));
  EXPECT_EQ(Cycle({{"a", {"b"}}, {"b", {"c"}}, {"c", {"a"}}}, "b"), (List{"b", "c", "a", "b"}));
  // What leads into it is not of it.
  EXPECT_EQ(Cycle({{"a", {"x", "b"}}, {"b", {"c"}}, {"c", {"b"}}}, "a"), (List{"b", "c", "b"}));
  // Two ways to one task are none.
  EXPECT_EQ(Cycle({{"a", {"b", "c"}}, {"b", {"d"}}, {"c", {"d"}}, {"d", {}}}, "a"), List());
}

TEST(RefuseCycle, TellsTheCodes) {
  const auto code_of = [](const std::string& task) { return "I." + task; };
  EXPECT_THAT(RefuseCycle({}, code_of), IsOk());
  const absl::Status refused = RefuseCycle({"1", "2", "1"}, code_of);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, "DEPENDENCY_CYCLE"));
  EXPECT_EQ(refused.message(), "These tasks would wait for each other: I.1 → I.2 → I.1.");
}

}  // namespace
}  // namespace congress::scheduling
