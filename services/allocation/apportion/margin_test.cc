#include "services/allocation/apportion/margin.h"

#include <random>

#include "gmock/gmock.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

// The fewest seats that the unit has with this weight, and the most where a tie could go its way.
std::pair<int64_t, int64_t> With(const Method& method, std::vector<Unit> units, int64_t seats, size_t unit,
                                 absl::uint128 weight) {
  units[unit].weight = weight;
  const Apportionment result = sample::Of(Apportion(method, units, seats));
  int64_t most = result.seats[unit];
  if (result.tie.has_value()) {
    for (const size_t tied : result.tie->units) most += tied == unit ? 1 : 0;
  }
  return {result.seats[unit], most};
}

TEST(Margin, IsTheLastVoteThatMadeTheDifference) {
  // D'Hondt, 4 seats: 100, 80, 50, 40 win; the third needs more than 40 for one, the second lost its second at 33⅓.
  const std::vector<Unit> units = sample::Units({100, 80, 30});
  EXPECT_EQ(WeightToGain(sample::Named("dhondt"), units, 4, 2), std::optional<absl::uint128>(41));
  EXPECT_EQ(WeightToLose(sample::Named("dhondt"), units, 4, 1), std::optional<absl::uint128>(66));
  EXPECT_EQ(WeightToLose(sample::Named("dhondt"), units, 4, 2), std::nullopt);
}

TEST(Margin, KnowsBounds) {
  std::vector<Unit> units = sample::Units({100, 80, 30});
  units[2].maximum = 0;
  units[1].minimum = 2;
  EXPECT_EQ(WeightToGain(sample::Named("dhondt"), units, 4, 2), std::nullopt);
  EXPECT_EQ(WeightToLose(sample::Named("dhondt"), units, 4, 1), std::nullopt);
}

// At the number told, and one beside it, for every method and unit of random inputs.
TEST(Margin, IsConfirmedByComputingAgain) {
  std::mt19937 random(20251122);
  int gains = 0;
  int losses = 0;
  for (int round = 0; round < 60; ++round) {
    std::vector<Unit> units;
    const int count = 2 + static_cast<int>(random() % 5);
    for (int i = 0; i < count; ++i) units.push_back({.weight = 1 + random() % (round % 3 == 0 ? 20 : 5000)});
    const int64_t seats = count + static_cast<int64_t>(random() % 20);
    for (const std::string& name : MethodNames()) {
      const Method method = sample::Named(name);
      if (std::holds_alternative<Refusal>(Apportion(method, units, seats))) continue;
      // Quotas that may give out too much refuse some of the weights in between; the others of these count whole votes,
      // so that more of them may cost a whole quota, or follow many states.
      if (name == "imperiali" || name == "hagenbach-bischoff" || name == "droop") continue;
      if (name == "swiss" || name == "quota-method") continue;
      for (size_t unit = 0; unit < units.size(); ++unit) {
        const auto [fewest, most] = With(method, units, seats, unit, units[unit].weight);
        if (const auto gain = WeightToGain(method, units, seats, unit); gain.has_value()) {
          ++gains;
          ASSERT_GT(With(method, units, seats, unit, *gain).first, fewest) << name << " round " << round;
          ASSERT_EQ(With(method, units, seats, unit, *gain - 1).first, fewest) << name << " round " << round;
        }
        if (const auto loss = WeightToLose(method, units, seats, unit); loss.has_value()) {
          ++losses;
          ASSERT_LT(With(method, units, seats, unit, *loss).second, most) << name << " round " << round;
          ASSERT_EQ(With(method, units, seats, unit, *loss + 1).second, most) << name << " round " << round;
        }
      }
    }
  }
  EXPECT_GT(gains, 500);
  EXPECT_GT(losses, 500);
}

}  // namespace
}  // namespace congress::apportion
