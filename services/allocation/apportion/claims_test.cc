#include "services/allocation/apportion/claims.h"

#include <random>

#include "gmock/gmock.h"
#include "services/allocation/apportion/method.h"
#include "services/allocation/exact/integers.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

using ::testing::ElementsAre;

// Districts of 1 to 60 seats, whose one denominator has 25 digits.
Table ManyDistricts(std::mt19937& random, size_t columns) {
  Table table;
  for (int64_t seats = 1; seats <= 60; ++seats) table.rows.push_back(seats);
  table.columns.resize(columns);
  for (size_t i = 0; i < table.rows.size() * columns; ++i) {
    table.cells.push_back({.weight = 1'000 + random() % 59'000});
  }
  return table;
}

// Sainte-Laguë by its definition, seat by seat.
std::vector<int64_t> SeatBySeat(const std::vector<mpz_class>& claims, int64_t seats) {
  std::vector<int64_t> given(claims.size());
  for (int64_t seat = 0; seat < seats; ++seat) {
    size_t best = 0;
    for (size_t i = 1; i < claims.size(); ++i) {
      const mpz_class mine = claims[i] * static_cast<long>(2 * given[best] + 1);
      if (mine > claims[best] * static_cast<long>(2 * given[i] + 1)) best = i;
    }
    ++given[best];
  }
  return given;
}

Apportionment Shared(const ClaimedWeights& claimed, int64_t seats) {
  std::vector<Unit> units;
  for (const absl::uint128 weight : claimed.weights) units.push_back({.weight = weight});
  return sample::Of(ByDivisor(Signposts::SainteLague(), units, seats));
}

TEST(ColumnClaims, ManyDistrictsAreSharedExactly) {
  std::mt19937 random(1);
  for (int round = 0; round < 20; ++round) {
    const Table table = ManyDistricts(random, 5);
    const auto claims = ColumnClaims(table);
    ASSERT_TRUE(claims.has_value());
    const ClaimedWeights claimed = WeightsOf(*claims);
    EXPECT_FALSE(claimed.exact);
    Apportionment result = Shared(claimed, Total(table.rows));
    EXPECT_EQ(result.seats, SeatBySeat(*claims, Total(table.rows)));
    EXPECT_TRUE(HoldsFor(*claims, Signposts::SainteLague(), result));
    // Another seat elsewhere is another result.
    --result.seats[0];
    ++result.seats[1];
    EXPECT_FALSE(HoldsFor(*claims, Signposts::SainteLague(), result));
  }
}

TEST(ColumnClaims, TiesOfLongClaimsAreTies) {
  std::mt19937 random(2);
  Table table = ManyDistricts(random, 2);
  for (size_t i = 0; i < table.rows.size(); ++i) table.cells[2 * i + 1] = table.cells[2 * i];
  table.rows.push_back(1);
  table.cells.resize(table.cells.size() + 2);
  const auto claims = ColumnClaims(table);
  const Apportionment result = Shared(WeightsOf(*claims), Total(table.rows));
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_THAT(result.tie->units, ElementsAre(0, 1));
  EXPECT_TRUE(HoldsFor(*claims, Signposts::SainteLague(), result));
}

TEST(HoldsFor, TellsWhatRoundingHides) {
  mpz_class unit;
  mpz_ui_pow_ui(unit.get_mpz_t(), 10, 40);
  // 4, 4/3, and then two that are alike down to the 27th digit.
  const std::vector<mpz_class> claims = {mpz_class(4 * unit), mpz_class(unit + 1), unit};
  const Apportionment rounded = Shared(WeightsOf(claims), 3);
  ASSERT_TRUE(rounded.tie.has_value());
  EXPECT_FALSE(HoldsFor(claims, Signposts::SainteLague(), rounded));
  EXPECT_TRUE(HoldsFor({mpz_class(4 * unit), unit, unit}, Signposts::SainteLague(), rounded));
}

TEST(HoldsFor, WantsASeatForEachWhereTheMethodDoes) {
  const std::vector<mpz_class> claims = {5, 1};
  Apportionment result{.seats = {2, 0}, .tie = {}, .upper = {}, .lower = {}};
  EXPECT_FALSE(HoldsFor(claims, Signposts::Adams(), result));
  result.seats = {1, 1};
  EXPECT_TRUE(HoldsFor(claims, Signposts::Adams(), result));
}

}  // namespace
}  // namespace congress::apportion
