#include "services/allocation/domain/plan/margins.h"

#include <random>

#include "gmock/gmock.h"
#include "services/allocation/domain/plan/explain.h"
#include "services/allocation/domain/plan/last_seats.h"
#include "services/allocation/testing/plan_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using ::testing::IsEmpty;

v1::AllocationPlan PlanOf(const v1::RuleSet& rule, const std::vector<int64_t>& members) {
  v1::AllocationPlan plan;
  *plan.mutable_rule() = rule;
  for (size_t i = 0; i < members.size(); ++i) {
    v1::AllocationLine& line = *plan.add_lines();
    line.set_code(std::string("u") + std::to_string(100 + i));
    line.set_organisation("organisations/" + line.code());
    line.set_display_name("Xã " + std::to_string(i));
    line.set_members(members[i]);
  }
  const auto computed = Allocate(plan);
  EXPECT_TRUE(computed.ok()) << computed.status();
  return computed.ok() ? *computed : plan;
}

int64_t SeatsWith(const v1::AllocationPlan& plan, int line, int64_t members) {
  std::vector<int64_t> all;
  for (const v1::AllocationLine& one : plan.lines()) all.push_back(one.members());
  all[static_cast<size_t>(line)] = members;
  return PlanOf(plan.rule(), all).lines(line).member_seats();
}

std::vector<v1::RuleSet> EveryKindOfRule() {
  return {sample::FittedRule(37), sample::OpenRule(100, v1::OpenTotal::FLOOR),
          sample::OpenRule(100, v1::OpenTotal::CEILING), sample::OpenRule(101, v1::OpenTotal::HALF),
          sample::OpenRule(12'000, v1::OpenTotal::THRESHOLD, 6'001)};
}

// At the number it is so, and at one below it is not.
TEST(Margins, AreConfirmedByComputingAgain) {
  std::mt19937 random(5);
  for (const v1::RuleSet& rule : EveryKindOfRule()) {
    for (int round = 0; round < 40; ++round) {
      std::vector<int64_t> members;
      for (int i = 0; i < 7; ++i) members.push_back(1 + static_cast<int64_t>(random() % (round < 20 ? 900 : 12)));
      const v1::AllocationPlan plan = PlanOf(rule, members);
      for (int i = 0; i < plan.lines_size(); ++i) {
        const int64_t seats = plan.lines(i).member_seats();
        const auto gain = MembersToGain(plan, i);
        // Nobody has all seats here, so everybody can gain one.
        ASSERT_TRUE(gain.has_value()) << rule.ShortDebugString();
        EXPECT_GT(*gain, plan.lines(i).members());
        EXPECT_GT(SeatsWith(plan, i, *gain), seats);
        EXPECT_EQ(SeatsWith(plan, i, *gain - 1), seats);
        const int64_t keep = MembersToKeep(plan, i);
        EXPECT_EQ(SeatsWith(plan, i, keep), seats);
        if (keep > 0) {
          EXPECT_LT(SeatsWith(plan, i, keep - 1), seats);
        }
      }
    }
  }
}

TEST(Margins, NobodyGainsWhoHasAllSeats) {
  EXPECT_EQ(MembersToGain(PlanOf(sample::FittedRule(5), {10, 0}), 0), std::nullopt);
  EXPECT_EQ(MembersToKeep(PlanOf(sample::FittedRule(5), {10, 0}), 0), 1);
}

// By a short step, the most members that there may be would be worth more seats than are ever given out.
TEST(Margins, AreFoundForTheShortestSteps) {
  const v1::AllocationPlan plan = PlanOf(sample::OpenRule(100, v1::OpenTotal::FLOOR), {250, 1'000});
  EXPECT_EQ(MembersToGain(plan, 0), 300);
  // Whoever has gone away is computed for no longer.
  const auto gone = [] { return absl::CancelledError("gone"); };
  EXPECT_TRUE(absl::IsCancelled(ExplainUnit(plan, "organisations/u100", {}, gone).status()));
  const auto told = ExplainUnit(plan, "organisations/u100", {});
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->members_to_gain(), 50);
  EXPECT_EQ(told->members_to_spare(), 50);
  EXPECT_EQ(MembersToGain(PlanOf(sample::OpenRule(1, v1::OpenTotal::FLOOR), {7}), 0), 8);
}

// The last seat that is ever given out can be gained, and none after it.
TEST(Margins, EndWhereNoMoreSeatsAreGivenOut) {
  const v1::RuleSet rule = sample::OpenRule(100, v1::OpenTotal::FLOOR);
  EXPECT_EQ(MembersToGain(PlanOf(rule, {99'999'999'800, 50}), 1), 100);
  EXPECT_EQ(MembersToGain(PlanOf(rule, {100'000'000'000, 50}), 1), std::nullopt);
}

TEST(Margins, TellWhoStandsAroundTheLastSeat) {
  // Quotas 3.4, 2.3, 1.2, 1.1 of 8: one seat left.
  const v1::AllocationPlan plan = PlanOf(sample::FittedRule(8), {34, 23, 12, 11});
  const auto ranks = AroundTheLastSeats(plan, 2);
  ASSERT_EQ(ranks.size(), 3u);
  EXPECT_EQ(ranks[0].organisation(), "organisations/u100");
  EXPECT_TRUE(ranks[0].won());
  EXPECT_EQ(ranks[0].rank(), 1);
  EXPECT_EQ(ranks[1].organisation(), "organisations/u101");
  EXPECT_FALSE(ranks[1].won());
  EXPECT_EQ(ranks[2].rank(), 3);
  EXPECT_THAT(AroundTheLastSeats(PlanOf(EveryKindOfRule()[1], {34, 23}), 2), IsEmpty());
}

// With ten seats c has two, with eleven one: largest remainders know this paradox.
TEST(Margins, TellWhoWouldGainAndLose) {
  const v1::AllocationPlan plan = PlanOf(sample::FittedRule(10), {6, 6, 2});
  const auto more = WithSeats(plan, 1);
  ASSERT_EQ(more.size(), 3u);
  EXPECT_EQ(more[0].change(), 1);
  EXPECT_EQ(more[1].change(), 1);
  EXPECT_EQ(more[2].change(), -1);
  int64_t sum = 0;
  for (const v1::SeatChange& change : WithSeats(plan, -1)) sum += change.change();
  EXPECT_EQ(sum, -1);
  EXPECT_THAT(WithSeats(PlanOf(sample::FittedRule(0), {}), -1), IsEmpty());
  EXPECT_THAT(WithSeats(PlanOf(EveryKindOfRule()[1], {34, 23}), 1), IsEmpty());
}

}  // namespace
}  // namespace congress::allocation
