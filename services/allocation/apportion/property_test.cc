// Properties of the methods on many small inputs, against a reference that gives seat by seat.
#include <algorithm>
#include <map>
#include <random>

#include "gmock/gmock.h"
#include "services/allocation/apportion/uint256.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

using sample::Of;

constexpr int kCases = 400;

// The methods of which the naive reference is the definition.
const std::map<std::string, Signposts>& DivisorMethods() {
  static const auto& methods =
      *new std::map<std::string, Signposts>{{"adams", Signposts::Adams()},
                                            {"dean", Signposts::Dean()},
                                            {"huntington-hill", Signposts::HuntingtonHill()},
                                            {"sainte-lague", Signposts::SainteLague()},
                                            {"modified-sainte-lague", Signposts::ModifiedSainteLague()},
                                            {"danish", Signposts::Danish()},
                                            {"imperiali-divisor", Signposts::Imperiali()},
                                            {"dhondt", Signposts::DHondt()},
                                            {"stationary:2/7", Signposts::Stationary({2, 7})}};
  return methods;
}

// Whether a's next quotient is greater than b's (+1), the same (0) or less (-1). A signpost of 0 is above all others.
int Compare(const Signposts& posts, const Unit& a, int64_t seats_a, const Unit& b, int64_t seats_b) {
  const auto side = [&](const Unit& unit, int64_t own, int64_t other) {
    const Uint256 weight(unit.weight);
    return (posts.squared() ? weight * weight : weight) * Uint256(posts.At(own).denominator) *
           Uint256(posts.At(other).numerator);
  };
  const Uint256 left = side(a, seats_a, seats_b);
  const Uint256 right = side(b, seats_b, seats_a);
  return left < right ? -1 : left == right ? 0 : 1;
}

// Seat by seat to the greatest quotient. A tie is left where the seats run out among equals.
Apportionment Naive(const Signposts& posts, const std::vector<Unit>& units, int64_t house) {
  Apportionment result;
  for (const Unit& unit : units) result.seats.push_back(unit.minimum);
  for (size_t i = 0; i < units.size(); ++i) {
    if (posts.seat_for_each() && units[i].weight > 0 && units[i].maximum > 0)
      result.seats[i] = std::max<int64_t>(result.seats[i], 1);
  }
  int64_t left = house - Total(result.seats);
  while (left > 0) {
    std::vector<size_t> best;
    for (size_t i = 0; i < units.size(); ++i) {
      if (units[i].weight == 0 || result.seats[i] >= units[i].maximum) continue;
      const int order =
          best.empty() ? 0 : Compare(posts, units[i], result.seats[i], units[best[0]], result.seats[best[0]]);
      if (order < 0) continue;
      if (order > 0) best.clear();
      best.push_back(i);
    }
    if (static_cast<int64_t>(best.size()) > left) {
      result.tie = Tie{best, left};
      return result;
    }
    for (const size_t unit : best) ++result.seats[unit];
    left -= static_cast<int64_t>(best.size());
  }
  return result;
}

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  int64_t Between(int64_t low, int64_t high) { return std::uniform_int_distribution<int64_t>(low, high)(engine_); }
  std::vector<Unit> Units(bool bounded) {
    std::vector<Unit> units(static_cast<size_t>(Between(1, 9)));
    // Small weights make ties, great ones make wide products.
    const int64_t greatest = Between(0, 2) == 0 ? 12 : Between(0, 1) == 0 ? 100'000 : int64_t{1} << 62;
    for (Unit& unit : units) {
      unit.weight = static_cast<uint64_t>(Between(0, 9) == 0 ? 0 : Between(1, greatest));
      if (bounded && Between(0, 2) == 0) unit.minimum = Between(0, 3);
      if (bounded && Between(0, 2) == 0) unit.maximum = unit.minimum + Between(0, 4);
    }
    return units;
  }

 private:
  std::mt19937 engine_;
};

TEST(DivisorMethods, GiveWhatSeatBySeatGives) {
  Random random(20251121);
  int ties = 0;
  int refusals = 0;
  for (int round = 0; round < kCases; ++round) {
    const std::vector<Unit> units = random.Units(round % 2 == 1);
    const int64_t house = random.Between(0, 40);
    for (const auto& [name, posts] : DivisorMethods()) {
      const Outcome outcome = ByDivisor(posts, units, house);
      if (std::holds_alternative<Refusal>(outcome)) {
        ++refusals;
        continue;
      }
      const Apportionment fast = Of(outcome);
      const Apportionment slow = Naive(posts, units, house);
      ASSERT_EQ(fast.seats, slow.seats) << name << " round " << round << " house " << house;
      ASSERT_EQ(fast.tie.has_value(), slow.tie.has_value()) << name << " round " << round;
      if (!slow.tie.has_value()) continue;
      ++ties;
      ASSERT_EQ(fast.tie->units, slow.tie->units) << name << " round " << round;
      ASSERT_EQ(fast.tie->seats_at_stake, slow.tie->seats_at_stake) << name << " round " << round;
    }
  }
  EXPECT_GT(ties, 50);
  EXPECT_GT(refusals, 50);
}

// With a divisor between the two quotients every unit has the seats that rounding gives it.
TEST(DivisorMethods, TellADivisorThatGivesTheseSeats) {
  Random random(17);
  for (int round = 0; round < kCases; ++round) {
    const std::vector<Unit> units = random.Units(true);
    const int64_t house = random.Between(0, 40);
    for (const auto& [name, posts] : DivisorMethods()) {
      const Outcome outcome = ByDivisor(posts, units, house);
      if (std::holds_alternative<Refusal>(outcome) || Of(outcome).tie.has_value()) continue;
      const Apportionment result = Of(outcome);
      if (result.upper.has_value() && result.lower.has_value()) {
        ASSERT_EQ(Compare(posts, units[result.upper->unit], result.upper->seats, units[result.lower->unit],
                          result.lower->seats),
                  1)
            << name;
      }
      for (size_t i = 0; i < units.size() && result.lower.has_value(); ++i) {
        if (units[i].weight == 0 || result.seats[i] >= units[i].maximum) continue;
        ASSERT_LE(Compare(posts, units[i], result.seats[i], units[result.lower->unit], result.lower->seats), 0) << name;
      }
    }
  }
}

}  // namespace
}  // namespace congress::apportion
