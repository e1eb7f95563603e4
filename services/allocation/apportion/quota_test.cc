#include "services/allocation/apportion/quota.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

using sample::Of;
using sample::RefusalOf;
using sample::Units;
using ::testing::ElementsAre;

TEST(ByLargestRemainder, NamesATieAmongRemainders) {
  const Apportionment result = Of(ByLargestRemainder(Quota::kHare, Units({5, 15, 30, 5, 45}), 50));
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_THAT(result.tie->units, ElementsAre(0, 1, 3, 4));
  EXPECT_EQ(result.tie->seats_at_stake, 2);
  EXPECT_THAT(result.seats, ElementsAre(2, 7, 15, 2, 22));
}

TEST(ByLargestRemainder, KnowsDroopsQuotaOfDecimalWeights) {
  // 10.0 votes and 2 seats: ⌊10/3⌋ + 1 = 4, not ⌊100/3⌋ + 1 of the tenths.
  EXPECT_THAT(Of(ByLargestRemainder(Quota::kDroop, Units({40, 35, 25}), 2, 10)).seats, ElementsAre(1, 1, 0));
  EXPECT_THAT(Of(ByLargestRemainder(Quota::kDroop, Units({4, 3, 3}), 3)).seats, ElementsAre(1, 1, 1));
}

TEST(ByLargestRemainder, RefusesAQuotaThatGivesOutTooMuch) {
  // W / (S + 2) = 25: four whole quotas for three seats.
  const Refusal refusal = RefusalOf(ByLargestRemainder(Quota::kImperiali, Units({50, 50, 25}), 3));
  EXPECT_EQ(refusal.kind, Refusal::Kind::kTooManyWholeQuotas);
  EXPECT_EQ(refusal.seats, 5);
}

TEST(ByLargestRemainder, RefusesBounds) {
  EXPECT_EQ(RefusalOf(ByLargestRemainder(Quota::kHare, Units({3, 2}, 1), 5)).kind, Refusal::Kind::kBoundsUnsupported);
  std::vector<Unit> units = Units({3, 2});
  units[1].maximum = 1;
  const Refusal refusal = RefusalOf(BySwissRule(units, 5));
  EXPECT_EQ(refusal.kind, Refusal::Kind::kBoundsUnsupported);
  EXPECT_THAT(refusal.units, ElementsAre(1));
}

TEST(ByHamiltonWithMinima, NeverComputesTheQuotasAnew) {
  // Quotas 6.51, 2.5, 0.98 and 0.01 of ten. Without minima two seats are left, for .98 and .51.
  EXPECT_THAT(Of(ByHamiltonWithMinima(Units({651, 250, 98, 1}), 10)).seats, ElementsAre(7, 2, 1, 0));
  // With a minimum of 1 the last two are raised, and none is left: 6 + 2 + 1 + 1.
  EXPECT_THAT(Of(ByHamiltonWithMinima(Units({651, 250, 98, 1}, 1), 10)).seats, ElementsAre(6, 2, 1, 1));
  // 6 + 2 + 1 + 1 + 1 are more than ten.
  // 6 and 2 whole quotas and three minima: all of them are too many, and no fewer are.
  const Refusal floors = RefusalOf(ByHamiltonWithMinima(Units({650, 250, 98, 1, 1}, 1), 10));
  EXPECT_EQ(floors.kind, Refusal::Kind::kFloorsExceedHouse);
  EXPECT_EQ(floors.seats, 11);
  EXPECT_THAT(floors.units, ElementsAre(0, 1, 2, 3, 4));
}

TEST(BySwissRule, GivesSmallUnitsOneSeatAndLetsThemGo) {
  // 1000 / 10: quota 101; the two below it leave with a seat each. 800 / 8: quota 101 again.
  EXPECT_THAT(Of(BySwissRule(Units({500, 300, 100, 100}), 10)).seats, ElementsAre(5, 3, 1, 1));
  EXPECT_EQ(RefusalOf(BySwissRule(Units({1, 1, 1}), 2)).kind, Refusal::Kind::kTooFewSeats);
}

TEST(ByQuotaMethod, StaysWithinTheQuotaAndNamesATieOnTheWay) {
  EXPECT_THAT(sample::Seats("quota-method", Units({5117, 4400, 162, 161, 160}), 100), ElementsAre(52, 44, 2, 1, 1));
}

// Units, seats, and whether the rest of the step before is tied too.
MATCHER_P3(Step, units, seats, with_rest, "") {
  return arg.units == std::vector<size_t>(units) && arg.seats == seats && arg.with_rest == with_rest;
}
using Set = std::vector<size_t>;

