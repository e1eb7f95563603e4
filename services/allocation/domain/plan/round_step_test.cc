#include "services/allocation/domain/plan/round_step.h"

#include <random>

#include "gtest/gtest.h"
#include "services/allocation/testing/plan_sample.h"

namespace congress::allocation {
namespace {

// Members, and what each got.
struct Shared {
  std::vector<int64_t> members;
  std::vector<Share> shares;
};

// `seats` to the members by largest remainders.
Shared ByLargestRemainder(const std::vector<int64_t>& members, int64_t seats) {
  std::vector<v1::Organisation> units;
  for (size_t i = 0; i < members.size(); ++i) units.push_back(sample::Unit(StrCat("u", 1000 + i), members[i]));
  const auto plan = sample::Computed(sample::FittedRule(seats), units);
  EXPECT_TRUE(plan.ok()) << plan.status();
  Shared shared;
  for (const v1::AllocationLine& line : plan->lines()) {
    shared.members.push_back(line.members());
    shared.shares.push_back({.whole = line.whole_seats(),
                             .remainder = static_cast<uint64_t>(line.remainder_numerator()),
                             .denominator = static_cast<uint64_t>(line.remainder_denominator()),
                             .extra = line.remainder_seat()});
  }
  return shared;
}

// Whether the step, used as an open total, gives exactly the shares' seats.
bool Reproduces(const RoundStep& found, const Shared& shared) {
  v1::OpenTotal step;
  step.set_members_per_seat(found.members);
  step.set_remainder(v1::OpenTotal::THRESHOLD);
  step.set_threshold(found.threshold);
  for (size_t i = 0; i < shared.members.size(); ++i) {
    if (ByStep(static_cast<uint64_t>(shared.members[i]), step).seats() != shared.shares[i].seats()) return false;
  }
  return true;
}

TEST(FindRoundStep, FindsTheRoundNumberInsideTheInterval) {
  const Shared shared = ByLargestRemainder({2'430, 1'210, 3'590, 640}, 7);
  const auto found = FindRoundStep(shared.members, shared.shares);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->members % 100, 0) << found->members;
  EXPECT_TRUE(Reproduces(*found, shared)) << found->members << " " << found->threshold;
}

TEST(FindRoundStep, FindsNoneWhereTheTieRuleDecidedBetweenEqualWeights) {
  const Shared shared = ByLargestRemainder({10, 10, 10}, 4);
  EXPECT_FALSE(FindRoundStep(shared.members, shared.shares).has_value());
}

TEST(FindRoundStep, WhatItFindsReproducesEveryPlan) {
  std::mt19937_64 random(341);
  int found_count = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<int64_t> members(2 + random() % 30);
    for (int64_t& count : members) count = static_cast<int64_t>(random() % 5'000);
    members.push_back(1'000);
    const Shared shared = ByLargestRemainder(members, static_cast<int64_t>(1 + random() % 200));
    const auto found = FindRoundStep(shared.members, shared.shares);
    if (!found.has_value()) continue;
    ++found_count;
    ASSERT_TRUE(Reproduces(*found, shared)) << "round " << round;
  }
  EXPECT_GT(found_count, 250);
}

// What it does not find is not there: the smallest cases, tried out in full.
TEST(FindRoundStep, MissesNoStepThatHasTheSameWholeParts) {
  std::mt19937_64 random(45);
  for (int round = 0; round < 300; ++round) {
    std::vector<int64_t> members(4);
    for (int64_t& count : members) count = static_cast<int64_t>(1 + random() % 40);
    const Shared shared = ByLargestRemainder(members, static_cast<int64_t>(4 + random() % 8));
    bool exists = false;
    for (int64_t step = 1; step <= 100 && !exists; ++step) {
      bool same_whole = true;
      for (size_t i = 0; i < members.size(); ++i) same_whole &= members[i] / step == shared.shares[i].whole;
      for (int64_t threshold = 1; same_whole && threshold <= step && !exists; ++threshold) {
        exists = Reproduces({step, threshold}, shared);
      }
    }
    ASSERT_EQ(FindRoundStep(shared.members, shared.shares).has_value(), exists) << "round " << round;
  }
}

}  // namespace
}  // namespace congress::allocation
