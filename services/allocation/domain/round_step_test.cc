#include "services/allocation/domain/round_step.h"

#include <random>

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

// Whether the step, used as an open total, gives exactly the shares' seats.
bool Reproduces(const RoundStep& found, const std::vector<Claim>& claims, const std::vector<Share>& shares) {
  v1::OpenTotal step;
  step.set_members_per_seat(found.members);
  step.set_remainder(v1::OpenTotal::THRESHOLD);
  step.set_threshold(found.threshold);
  const auto again = ByStep(claims, step);
  for (size_t i = 0; i < claims.size(); ++i) {
    if (again.shares[i].seats() != shares[i].seats()) return false;
  }
  return true;
}

TEST(FindRoundStep, FindsTheRoundNumberInsideTheInterval) {
  const std::vector<Claim> claims = {{2'430, "a"}, {1'210, "b"}, {3'590, "c"}, {640, "d"}};
  const auto result = ByLargestRemainder(claims, 7);
  const auto found = FindRoundStep(claims, result.shares);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->members % 100, 0) << found->members;
  EXPECT_TRUE(Reproduces(*found, claims, result.shares)) << found->members << " " << found->threshold;
}

TEST(FindRoundStep, FindsNoneWhereTheTieRuleDecidedBetweenEqualWeights) {
  const std::vector<Claim> claims = {{10, "a"}, {10, "b"}, {10, "c"}};
  EXPECT_FALSE(FindRoundStep(claims, ByLargestRemainder(claims, 4).shares).has_value());
}

TEST(FindRoundStep, WhatItFindsReproducesEveryPlan) {
  std::mt19937_64 random(341);
  int found_count = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<Claim> claims;
    const size_t count = 2 + random() % 30;
    for (size_t i = 0; i < count; ++i) {
      claims.push_back({static_cast<int64_t>(random() % 5'000), std::to_string(1000 + i)});
    }
    claims.push_back({1'000, "z"});
    const auto result = ByLargestRemainder(claims, static_cast<int64_t>(random() % 200));
    const auto found = FindRoundStep(claims, result.shares);
    if (!found.has_value()) continue;
    ++found_count;
    ASSERT_TRUE(Reproduces(*found, claims, result.shares)) << "round " << round;
  }
  EXPECT_GT(found_count, 250);
}

// What it does not find is not there: the smallest cases, tried out in full.
TEST(FindRoundStep, MissesNoStepThatHasTheSameWholeParts) {
  std::mt19937_64 random(45);
  for (int round = 0; round < 300; ++round) {
    std::vector<Claim> claims;
    for (int i = 0; i < 4; ++i) claims.push_back({static_cast<int64_t>(1 + random() % 40), std::to_string(i)});
    const auto result = ByLargestRemainder(claims, static_cast<int64_t>(4 + random() % 8));
    bool exists = false;
    for (int64_t step = 1; step <= 100 && !exists; ++step) {
      bool same_whole = true;
      for (size_t i = 0; i < claims.size(); ++i) same_whole &= claims[i].weight / step == result.shares[i].whole;
      for (int64_t threshold = 1; same_whole && threshold <= step && !exists; ++threshold) {
        exists = Reproduces({step, threshold}, claims, result.shares);
      }
    }
    ASSERT_EQ(FindRoundStep(claims, result.shares).has_value(), exists) << "round " << round;
  }
}

}  // namespace
}  // namespace congress::allocation
