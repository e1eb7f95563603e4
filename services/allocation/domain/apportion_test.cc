#include "services/allocation/domain/apportion.h"

#include <limits>
#include <numeric>
#include <random>

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

std::vector<Claim> Claims(const std::vector<int64_t>& weights) {
  std::vector<Claim> claims;
  for (size_t i = 0; i < weights.size(); ++i) {
    claims.push_back({weights[i], std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i)});
  }
  return claims;
}

std::vector<int64_t> SeatsOf(const Apportionment& result) {
  std::vector<int64_t> seats;
  for (const Share& share : result.shares) seats.push_back(share.seats());
  return seats;
}

int64_t SumOf(const std::vector<int64_t>& values) { return std::accumulate(values.begin(), values.end(), int64_t{0}); }

TEST(ByLargestRemainder, GivesTheLastSeatToTheLargestRemainder) {
  const auto result = ByLargestRemainder(Claims({47'000, 16'000, 15'900, 12'000, 6'000, 3'100}), 10);
  EXPECT_EQ(SeatsOf(result), (std::vector<int64_t>{5, 2, 1, 1, 1, 0}));
  EXPECT_TRUE(result.ties.empty());
}

// The Alabama paradox of 1880 in small: a larger house costs the smallest claim a seat. The method is what it is.
TEST(ByLargestRemainder, ReproducesTheAlabamaParadox) {
  EXPECT_EQ(SeatsOf(ByLargestRemainder(Claims({6, 6, 2}), 10)), (std::vector<int64_t>{4, 4, 2}));
  EXPECT_EQ(SeatsOf(ByLargestRemainder(Claims({6, 6, 2}), 11)), (std::vector<int64_t>{5, 5, 1}));
}

TEST(ByLargestRemainder, TellsTiesAndGivesThemToTheEarlierCode) {
  const auto result = ByLargestRemainder(Claims({10, 10, 10}), 4);
  EXPECT_EQ(SeatsOf(result), (std::vector<int64_t>{2, 1, 1}));
  ASSERT_EQ(result.ties.size(), 1U);
  EXPECT_EQ(result.ties[0].claims, (std::vector<size_t>{0, 1, 2}));
  EXPECT_EQ(result.ties[0].winners, (std::vector<size_t>{0}));
}

TEST(ByLargestRemainder, PrefersMoreWeightAmongEqualRemainders) {
  // Quotas 1.5, 0.5 and 1.0 of 3 seats.
  const auto result = ByLargestRemainder(std::vector<Claim>{{1, "a"}, {3, "b"}, {2, "c"}}, 3);
  EXPECT_EQ(SeatsOf(result), (std::vector<int64_t>{0, 2, 1}));
  ASSERT_EQ(result.ties.size(), 1U);
  EXPECT_EQ(result.ties[0].winners, (std::vector<size_t>{1}));
}

TEST(ByLargestRemainder, CountsExactlyAtTheEdgeOf63Bits) {
  const int64_t huge = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(SeatsOf(ByLargestRemainder(Claims({huge, huge, huge - 1}), 5)), (std::vector<int64_t>{2, 2, 1}));
  EXPECT_EQ(SeatsOf(ByLargestRemainder(Claims({huge, huge}), huge)), (std::vector<int64_t>{huge / 2 + 1, huge / 2}));
}

TEST(ByLargestRemainder, GivesNothingWithoutWeightOrSeats) {
  EXPECT_EQ(SeatsOf(ByLargestRemainder(Claims({0, 0}), 0)), (std::vector<int64_t>{0, 0}));
  EXPECT_EQ(SeatsOf(ByLargestRemainder(Claims({5, 7}), 0)), (std::vector<int64_t>{0, 0}));
  EXPECT_TRUE(ByLargestRemainder({}, 0).shares.empty());
}

TEST(ByLargestRemainder, KeepsQuotaOrderAndSumForAnyWeights) {
  std::mt19937_64 random(20251121);
  for (int round = 0; round < 300; ++round) {
    std::vector<int64_t> weights(1 + random() % 40);
    for (int64_t& weight : weights) weight = static_cast<int64_t>(random() % 1'000);
    weights.push_back(1);
    const int64_t seats = static_cast<int64_t>(random() % 500);
    const auto given = SeatsOf(ByLargestRemainder(Claims(weights), seats));
    ASSERT_EQ(SumOf(given), seats);
    const int64_t sum = SumOf(weights);
    for (size_t i = 0; i < weights.size(); ++i) {
      const int64_t floor = weights[i] * seats / sum;
      ASSERT_GE(given[i], floor);
      ASSERT_LE(given[i], floor + (weights[i] * seats % sum == 0 ? 0 : 1));
      for (size_t j = 0; j < weights.size(); ++j) {
        if (weights[i] <= weights[j]) continue;
        ASSERT_GE(given[i], given[j]) << "more members, fewer seats";
      }
    }
  }
}

TEST(ByLargestRemainder, DoesNotDependOnTheOrderOfClaims) {
  std::vector<Claim> claims = Claims({7, 7, 7, 3, 3, 9, 1, 1});
  const auto before = ByLargestRemainder(claims, 11);
  std::mt19937_64 random(7);
  for (int round = 0; round < 20; ++round) {
    std::vector<size_t> order(claims.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::shuffle(order.begin(), order.end(), random);
    std::vector<Claim> shuffled;
    for (const size_t i : order) shuffled.push_back(claims[i]);
    const auto after = ByLargestRemainder(shuffled, 11);
    for (size_t i = 0; i < order.size(); ++i) {
      ASSERT_EQ(after.shares[i].seats(), before.shares[order[i]].seats());
    }
  }
}

v1::OpenTotal Step(int64_t members, v1::OpenTotal::Remainder remainder, int64_t threshold = 0) {
  v1::OpenTotal step;
  step.set_members_per_seat(members);
  step.set_remainder(remainder);
  step.set_threshold(threshold);
  return step;
}

struct StepCase {
  int64_t weight;
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
    const auto result = ByStep(Claims({c.weight}), Step(12'000, c.remainder, c.threshold));
    EXPECT_EQ(SeatsOf(result)[0], c.seats) << c.weight << " by " << v1::OpenTotal::Remainder_Name(c.remainder);
  }
}

TEST(ByStep, RoundsHalvesOfOddStepsExactly) {
  EXPECT_EQ(SeatsOf(ByStep(Claims({3, 4, 10, 11}), Step(7, v1::OpenTotal::HALF))), (std::vector<int64_t>{0, 1, 1, 2}));
}

}  // namespace
}  // namespace congress::allocation
