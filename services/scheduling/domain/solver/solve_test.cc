#include "services/scheduling/domain/solver/solve.h"

#include <gtest/gtest.h>

#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/schedule_input.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

TEST(Solve, FindsTheCheapestScheduleOfSmallProblemsOrProvesThatThereIsNone) {
  int found = 0;
  int refuted = 0;
  for (uint64_t seed = 1; seed <= 120; ++seed) {
    const Problem problem = sample::SmallProblem(seed);
    const std::optional<int64_t> least = sample::LeastCost(problem);
    const Answer answer = Solve(problem, {.seed = seed, .most = 3'200'000});
    if (!least) {
      EXPECT_EQ(answer.outcome, Outcome::kInfeasible) << "seed " << seed;
      ++refuted;
      continue;
    }
    ASSERT_EQ(answer.outcome, Outcome::kFound) << "seed " << seed;
    EXPECT_TRUE(answer.verdict.kept());
    EXPECT_EQ(answer.verdict.cost, *least) << "seed " << seed;
    EXPECT_TRUE(answer.optimal()) << "seed " << seed;
    ++found;
  }
  EXPECT_GT(found, 15);
  EXPECT_GT(refuted, 10);
}

TEST(Solve, TheSameInputGivesTheSameAnswer) {
  const Problem problem = sample::Province({.communes = 60, .travel_weight = 1}, 5);
  const Answer first = Solve(problem, {.seed = 3, .most = 500'000});
  const Answer second = Solve(problem, {.seed = 3, .most = 500'000});
  EXPECT_EQ(first.schedule, second.schedule);
  EXPECT_EQ(first.effort, second.effort);
  EXPECT_NE(first.schedule, Solve(problem, {.seed = 4, .most = 500'000}).schedule);
}

TEST(Solve, TellsOfEachImprovementAndOfTheBound) {
  std::vector<Progress> told;
  const Problem problem = sample::Province({.communes = 60}, 5);
  const Answer answer =
      Solve(problem, {.most = 500'000, .progress = [&](const Progress& progress) { told.push_back(progress); }});
  ASSERT_GT(told.size(), 2);
  for (size_t k = 1; k < told.size(); ++k) {
    EXPECT_LT(told[k].cost, told[k - 1].cost);
    EXPECT_GE(told[k].effort, told[k - 1].effort);
  }
  EXPECT_EQ(told.back().cost, answer.verdict.cost);
  EXPECT_EQ(told.back().counts, answer.verdict.counts);
  EXPECT_LE(told.back().bound, answer.bound.value);
}

TEST(Solve, EndsWithTheBestSoFarOnceNobodyWaits) {
  const Problem problem = sample::Province({.communes = 60}, 5);
  int asked = 0;
  const auto wanted = [&] { return ++asked < 5 ? absl::OkStatus() : absl::CancelledError("enough"); };
  const Answer answer = Solve(problem, {.wanted = wanted});
  EXPECT_EQ(answer.unwanted.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_TRUE(answer.verdict.kept());
  EXPECT_LT(answer.effort, 2'000'000);
}

TEST(Solve, IsNotSureWhereItHasNotLookedLongEnough) {
  const Problem problem = sample::ReadProvince("services/scheduling/testing/nghe-an-130.json");
  const Answer answer = Solve(problem, {.most = 1});
  EXPECT_EQ(answer.outcome, Outcome::kUnknown);
  EXPECT_FALSE(answer.verdict.kept());
}

TEST(Solve, NothingIsASchedule) {
  const Answer answer = Solve(Problem(), {});
  EXPECT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_TRUE(answer.optimal());
}

}  // namespace
}  // namespace congress::scheduling::solver
