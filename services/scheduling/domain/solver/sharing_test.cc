#include "services/scheduling/domain/solver/sharing.h"

#include <gtest/gtest.h>

#include "services/scheduling/testing/small_problems.h"
#include "services/scheduling/testing/stand_in_problems.h"

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kDear = 1'000'000;
constexpr int64_t kChanges = 4'000'000;

// With everything that a problem may have: holds, orders, rooms, rules that block and rules that warn.
TEST(Sharing, SaysOfSmallProblemsWhatEveryScheduleSays) {
  int found = 0;
  int refuted = 0;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const Problem problem = sample::SmallProblem(seed);
    const Model model(problem);
    if (!sample::HasChoices(model)) continue;
    const std::optional<int64_t> least = sample::LeastCost(problem);
    const Bound bound = FindBound(model, Ask::kCost, 300, kDear);
    const int64_t beside = CostBesideAttendance(problem, bound.certificate);
    const Exhausted tried = Sharing(model, seed, beside, 3000, [] { return false; }).Run(kDear, kChanges);
    ASSERT_TRUE(tried.complete) << "seed " << seed;
    ASSERT_EQ(!tried.best.empty(), least.has_value()) << "seed " << seed;
    ++(least ? found : refuted);
    if (!least) continue;
    EXPECT_EQ(tried.cost, *least) << "seed " << seed;
    const Verdict verdict = Verify(problem, tried.best);
    EXPECT_TRUE(verdict.kept()) << "seed " << seed;
    EXPECT_EQ(verdict.cost, *least) << "seed " << seed;
    // Nothing costs less than the cheapest, and what has its cost is not asked for.
    const Exhausted again = Sharing(model, seed, beside, 3000, [] { return false; }).Run(*least, kChanges);
    EXPECT_TRUE(again.complete && again.best.empty()) << "seed " << seed;
  }
  EXPECT_GT(found, 10);
  EXPECT_GT(refuted, 3);
}

TEST(Sharing, ProvesNothingWithoutTheStepsForIt) {
  const Problem problem = sample::StandInProblem(17);
  const Exhausted tried = Sharing(Model(problem), 1, 0, 3000, [] { return false; }).Run(kDear, 1000);
  EXPECT_FALSE(tried.complete);
}

}  // namespace
}  // namespace congress::scheduling::solver
