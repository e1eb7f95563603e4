#include "services/allocation/apportion/divisor.h"

#include "gmock/gmock.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

using sample::Of;
using sample::RefusalOf;
using sample::Units;
using ::testing::ElementsAre;

TEST(ByDivisor, GivesNothingOfNothing) {
  EXPECT_THAT(sample::Seats("sainte-lague", {}, 0), ElementsAre());
  EXPECT_THAT(sample::Seats("sainte-lague", Units({5, 0}), 0), ElementsAre(0, 0));
  EXPECT_EQ(RefusalOf(ByDivisor(Signposts::DHondt(), Units({0, 0}), 1)).kind, Refusal::Kind::kNoWeight);
}

TEST(ByDivisor, NamesATieAndForcesTheRest) {
  const Apportionment result = Of(ByDivisor(Signposts::SainteLague(), Units({3500, 500, 1000}), 5));
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_THAT(result.tie->units, ElementsAre(0, 1));
  EXPECT_EQ(result.tie->seats_at_stake, 1);
  EXPECT_THAT(result.seats, ElementsAre(3, 0, 1));
}

// 1000·6000 and products of them are no squares: in floating point this tie is broken by rounding.
TEST(ByDivisor, FindsATieOfSquareRoots) {
  const Apportionment result = Of(ByDivisor(Signposts::HuntingtonHill(), Units({1000, 6000}), 10));
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_THAT(result.tie->units, ElementsAre(0, 1));
}

TEST(ByDivisor, OrdersQuotientsThatDoublesTakeForEqual) {
  // 2^53 + 1 is no double.
  const uint64_t big = (uint64_t{1} << 53);
  EXPECT_THAT(sample::Seats("dhondt", Units({big, big + 1}), 1), ElementsAre(0, 1));
  EXPECT_THAT(sample::Seats("huntington-hill", Units({big, big + 1}), 3), ElementsAre(1, 2));
}

TEST(ByDivisor, TakesTheGreatestWeightsThereAre) {
  const std::vector<Unit> units = {{.weight = kMostWeight}, {.weight = kMostWeight - 1}, {.weight = 1}};
  for (const char* method : {"dhondt", "sainte-lague", "dean", "huntington-hill", "stationary:999999999/1000000000"}) {
    const std::vector<int64_t> seats = sample::Seats(method, units, kMostSeats - 1);
    EXPECT_EQ(Total(seats), kMostSeats - 1) << method;
    EXPECT_GE(seats[0], seats[1]) << method;
    EXPECT_LE(seats[0] - seats[1], 1) << method;
  }
}

TEST(ByDivisor, KeepsEveryBound) {
  std::vector<Unit> units = Units({100, 100, 90, 1});
  units[0].maximum = 2;
  units[3].minimum = 3;
  EXPECT_THAT(sample::Seats("sainte-lague", units, 10), ElementsAre(2, 3, 2, 3));
  EXPECT_THAT(sample::Seats("adams", units, 10), ElementsAre(2, 3, 2, 3));
  units[3].minimum = 0;
  EXPECT_THAT(sample::Seats("sainte-lague", units, 10), ElementsAre(2, 4, 4, 0));
}

TEST(ByDivisor, NamesTheSmallestSetOfMinimaThatIsTooMuch) {
  std::vector<Unit> units = Units({1, 1, 1, 1});
  for (const auto& [unit, minimum] : {std::pair<size_t, int64_t>{0, 2}, {1, 6}, {2, 1}, {3, 5}}) {
    units[unit].minimum = minimum;
  }
  const Refusal refusal = RefusalOf(ByDivisor(Signposts::DHondt(), units, 10));
  EXPECT_EQ(refusal.kind, Refusal::Kind::kMinimaExceedHouse);
  EXPECT_THAT(refusal.units, ElementsAre(1, 3));
  EXPECT_EQ(refusal.seats, 11);
}

TEST(ByDivisor, RefusesWhatTheMaximaCannotHold) {
  std::vector<Unit> units = Units({7, 1});
  units[0].maximum = 3;
  units[1].maximum = 4;
  const Refusal refusal = RefusalOf(ByDivisor(Signposts::DHondt(), units, 8));
  EXPECT_EQ(refusal.kind, Refusal::Kind::kMaximaBelowHouse);
  EXPECT_EQ(refusal.seats, 7);
}

