#include "services/allocation/domain/targets/spread.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

Spread SpreadOf(const std::vector<Part>& parts, int64_t total) {
  return RoundIdeals(parts, IdealsOf(parts, total), total);
}

TEST(Spread, GoesByLargestRemainders) {
  struct Case {
    std::vector<Part> parts;
    int64_t total;
    std::vector<int64_t> counts;
  };
  const Case cases[] = {
      // 15 of 50: 3, 4.5, 7.5; the tie goes to more seats.
      {{{10, 0, 10}, {15, 0, 15}, {25, 0, 25}}, 15, {3, 4, 8}},
      // Nobody beyond their seats, nothing of nothing.
      {{{1, 0, 1}, {0, 0, 0}, {3, 0, 3}}, 4, {1, 0, 3}},
      {{{5, 0, 5}, {5, 0, 5}}, 0, {0, 0}},
      // The first must have 6 of its 10, so 9 are left for 40: 3.375 and 5.625.
      {{{10, 6, 10}, {15, 0, 15}, {25, 0, 25}}, 15, {6, 3, 6}},
      // The last may have 3, so 12 are left for 25: 4.8 and 7.2.
      {{{10, 0, 10}, {15, 0, 15}, {25, 0, 3}}, 15, {5, 7, 3}},
  };
  for (const Case& c : cases) EXPECT_EQ(SpreadOf(c.parts, c.total).counts, c.counts);
}

TEST(Spread, TellsATieAndItsOrder) {
  const Spread spread = SpreadOf({{5, 0, 5}, {5, 0, 5}, {10, 0, 10}, {5, 0, 5}}, 12);
  EXPECT_EQ(spread.counts, (std::vector<int64_t>{3, 2, 5, 2}));
  EXPECT_EQ(spread.tie.parts, (std::vector<size_t>{0, 1, 3}));
  EXPECT_EQ(spread.tie.winners, (std::vector<size_t>{0}));
  EXPECT_TRUE(SpreadOf({{5, 0, 5}, {10, 0, 10}}, 3).tie.parts.empty());
}

// The sum is exact, every part the floor or ceiling of its ideal and within its bounds, and ideals that no bound cuts
// have one factor.
TEST(Spread, KeepsSumBoundsAndProportion) {
  std::mt19937 random(7);
  const auto up_to = [&](int64_t most) { return std::uniform_int_distribution<int64_t>(0, most)(random); };
  for (int round = 0; round < 3000; ++round) {
    std::vector<Part> parts(static_cast<size_t>(1 + up_to(7)));
    int64_t low = 0;
    int64_t high = 0;
    for (Part& part : parts) {
      part.seats = up_to(round % 2 == 0 ? 12 : 1'000'000);
      part.high = up_to(3) > 0 ? part.seats : up_to(part.seats);
      part.low = up_to(3) > 0 ? 0 : up_to(part.high);
      low += part.low;
      high += part.high;
    }
    const int64_t total = low + up_to(high - low);
    const std::vector<Ratio> ideals = IdealsOf(parts, total);
    const Spread spread = RoundIdeals(parts, ideals, total);
    EXPECT_EQ(std::accumulate(spread.counts.begin(), spread.counts.end(), int64_t{0}), total);
    for (size_t i = 0; i < parts.size(); ++i) {
      EXPECT_GE(spread.counts[i], std::max(parts[i].low, ideals[i].Floor()));
      EXPECT_LE(spread.counts[i], std::min(parts[i].high, ideals[i].Ceiling()));
      for (size_t j = 0; j < parts.size(); ++j) {
        // i has less per seat than j only where i stands at its upper or j at its lower bound.
        const Ratio left{ideals[i].numerator * parts[j].seats, ideals[i].denominator};
        const Ratio right{ideals[j].numerator * parts[i].seats, ideals[j].denominator};
        if (!Less(left, right)) continue;
        EXPECT_TRUE(!Less(ideals[i], {parts[i].high, 1}) || !Less({parts[j].low, 1}, ideals[j]));
      }
    }
  }
}

}  // namespace
}  // namespace congress::allocation
