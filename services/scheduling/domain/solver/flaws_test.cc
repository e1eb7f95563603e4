#include "services/scheduling/domain/solver/flaws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FindFlaws, FindsNoneInProvinces) {
  EXPECT_THAT(FindFlaws(sample::Province({}, 1)), IsEmpty());
  EXPECT_THAT(FindFlaws(sample::SmallProblem(1)), IsEmpty());
}

TEST(FindFlaws, NamesTheCircle) {
  Problem problem = sample::Province({.communes = 6}, 1);
  problem.orders = {{0, 1}, {1, 4}, {4, 2}, {2, 1}, {3, 5}};
  const std::vector<Flaw> flaws = FindFlaws(problem);
  ASSERT_EQ(flaws.size(), 1);
  EXPECT_EQ(flaws[0].what, Flaw::What::kCircle);
  EXPECT_THAT(flaws[0].meetings, ElementsAre(1, 4, 2));
}

TEST(FindFlaws, FindsAllAtOnce) {
  Problem problem = sample::Province({.communes = 6}, 1);
  problem.meetings[0].days = 0;
  problem.meetings[1].earliest = 9;
  problem.meetings[1].latest = 8;
  problem.meetings[2].rooms = {3};
  problem.persons[4].load_least = 3;
  problem.persons[4].load_most = 2;
  problem.persons[5].forbidden = {77};
  problem.policy.session_size = 0;
  std::vector<Flaw::What> what;
  for (const Flaw& flaw : FindFlaws(problem)) what.push_back(flaw.what);
  EXPECT_THAT(what, ElementsAre(Flaw::What::kPolicy, Flaw::What::kNoDays, Flaw::What::kReversed, Flaw::What::kUnknown,
                                Flaw::What::kReversed, Flaw::What::kUnknown));
}

TEST(FindFlaws, AWindowOfOneDayIsNone) {
  Problem problem = sample::Province({.communes = 1, .long_percent = 0}, 1);
  problem.meetings[0].earliest = problem.meetings[0].latest = 9;
  EXPECT_THAT(FindFlaws(problem), IsEmpty());
}

}  // namespace
}  // namespace congress::scheduling::solver
