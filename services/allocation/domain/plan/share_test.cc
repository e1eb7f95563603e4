#include "services/allocation/domain/plan/share.h"

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

v1::OpenTotal Step(int64_t members, v1::OpenTotal::Remainder remainder, int64_t threshold = 0) {
  v1::OpenTotal step;
  step.set_members_per_seat(members);
  step.set_remainder(remainder);
  step.set_threshold(threshold);
  return step;
}

struct StepCase {
  uint64_t weight;
  v1::OpenTotal::Remainder remainder;
  int64_t threshold;
  int64_t seats;
};

TEST(ByStep, GivesARemainderWhatItsRuleSays) {
  const StepCase cases[] = {
      {11'999, v1::OpenTotal::FLOOR, 0, 0},
      {12'000, v1::OpenTotal::FLOOR, 0, 1},
      {12'000, v1::OpenTotal::CEILING, 0, 1},
      {12'001, v1::OpenTotal::CEILING, 0, 2},
      {0, v1::OpenTotal::CEILING, 0, 0},
      {5'999, v1::OpenTotal::HALF, 0, 0},
      {6'000, v1::OpenTotal::HALF, 0, 1},
      {6'000, v1::OpenTotal::THRESHOLD, 6'001, 0},
      {6'001, v1::OpenTotal::THRESHOLD, 6'001, 1},
      {18'000, v1::OpenTotal::THRESHOLD, 6'001, 1},
      {18'001, v1::OpenTotal::THRESHOLD, 6'001, 2},
      {0, v1::OpenTotal::HALF, 0, 0},
  };
  for (const StepCase& c : cases) {
    EXPECT_EQ(ByStep(c.weight, Step(12'000, c.remainder, c.threshold)).seats(), c.seats)
        << c.weight << " by " << v1::OpenTotal::Remainder_Name(c.remainder);
  }
}

TEST(ByStep, RoundsHalvesOfOddStepsExactly) {
  const v1::OpenTotal sevens = Step(7, v1::OpenTotal::HALF);
  EXPECT_EQ(ByStep(3, sevens).seats(), 0);
  EXPECT_EQ(ByStep(4, sevens).seats(), 1);
  EXPECT_EQ(ByStep(10, sevens).seats(), 1);
  EXPECT_EQ(ByStep(11, sevens).seats(), 2);
}

TEST(ByParts, RoundsEachPartOfTheSumByItself) {
  v1::SeatPerPart rule;
  rule.set_parts(4);
  const auto seats = [&](v1::OpenTotal::Remainder remainder, absl::uint128 weight, absl::uint128 sum) {
    rule.set_remainder(remainder);
    return ByParts(weight, rule, sum).seats();
  };
  // 3 of 8 are one and a half of 4 parts.
  EXPECT_EQ(seats(v1::OpenTotal::FLOOR, 3, 8), 1);
  EXPECT_EQ(seats(v1::OpenTotal::HALF, 3, 8), 2);
  EXPECT_EQ(seats(v1::OpenTotal::CEILING, 3, 8), 2);
  EXPECT_EQ(seats(v1::OpenTotal::CEILING, 2, 8), 1);
  EXPECT_EQ(seats(v1::OpenTotal::CEILING, 0, 8), 0);
  // The greatest weight, and one less than half a part of it.
  const absl::uint128 greatest = absl::uint128(1'000'000'000'000'000'000) * 1'000'000'000;
  rule.set_parts(1'000'000);
  EXPECT_EQ(seats(v1::OpenTotal::HALF, greatest, greatest), 1'000'000);
  EXPECT_EQ(seats(v1::OpenTotal::HALF, greatest / 2'000'000, greatest), 1);
  EXPECT_EQ(seats(v1::OpenTotal::HALF, greatest / 2'000'000 - 1, greatest), 0);
}

TEST(OfShared, TellsWholeAndRemainder) {
  const Share share = OfShared(47, 10, 100, 5);
  EXPECT_EQ(share.whole, 4);
  EXPECT_EQ(share.remainder, 70u);
  EXPECT_EQ(share.denominator, 100u);
  EXPECT_TRUE(share.extra);
  EXPECT_FALSE(OfShared(47, 10, 100, 4).extra);
}

}  // namespace
}  // namespace congress::allocation
