// The axioms of apportionment, each as a search for a case that breaks it. It finds none for the methods that keep the
// axiom, and one for a method that is known, or was made, to break it: so the search can fail.
#include <algorithm>
#include <functional>
#include <numeric>
#include <optional>
#include <random>

#include "gmock/gmock.h"
#include "services/allocation/apportion/uint256.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kRounds = 1'500;

using Rule = std::function<Outcome(const std::vector<Unit>&, int64_t)>;
using Seats = std::vector<int64_t>;
using Weights = std::vector<uint64_t>;

// Without refusals and ties: axioms are about seats that are certain.
std::optional<Seats> Decided(const Rule& rule, const Weights& weights, int64_t house) {
  const Outcome outcome = rule(sample::Units(weights), house);
  const auto* result = std::get_if<Apportionment>(&outcome);
  if (result == nullptr || result->tie.has_value()) return std::nullopt;
  return result->seats;
}

// A case to search among.
struct Case {
  Weights weights;
  int64_t house = 0;
  Seats seats;
  std::mt19937& random;
};

std::string InWords(const Case& one) {
  std::string text = "house " + std::to_string(one.house) + ":";
  for (size_t i = 0; i < one.weights.size(); ++i) {
    text += " " + std::to_string(one.weights[i]) + "→" + std::to_string(one.seats[i]);
  }
  return text;
}

uint64_t Weight(std::mt19937& random) { return 1 + random() % 60; }

// The first case that does not hold, in words; empty when none is found.
std::string Search(const Rule& rule, const std::function<bool(const Case&)>& holds) {
  std::mt19937 random(20251003);
  for (int round = 0; round < kRounds; ++round) {
    Case one{.weights = Weights(2 + random() % 5),
             .house = static_cast<int64_t>(1 + random() % 30),
             .seats = {},
             .random = random};
    for (uint64_t& weight : one.weights) weight = Weight(random);
    const auto seats = Decided(rule, one.weights, one.house);
    if (!seats.has_value()) continue;
    one.seats = *seats;
    if (!holds(one)) return InWords(one);
  }
  return "";
}

std::string FillsTheHouse(const Rule& rule) {
  return Search(rule, [](const Case& one) { return Total(one.seats) == one.house; });
}