TEST(ByDivisor, GivesEachASeatFirstWhereTheMethodDoes) {
  for (const char* method : {"adams", "dean", "huntington-hill"}) {
    const Outcome outcome = Apportion(sample::Named(method), Units({100, 1, 1, 0}), 2);
    EXPECT_EQ(RefusalOf(outcome).kind, Refusal::Kind::kTooFewSeats) << method;
    EXPECT_EQ(RefusalOf(outcome).seats, 3) << method;
    EXPECT_THAT(sample::Seats(method, Units({100, 1, 1, 0}), 4), ElementsAre(2, 1, 1, 0)) << method;
  }
}

TEST(ByDivisor, RefusesWhatIsOutOfRange) {
  EXPECT_EQ(RefusalOf(ByDivisor(Signposts::DHondt(), Units({1}), -1)).kind, Refusal::Kind::kOutOfRange);
  EXPECT_EQ(RefusalOf(ByDivisor(Signposts::DHondt(), Units({1}), kMostSeats + 1)).kind, Refusal::Kind::kOutOfRange);
  EXPECT_EQ(RefusalOf(ByDivisor(Signposts::DHondt(), {{.weight = kMostWeight + 1}}, 1)).kind,
            Refusal::Kind::kOutOfRange);
  EXPECT_EQ(RefusalOf(ByDivisor(Signposts::DHondt(), {{.weight = 1, .minimum = 2, .maximum = 1}}, 1)).kind,
            Refusal::Kind::kOutOfRange);
}

TEST(ByDivisor, TellsTheQuotientsOnBothSidesOfTheDivisor) {
  // D'Hondt: 100, 80, 50, 40 win; 33⅓ does not.
  const Apportionment result = Of(ByDivisor(Signposts::DHondt(), Units({100, 80, 30}), 4));
  EXPECT_THAT(result.seats, ElementsAre(2, 2, 0));
  ASSERT_TRUE(result.upper.has_value());
  EXPECT_EQ(result.upper->unit, 1u);
  EXPECT_EQ(result.upper->seats, 1);
  ASSERT_TRUE(result.lower.has_value());
  EXPECT_EQ(result.lower->unit, 0u);
  EXPECT_EQ(result.lower->seats, 2);
}

TEST(Decide, GivesTheSeatsAtStakeInTheOrderGiven) {
  Apportionment result = Of(ByDivisor(Signposts::SainteLague(), Units({4, 4, 4}), 2));
  Apportionment last_first = result;
  Decide({0, 1, 2}, &result);
  EXPECT_THAT(result.seats, ElementsAre(1, 1, 0));
  EXPECT_FALSE(result.tie.has_value());
  Decide({2, 1, 0}, &last_first);
  EXPECT_THAT(last_first.seats, ElementsAre(0, 1, 1));
}

// The first guess knows of no bounds; what they take away must not be moved seat by seat. A test that hangs fails.
TEST(Divisor, BoundsThatBindMostSeatsCostNoTime) {
  for (const std::string& name : MethodNames()) {
    const Method method = *MethodNamed(name);
    if (!std::holds_alternative<Signposts>(method)) continue;
    std::vector<Unit> units = sample::Units({1'000'000'000'000'000'000, 3, 5, 7, 11});
    units[0].weight = kMostWeight;
    units[0].maximum = 2;
    units[4].minimum = 400'000'000;
    const Apportionment result = sample::Of(Apportion(method, units, kMostSeats));
    EXPECT_EQ(result.seats[0], 2) << name;
    EXPECT_GE(result.seats[4], 400'000'000) << name;
    EXPECT_NEAR(static_cast<double>(result.seats[3]) / static_cast<double>(result.seats[1]), 7.0 / 3, 0.01) << name;
  }
}

// Weights so far below the greatest that the first guess cannot tell them from none. A test that hangs fails.
TEST(Divisor, WeightsFarBelowTheGreatestCostNoTime) {
  std::vector<Unit> units(200'000, Unit{.weight = 999});
  units[0].weight = 1000 * (uint64_t{1} << 24);
  const Apportionment result = Of(ByDivisor(Signposts::SainteLague(), units, kMostSeats));
  const auto [fewest, most] = std::minmax_element(result.seats.begin() + 1, result.seats.end());
  EXPECT_GE(*fewest, 58);
  EXPECT_LE(*most, 59);
}

}  // namespace
}  // namespace congress::apportion