TEST(ByQuotaMethod, TellsTiesOfTwoStepsApart) {
  // With three seats each the first two may have a fourth only in the house of 8. So the seventh seat goes to one of
  // the last two, and the eighth to one of the first two.
  const Apportionment result = Of(ByQuotaMethod(Units({720, 720, 120, 120}), 8));
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_THAT(result.seats, ElementsAre(3, 3, 0, 0));
  EXPECT_THAT(result.tie->units, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(result.tie->seats_at_stake, 2);
  EXPECT_THAT(result.tie->steps, ElementsAre(Step(Set{2, 3}, 1, false), Step(Set{0, 1}, 1, false)));
}

TEST(ByQuotaMethod, TellsWhoCameLateToATie) {
  // The third seat is for one of the first two. Only then may the others have a second one, so not both can get it.
  const Apportionment late = Of(ByQuotaMethod(Units({1, 1, 2, 2}), 4));
  ASSERT_TRUE(late.tie.has_value());
  EXPECT_THAT(late.tie->steps, ElementsAre(Step(Set{0, 1}, 1, false), Step(Set{2, 3}, 1, true)));
  // With one who comes late any two of the three can have the seats: one tie as any other.
  const Apportionment alone = Of(ByQuotaMethod(Units({1, 1, 2}), 3));
  ASSERT_TRUE(alone.tie.has_value());
  EXPECT_EQ(alone.tie->seats_at_stake, 2);
  EXPECT_THAT(alone.tie->steps, ElementsAre());
}

// Every way in which ties on the way could go, by the definition.
std::set<std::vector<int64_t>> EveryWay(const std::vector<Unit>& units, int64_t seats) {
  absl::uint128 sum = 0;
  for (const Unit& unit : units) sum += unit.weight;
  std::set<std::vector<int64_t>> ways = {std::vector<int64_t>(units.size())};
  for (int64_t house = 1; house <= seats; ++house) {
    std::set<std::vector<int64_t>> next;
    for (const std::vector<int64_t>& way : ways) {
      const auto of = [&](size_t unit) { return absl::uint128(static_cast<uint64_t>(way[unit])); };
      const auto may = [&](size_t unit) { return of(unit) * sum < units[unit].weight * static_cast<uint64_t>(house); };
      for (size_t i = 0; i < units.size(); ++i) {
        bool best = units[i].weight > 0 && may(i);
        for (size_t k = 0; k < units.size() && best; ++k) {
          best = !may(k) || units[k].weight * (of(i) + 1) <= units[i].weight * (of(k) + 1);
        }
        if (!best) continue;
        std::vector<int64_t> grown = way;
        ++grown[i];
        next.insert(grown);
      }
    }
    ways = std::move(next);
  }
  return ways;
}

// Every outcome that the told tie allows: at each step its seats go to some of those who are tied there.
std::set<std::vector<int64_t>> EveryOutcome(const Apportionment& result) {
  if (!result.tie.has_value()) return {result.seats};
  std::vector<TieStep> steps = result.tie->steps;
  if (steps.empty()) steps = {{.units = result.tie->units, .seats = result.tie->seats_at_stake}};
  std::set<std::vector<int64_t>> outcomes = {result.seats};
  std::vector<size_t> tied;
  for (const TieStep& step : steps) {
    if (!step.with_rest) tied.clear();
    tied.insert(tied.end(), step.units.begin(), step.units.end());
    for (int64_t seat = 0; seat < step.seats; ++seat) {
      std::set<std::vector<int64_t>> next;
      for (const std::vector<int64_t>& outcome : outcomes) {
        for (const size_t unit : tied) {
          if (outcome[unit] > result.seats[unit]) continue;
          std::vector<int64_t> grown = outcome;
          ++grown[unit];
          next.insert(grown);
        }
      }
      outcomes = std::move(next);
    }
  }
  return outcomes;
}

TEST(ByQuotaMethod, TellsWhatHangsOnTiesOnTheWay) {
  std::mt19937 random(1);
  int open = 0;
  int several = 0;
  int late = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<Unit> units(2 + random() % 5);
    for (Unit& unit : units) unit.weight = random() % 7;
    units[0].weight = 1 + random() % 40;
    // Twins, so that ties come at several steps.
    for (size_t i = 1; i < units.size() && round % 2 == 0; i += 2) units[i].weight = units[i - 1].weight;
    const int64_t seats = static_cast<int64_t>(random() % 14);
    const std::set<std::vector<int64_t>> ways = EveryWay(units, seats);
    const Apportionment result = Of(ByQuotaMethod(units, seats));
    std::vector<size_t> differ;
    for (size_t i = 0; i < units.size(); ++i) {
      int64_t fewest = kMostSeats;
      int64_t most = 0;
      for (const std::vector<int64_t>& way : ways) {
        fewest = std::min(fewest, way[i]);
        most = std::max(most, way[i]);
      }
      EXPECT_EQ(result.seats[i], fewest);
      if (most > fewest) differ.push_back(i);
    }
    EXPECT_EQ(result.tie.has_value(), ways.size() > 1);
    EXPECT_EQ(result.tie.has_value() ? result.tie->units : std::vector<size_t>(), differ);
    if (ways.size() > 1) {
      ++open;
      EXPECT_EQ(result.tie->seats_at_stake, seats - Total(result.seats));
      several += result.tie->steps.empty() ? 0 : 1;
      for (const TieStep& step : result.tie->steps) late += step.with_rest ? 1 : 0;
    }
    EXPECT_EQ(EveryOutcome(result), ways);
    // Whatever the order, it leads to one of the ways.
    std::vector<size_t> order(units.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::shuffle(order.begin(), order.end(), random);
    const Apportionment decided = Of(ByQuotaMethod(units, seats, order));
    EXPECT_FALSE(decided.tie.has_value());
    EXPECT_TRUE(ways.contains(decided.seats));
  }
  EXPECT_GT(open, 200);
  EXPECT_GT(several, 50);
  EXPECT_GT(late, 5);
}

TEST(ByQuotaMethod, ManyWhoStandAlikeAreOneTie) {
  const Apportionment result = Of(ByQuotaMethod(std::vector<Unit>(100'000, Unit{.weight = 7}), 50'000));
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_EQ(result.tie->units.size(), 100'000u);
  EXPECT_EQ(result.tie->seats_at_stake, 50'000);
  std::vector<size_t> order(100'000);
  std::iota(order.rbegin(), order.rend(), size_t{0});
  const Apportionment decided = Of(ByQuotaMethod(std::vector<Unit>(100'000, Unit{.weight = 7}), 50'000, order));
  EXPECT_EQ(decided.seats[50'000], 1);
  EXPECT_EQ(decided.seats[49'999], 0);
  EXPECT_EQ(RefusalOf(ByQuotaMethod(Units({1, 1}), 300'001)).kind, Refusal::Kind::kOutOfRange);
}

}  // namespace
}  // namespace congress::apportion
