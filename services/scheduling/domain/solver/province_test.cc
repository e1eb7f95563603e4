// The numbers that were promised of whole provinces, in effort instead of seconds.
#include <gtest/gtest.h>

#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/testing/provinces.h"
#include "services/scheduling/testing/schedule_input.h"

namespace congress::scheduling::solver {
namespace {

TEST(Province, NgheAnIsWithinThreePercentOfItsBound) {
  const Problem problem = sample::ReadProvince("services/scheduling/testing/nghe-an-130.json");
  const Answer answer = Solve(problem, {.seed = 1, .most = 3'000'000});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  EXPECT_TRUE(answer.verdict.kept());
  EXPECT_EQ(answer.bound.value, 320);
  EXPECT_LE(answer.verdict.cost * 100, answer.bound.value * 103);
  EXPECT_EQ(CheckCertificate(problem, answer.bound.certificate), answer.bound.value);
}

TEST(Province, OthersOfTheKindAreNearTheirBounds) {
  const sample::ProvinceSize sizes[] = {{},
                                        {.communes = 80, .days = 40, .posts = 11, .groups = 5},
                                        {.communes = 150, .days = 50, .posts = 20, .groups = 10},
                                        {.communes = 130, .long_percent = 40, .absences = 6}};
  uint64_t seed = 1;
  for (const sample::ProvinceSize& size : sizes) {
    const Problem problem = sample::Province(size, ++seed);
    const Answer answer = Solve(problem, {.most = 1'000'000});
    ASSERT_EQ(answer.outcome, Outcome::kFound) << "seed " << seed;
    EXPECT_TRUE(answer.verdict.kept());
    EXPECT_LE(answer.verdict.cost * 100, answer.bound.value * 110) << "seed " << seed;
  }
}

TEST(Province, ATightOneIsFeasibleAtOnce) {
  const Problem problem = sample::Province({.communes = 1000, .days = 60, .posts = 60, .groups = 20}, 7);
  const Answer answer = Decide(problem, {.most = 2'000'000});
  EXPECT_EQ(answer.outcome, Outcome::kFound);
}

TEST(Province, ItsOwnCongressFollowsThoseOfTheCommunes) {
  Problem problem = sample::Province({.communes = 40, .days = 50}, 3);
  Meeting congress;
  congress.unit = "province";
  congress.days = 3;
  congress.attended = false;
  congress.required = {0, 1, 2};
  problem.meetings.push_back(congress);
  const int last = static_cast<int>(problem.meetings.size()) - 1;
  for (int i = 0; i < last; ++i) problem.orders.push_back({i, last, 5});
  const Answer answer = Solve(problem, {.most = 1'000'000});
  ASSERT_EQ(answer.outcome, Outcome::kFound);
  for (int i = 0; i < last; ++i) {
    const int end = answer.schedule[At(i)].start + problem.meetings[At(i)].days - 1;
    EXPECT_GE(answer.schedule[At(last)].start, end + 5);
  }
}

}  // namespace
}  // namespace congress::scheduling::solver