// Nobody is served for their place.
std::string IsAnonymous(const Rule& rule) {
  return Search(rule, [&](const Case& one) {
    std::vector<size_t> order(one.weights.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::shuffle(order.begin(), order.end(), one.random);
    Weights shuffled;
    for (const size_t unit : order) shuffled.push_back(one.weights[unit]);
    const auto seats = Decided(rule, shuffled, one.house);
    for (size_t i = 0; i < order.size(); ++i) {
      if (!seats.has_value() || (*seats)[i] != one.seats[order[i]]) return false;
    }
    return true;
  });
}

// Only proportions count.
std::string IsHomogeneous(const Rule& rule) {
  return Search(rule, [&](const Case& one) {
    const uint64_t factor = 2 + one.random() % 9;
    Weights scaled = one.weights;
    for (uint64_t& weight : scaled) weight *= factor;
    return Decided(rule, scaled, one.house) == one.seats;
  });
}

// A larger house costs nobody a seat; the paradox of Alabama.
std::string IsHouseMonotone(const Rule& rule) {
  return Search(rule, [&](const Case& one) {
    const auto more = Decided(rule, one.weights, one.house + 1);
    if (!more.has_value()) return true;
    for (size_t i = 0; i < one.seats.size(); ++i) {
      if ((*more)[i] < one.seats[i]) return false;
    }
    return true;
  });
}

// Who grows no slower than another loses nothing to it.
std::string IsPopulationMonotone(const Rule& rule) {
  return Search(rule, [&](const Case& one) {
    Weights grown = one.weights;
    for (uint64_t& weight : grown) weight += one.random() % 12;
    const auto later = Decided(rule, grown, one.house);
    if (!later.has_value()) return true;
    for (size_t i = 0; i < grown.size(); ++i) {
      for (size_t j = 0; j < grown.size(); ++j) {
        const bool no_slower = grown[i] * one.weights[j] >= grown[j] * one.weights[i];
        if (no_slower && (*later)[i] < one.seats[i] && (*later)[j] > one.seats[j]) return false;
      }
    }
    return true;
  });
}

// Less than one seat from the exact share.
std::string StaysWithinTheQuota(const Rule& rule) {
  return Search(rule, [](const Case& one) {
    const uint64_t sum = std::accumulate(one.weights.begin(), one.weights.end(), uint64_t{0});
    for (size_t i = 0; i < one.weights.size(); ++i) {
      const uint64_t share = one.weights[i] * static_cast<uint64_t>(one.house);
      const auto seats = static_cast<uint64_t>(one.seats[i]);
      if (seats < share / sum || seats > (share + sum - 1) / sum) return false;
    }
    return true;
  });
}

// Some of the units alone share what they have together in the same way.
std::string IsCoherent(const Rule& rule) {
  return Search(rule, [&](const Case& one) {
    Weights part;
    Seats given;
    for (size_t i = 0; i < one.weights.size(); ++i) {
      if (one.random() % 2 == 0) continue;
      part.push_back(one.weights[i]);
      given.push_back(one.seats[i]);
    }
    if (part.empty()) return true;
    const auto seats = Decided(rule, part, Total(given));
    return !seats.has_value() || *seats == given;
  });
}

// Every seat that was won stands on a quotient no smaller than any that was not.
std::string KeepsMaxMin(const Rule& rule, const Signposts& posts) {
  return Search(rule, [&](const Case& one) {
    const auto power = [&](size_t unit) {
      const Uint256 weight(one.weights[unit]);
      return posts.squared() ? weight * weight : weight;
    };
    for (size_t won = 0; won < one.seats.size(); ++won) {
      if (one.seats[won] == 0) continue;
      const auto last = posts.At(one.seats[won] - 1);
      for (size_t other = 0; other < one.seats.size(); ++other) {
        const auto next = posts.At(one.seats[other]);
        const Uint256 left = power(won) * Uint256(last.denominator) * Uint256(next.numerator);
        const Uint256 right = power(other) * Uint256(next.denominator) * Uint256(last.numerator);
        if (left < right) return false;
      }
    }
    return true;
  });
}

Rule Named(const std::string& name) {
  return [method = sample::Named(name)](const std::vector<Unit>& units, int64_t house) {
    return Apportion(method, units, house);
  };
}

// The rule of weights that were tampered with before.
Rule Tampered(const std::function<void(std::vector<Unit>&)>& change) {
  return [change](std::vector<Unit> units, int64_t house) {
    change(units);
    return Apportion(sample::Named("sainte-lague"), units, house);
  };
}

const char* const kDivisorMethods[] = {"adams",
                                       "dean",
                                       "huntington-hill",
                                       "sainte-lague",
                                       "modified-sainte-lague",
                                       "danish",
                                       "imperiali-divisor",
                                       "dhondt",
                                       "stationary:2/7"};

TEST(Axioms, DivisorMethodsKeepAllButTheQuota) {
  for (const char* name : kDivisorMethods) {
    const Rule rule = Named(name);
    EXPECT_THAT(FillsTheHouse(rule), IsEmpty()) << name;
    EXPECT_THAT(IsAnonymous(rule), IsEmpty()) << name;
    EXPECT_THAT(IsHomogeneous(rule), IsEmpty()) << name;
    EXPECT_THAT(IsHouseMonotone(rule), IsEmpty()) << name;
    EXPECT_THAT(IsPopulationMonotone(rule), IsEmpty()) << name;
    EXPECT_THAT(IsCoherent(rule), IsEmpty()) << name;
    const Method method = sample::Named(name);
    EXPECT_THAT(KeepsMaxMin(rule, std::get<Signposts>(method)), IsEmpty()) << name;
  }
}

TEST(Axioms, QuotaMethodsKeepTheQuota) {
  for (const char* name : {"hare", "quota-method"}) {
    const Rule rule = Named(name);
    EXPECT_THAT(FillsTheHouse(rule), IsEmpty()) << name;
    EXPECT_THAT(IsAnonymous(rule), IsEmpty()) << name;
    EXPECT_THAT(IsHomogeneous(rule), IsEmpty()) << name;
    EXPECT_THAT(StaysWithinTheQuota(rule), IsEmpty()) << name;
  }
  EXPECT_THAT(IsHouseMonotone(Named("quota-method")), IsEmpty());
}

TEST(Axioms, OtherQuotasFillTheHouseForAnyOrder) {
  for (const char* name : {"droop", "hagenbach-bischoff", "swiss", "hamilton-min"}) {
    EXPECT_THAT(FillsTheHouse(Named(name)), IsEmpty()) << name;
    EXPECT_THAT(IsAnonymous(Named(name)), IsEmpty()) << name;
  }
  // Quotas rounded to whole votes are not the same of other votes.
  for (const char* name : {"hagenbach-bischoff", "hamilton-min"}) {
    EXPECT_THAT(IsHomogeneous(Named(name)), IsEmpty()) << name;
  }
}

// What the literature says of the methods is found.
TEST(Axioms, KnownFailuresAreFound) {
  EXPECT_THAT(IsHouseMonotone(Named("hare")), Not(IsEmpty()));
  EXPECT_THAT(IsPopulationMonotone(Named("hare")), Not(IsEmpty()));
  EXPECT_THAT(IsCoherent(Named("hare")), Not(IsEmpty()));
  EXPECT_THAT(StaysWithinTheQuota(Named("dhondt")), Not(IsEmpty()));
  EXPECT_THAT(StaysWithinTheQuota(Named("adams")), Not(IsEmpty()));
  EXPECT_THAT(IsHomogeneous(Named("droop")), Not(IsEmpty()));
}

TEST(Axioms, SeededFaultsAreFound) {
  EXPECT_THAT(FillsTheHouse([](const std::vector<Unit>& units, int64_t house) {
                return Apportion(sample::Named("dhondt"), units, house - 1);
              }),
              Not(IsEmpty()));
  EXPECT_THAT(IsAnonymous(Tampered([](std::vector<Unit>& units) { units[0].weight += 3; })), Not(IsEmpty()));
  EXPECT_THAT(IsHomogeneous(Tampered([](std::vector<Unit>& units) {
                for (Unit& unit : units) unit.weight += 1;
              })),
              Not(IsEmpty()));
  EXPECT_THAT(KeepsMaxMin(Named("sainte-lague"), Signposts::DHondt()), Not(IsEmpty()));
  EXPECT_THAT(KeepsMaxMin(Named("dean"), Signposts::HuntingtonHill()), Not(IsEmpty()));
}

}  // namespace
}  // namespace congress::apportion
