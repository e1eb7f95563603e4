#include "services/allocation/apportion/quota.h"

#include "gmock/gmock.h"
#include "services/allocation/apportion/sample.h"

namespace congress::apportion {
namespace {

using sample::Of;
using sample::RefusalOf;
using sample::Seats;
using sample::Units;
using ::testing::ElementsAre;
using Kind = Refusal::Kind;

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
  EXPECT_EQ(refusal.kind, Kind::kTooManyWholeQuotas);
  EXPECT_EQ(refusal.seats, 5);
}

TEST(ByLargestRemainder, RefusesBounds) {
  EXPECT_EQ(RefusalOf(ByLargestRemainder(Quota::kHare, Units({3, 2}, 1), 5)).kind, Kind::kBoundsUnsupported);
  std::vector<Unit> units = Units({3, 2});
  units[1].maximum = 1;
  const Refusal refusal = RefusalOf(BySwissRule(units, 5));
  EXPECT_EQ(refusal.kind, Kind::kBoundsUnsupported);
  EXPECT_THAT(refusal.units, ElementsAre(1));
}

TEST(ByHamiltonWithMinima, NeverComputesTheQuotasAnew) {
  // Quotas 6.51, 2.5, 0.98 and 0.01 of ten. Without minima two seats are left, for .98 and .51.
  EXPECT_THAT(Of(ByHamiltonWithMinima(Units({651, 250, 98, 1}), 10)).seats, ElementsAre(7, 2, 1, 0));
  // With a minimum of 1 the last two are raised, and none is left: 6 + 2 + 1 + 1.
  EXPECT_THAT(Of(ByHamiltonWithMinima(Units({651, 250, 98, 1}, 1), 10)).seats, ElementsAre(6, 2, 1, 1));
  // 6 + 2 + 1 + 1 + 1 are more than ten.
  EXPECT_EQ(RefusalOf(ByHamiltonWithMinima(Units({650, 250, 98, 1, 1}, 1), 10)).kind, Kind::kTooManyWholeQuotas);
}

TEST(BySwissRule, GivesSmallUnitsOneSeatAndLetsThemGo) {
  // 1000 / 10: quota 101; the two below it leave with a seat each. 800 / 8: quota 101 again.
  EXPECT_THAT(Of(BySwissRule(Units({500, 300, 100, 100}), 10)).seats, ElementsAre(5, 3, 1, 1));
  EXPECT_EQ(RefusalOf(BySwissRule(Units({1, 1, 1}), 2)).kind, Kind::kTooFewSeats);
}

TEST(ByQuotaMethod, StaysWithinTheQuotaAndNamesATieOnTheWay) {
  EXPECT_THAT(Seats("quota-method", Units({5117, 4400, 162, 161, 160}), 100), ElementsAre(52, 44, 2, 1, 1));
  const Apportionment result = Of(ByQuotaMethod(Units({720, 720, 120, 120}), 8));
  ASSERT_TRUE(result.tie.has_value());
}

}  // namespace
}  // namespace congress::apportion
