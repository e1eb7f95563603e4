#include "services/allocation/domain/export/chart_scale.h"

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

TEST(RoundScale, GoesInStepsOfOneTwoAndFive) {
  struct Case {
    int64_t greatest, most_steps, end, step;
  };
  for (const Case& c :
       {Case{0, 10, 1, 1}, Case{1, 10, 1, 1}, Case{10, 10, 10, 1}, Case{11, 10, 12, 2}, Case{21, 10, 25, 5},
        Case{16'170, 9, 18'000, 2'000}, Case{16'170, 4, 20'000, 5'000}, Case{1, 1, 1, 1}, Case{3, 1, 5, 5},
        Case{100'000'000'000'000'000, 1, 100'000'000'000'000'000, 100'000'000'000'000'000}}) {
    const Scale scale = RoundScale(c.greatest, c.most_steps);
    EXPECT_EQ(scale.end, c.end) << c.greatest;
    EXPECT_EQ(scale.step, c.step) << c.greatest;
  }
}

TEST(RoundScale, IsTheFinestThatReaches) {
  for (int64_t most_steps = 1; most_steps <= 12; ++most_steps) {
    for (int64_t greatest = 1; greatest < 3'000; greatest += 7) {
      const Scale scale = RoundScale(greatest, most_steps);
      EXPECT_GE(scale.end, greatest);
      EXPECT_LT(scale.end - scale.step, greatest) << "a whole step too far";
      EXPECT_EQ(scale.end % scale.step, 0);
      EXPECT_LE(scale.end / scale.step, most_steps);
      int64_t power = 1;
      while (power * 10 <= scale.step) power *= 10;
      const int64_t factor = scale.step / power;
      EXPECT_TRUE(scale.step % power == 0 && (factor == 1 || factor == 2 || factor == 5)) << scale.step;
      if (scale.step == 1) continue;
      const int64_t finer = factor == 1 ? power / 2 : factor == 2 ? power : 2 * power;
      EXPECT_GT((greatest + finer - 1) / finer, most_steps);
    }
  }
}

TEST(Scale, PlacesValuesInProportionWithoutOverflow) {
  const Scale scale = {.end = 100'000'000'000'000'000, .step = 1};
  EXPECT_EQ(scale.At(0, 8'000), 0);
  EXPECT_EQ(scale.At(50'000'000'000'000'000, 8'000), 4'000);
  EXPECT_EQ(scale.At(scale.end, 8'000), 8'000);
}

}  // namespace
}  // namespace congress::allocation
