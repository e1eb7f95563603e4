// Thresholds, alliances and houses that grow, against the plain methods of which they are made.
#include "services/allocation/domain/apportionment/apportion_units.h"

#include <map>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/verify.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::ComputeApportionmentRequest RequestOf(const std::string& method, int64_t seats,
                                          const std::vector<int64_t>& weights) {
  v1::ComputeApportionmentRequest request;
  request.set_method(method);
  request.set_seats(seats);
  for (size_t i = 0; i < weights.size(); ++i) {
    v1::ApportionmentUnit& unit = *request.add_units();
    unit.set_key(StrCat("u", i));
    unit.set_weight(StrCat(weights[i]));
  }
  return request;
}

v1::ComputeApportionmentResponse Apportioned(const v1::ComputeApportionmentRequest& request) {
  const auto answer = ApportionUnits(request, {});
  EXPECT_TRUE(answer.ok()) << answer.status() << request.ShortDebugString();
  if (!answer.ok()) return {};
  if (answer->has_certificate()) {
    EXPECT_THAT(VerifyCertificate(answer->certificate()), IsEmpty()) << answer->ShortDebugString();
  }
  for (const v1::AllianceOutcome& alliance : answer->alliances()) {
    if (alliance.has_certificate()) {
      EXPECT_THAT(VerifyCertificate(alliance.certificate()), IsEmpty());
    }
  }
  return *answer;
}

std::vector<int64_t> Seats(const v1::ComputeApportionmentResponse& answer) {
  std::vector<int64_t> seats;
  for (const v1::ApportionedUnit& unit : answer.units()) seats.push_back(unit.seats());
  return seats;
}

// 2 to 8 weights, small so that ties come up.
std::vector<int64_t> Weights(std::mt19937& random) {
  std::vector<int64_t> weights(2 + random() % 7);
  for (int64_t& weight : weights) weight = static_cast<int64_t>(random() % 30);
  weights.push_back(1 + static_cast<int64_t>(random() % 30));
  return weights;
}

const std::vector<std::string> kDivisorMethods = {"sainte-lague", "dhondt", "danish", "imperiali-divisor",
                                                  "stationary:1/5"};

TEST(Threshold, LeavesThoseOutWhoAreBelow) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const std::vector<int64_t> weights = Weights(random);
    int64_t sum = 0;
    for (const int64_t weight : weights) sum += weight;
    const int64_t part = static_cast<int64_t>(random() % 40);
    v1::ComputeApportionmentRequest request =
        RequestOf(round % 2 == 0 ? "sainte-lague" : "hare", static_cast<int64_t>(random() % 30), weights);
    request.mutable_threshold()->set_numerator(part);
    request.mutable_threshold()->set_denominator(100);
    v1::ComputeApportionmentRequest without = request;
    without.clear_threshold();
    bool any = false;
    for (size_t i = 0; i < weights.size(); ++i) {
      const int unit = static_cast<int>(i);
      // Minima, those of the ones who are left out too.
      if (round % 4 == 0) request.mutable_units(unit)->set_minimum(static_cast<int64_t>(random() % 2));
      without.mutable_units(unit)->set_minimum(request.units(unit).minimum());
      if (weights[i] * 100 < part * sum) {
        without.mutable_units(unit)->set_weight("0");
        without.mutable_units(unit)->clear_minimum();
      }
      any = any || without.units(unit).weight() != "0";
    }
    if (!any) {
      EXPECT_EQ(ApportionUnits(request, {}).ok(), request.seats() == 0);
      continue;
    }
    const auto answer_or = ApportionUnits(request, {});
    ASSERT_EQ(answer_or.ok(), ApportionUnits(without, {}).ok());
    if (!answer_or.ok()) continue;
    const v1::ComputeApportionmentResponse& answer = *answer_or;
    EXPECT_EQ(Seats(answer), Seats(Apportioned(without)));
    EXPECT_THAT(VerifyCertificate(answer.certificate()), IsEmpty());
    for (const std::string& key : answer.below_threshold()) {
      EXPECT_LT(weights[static_cast<size_t>(std::stoi(key.substr(1)))] * 100, part * sum);
    }
  }
}

TEST(Threshold, IsReachedExactly) {
  v1::ComputeApportionmentRequest request = RequestOf("dhondt", 20, {95, 5});
  request.mutable_threshold()->set_numerator(5);
  request.mutable_threshold()->set_denominator(100);
  EXPECT_THAT(Seats(Apportioned(request)), ElementsAre(19, 1));
  request.mutable_units(0)->set_weight("95.000000001");
  EXPECT_THAT(Seats(Apportioned(request)), ElementsAre(20, 0));
}

TEST(Alliances, ShareWhatTheyGotTogether) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    const std::vector<int64_t> weights = Weights(random);
    v1::ComputeApportionmentRequest request =
        RequestOf(kDivisorMethods[random() % kDivisorMethods.size()], static_cast<int64_t>(random() % 30), weights);
    request.set_alliance_method(kDivisorMethods[random() % kDivisorMethods.size()]);
    request.mutable_units(0)->set_alliance("x");
    for (v1::ApportionmentUnit& unit : *request.mutable_units()) {
      if (random() % 2 == 0) unit.set_alliance(random() % 2 == 0 ? "x" : "y");
    }
    if (round % 3 == 0) request.mutable_ties()->set_first(true);
    const v1::ComputeApportionmentResponse answer = Apportioned(request);
    // The alliances by hand: first among them, then within each.
    std::map<std::string, int64_t> sums;
    std::vector<std::string> order;
    for (int i = 0; i < request.units_size(); ++i) {
      const v1::ApportionmentUnit& unit = request.units(i);
      const std::string key = unit.alliance().empty() ? unit.key() : unit.alliance();
      if (!sums.contains(key)) order.push_back(key);
      sums[key] += weights[static_cast<size_t>(i)];
    }
    std::vector<int64_t> together;
    for (const std::string& key : order) together.push_back(sums[key]);
    v1::ComputeApportionmentRequest upper = RequestOf(request.method(), request.seats(), together);
    *upper.mutable_ties() = request.ties();
    const std::vector<int64_t> shares = Seats(Apportioned(upper));
    for (size_t k = 0; k < order.size(); ++k) {
      int64_t given = 0;
      bool open = false;
      for (int i = 0; i < request.units_size(); ++i) {
        const v1::ApportionmentUnit& unit = request.units(i);
        if (unit.key() == order[k] || unit.alliance() == order[k]) given += answer.units(i).seats();
      }
      for (const v1::AllianceOutcome& alliance : answer.alliances()) {
        if (alliance.key() != order[k]) continue;
        EXPECT_EQ(alliance.seats(), shares[k]);
        open = alliance.has_tie() && alliance.tie().winners().empty();
        if (open) given += alliance.tie().seats_at_stake();
      }
      EXPECT_EQ(given, shares[k]) << request.ShortDebugString();
      if (open) {
        EXPECT_FALSE(answer.decided());
      }
    }
    if (round % 3 == 0) {
      EXPECT_TRUE(answer.decided());
    }
  }
}

TEST(Alliances, HaveTheBoundsOfTheirMembersTogether) {
  std::mt19937 random(5);
  int bound = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<int64_t> weights = Weights(random);
    weights.resize(6, 0);
    v1::ComputeApportionmentRequest request =
        RequestOf(kDivisorMethods[random() % kDivisorMethods.size()], 12, weights);
    request.mutable_ties()->set_first(true);
    // x: units 0 to 2; the others by themselves.
    v1::ComputeApportionmentRequest among = RequestOf(request.method(), 12, {weights[0] + weights[1] + weights[2]});
    v1::ComputeApportionmentRequest within = RequestOf(request.method(), 0, {weights[0], weights[1], weights[2]});
    int64_t least = 0;
    int64_t most = 0;
    for (int i = 0; i < 6; ++i) {
      v1::ApportionmentUnit& unit = *request.mutable_units(i);
      unit.set_minimum(static_cast<int64_t>(random() % 3));
      unit.set_maximum(unit.minimum() + static_cast<int64_t>(random() % 5));
      if (i < 3) {
        least += unit.minimum();
        most += weights[static_cast<size_t>(i)] == 0 ? unit.minimum() : unit.maximum();
        *within.mutable_units(i) = unit;
        unit.set_alliance("x");
      } else {
        *among.add_units() = unit;
      }
    }
    among.mutable_units(0)->set_minimum(least);
    among.mutable_units(0)->set_maximum(most);
    *among.mutable_ties() = *within.mutable_ties() = request.ties();
    const auto answer = ApportionUnits(request, {});
    const auto upper = ApportionUnits(among, {});
    ASSERT_EQ(answer.ok(), upper.ok()) << request.ShortDebugString();
    if (!answer.ok()) continue;
    std::vector<int64_t> expected;
    within.set_seats(upper->units(0).seats());
    if (weights[0] + weights[1] + weights[2] == 0) {
      for (int i = 0; i < 3; ++i) expected.push_back(request.units(i).minimum());
    } else {
      expected = Seats(Apportioned(within));
    }
    for (int i = 1; i < upper->units_size(); ++i) expected.push_back(upper->units(i).seats());
    EXPECT_EQ(Seats(*answer), expected) << request.ShortDebugString();
    for (const v1::AllianceOutcome& alliance : answer->alliances()) {
      if (alliance.has_certificate()) {
        EXPECT_THAT(VerifyCertificate(alliance.certificate()), IsEmpty());
      }
    }
    ++bound;
  }
  EXPECT_GT(bound, 100);
}

TEST(Growth, RaiseLiftsThoseBelow) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const std::vector<int64_t> weights = Weights(random);
    const int64_t minimum = static_cast<int64_t>(random() % 4);
    v1::ComputeApportionmentRequest request =
        RequestOf(round % 2 == 0 ? "hare" : "dhondt", static_cast<int64_t>(random() % 20), weights);
    const std::vector<int64_t> plain = Seats(Apportioned(request));
    for (v1::ApportionmentUnit& unit : *request.mutable_units()) unit.set_minimum(minimum);
    request.set_growth(v1::RAISE);
    const v1::ComputeApportionmentResponse answer = Apportioned(request);
    if (!answer.decided()) continue;
    int64_t sum = 0;
    for (size_t i = 0; i < plain.size(); ++i) {
      EXPECT_EQ(Seats(answer)[i], std::max(plain[i], minimum));
      sum += std::max(plain[i], minimum);
    }
    EXPECT_EQ(answer.seats(), sum);
  }
}

TEST(ApportionUnits, TellsTheStepsOfTies) {
  v1::ComputeApportionmentRequest request = RequestOf("quota-method", 8, {720, 720, 120, 120});
  const v1::ComputeApportionmentResponse apart = Apportioned(request);
  ASSERT_EQ(apart.tie().steps_size(), 2);
  EXPECT_THAT(apart.tie().steps(0).keys(), ElementsAre("u2", "u3"));
  EXPECT_EQ(apart.tie().steps(0).seats(), 1);
  EXPECT_THAT(apart.tie().steps(1).keys(), ElementsAre("u0", "u1"));
  EXPECT_FALSE(apart.tie().steps(1).with_rest());
  const v1::ComputeApportionmentResponse late = Apportioned(RequestOf("quota-method", 4, {1, 1, 2, 2}));
  ASSERT_EQ(late.tie().steps_size(), 2);
  EXPECT_TRUE(late.tie().steps(1).with_rest());
  request.mutable_ties()->set_first(true);
  EXPECT_THAT(Apportioned(request).tie().winners(), ElementsAre("u0", "u2"));
}

TEST(Growth, RaiseLeavesAnOpenTieOpen) {
  v1::ComputeApportionmentRequest request = RequestOf("dhondt", 2, {3, 2, 2, 1});
  for (v1::ApportionmentUnit& unit : *request.mutable_units()) unit.set_minimum(1);
  request.set_growth(v1::RAISE);
  const v1::ComputeApportionmentResponse open = Apportioned(request);
  EXPECT_FALSE(open.decided());
  // Of the two who stand alike one has the seat, and the other is raised once it is known which.
  EXPECT_THAT(Seats(open), ElementsAre(1, 0, 0, 1));
  EXPECT_EQ(open.tie().seats_at_stake(), 1);
  request.mutable_ties()->set_first(true);
  EXPECT_THAT(Seats(Apportioned(request)), ElementsAre(1, 1, 1, 1));
}

TEST(Growth, EnlargeIsTheSmallestHouse) {
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    std::vector<int64_t> weights = Weights(random);
    for (int64_t& weight : weights) ++weight;
    const int64_t minimum = static_cast<int64_t>(random() % 4);
    const int64_t seats = static_cast<int64_t>(random() % 20);
    const std::string& method = kDivisorMethods[random() % kDivisorMethods.size()];
    v1::ComputeApportionmentRequest request = RequestOf(method, seats, weights);
    for (v1::ApportionmentUnit& unit : *request.mutable_units()) unit.set_minimum(minimum);
    request.set_growth(v1::ENLARGE);
    const v1::ComputeApportionmentResponse answer = Apportioned(request);
    const auto everyone = [&](int64_t house) {
      for (const int64_t given : Seats(Apportioned(RequestOf(method, house, weights)))) {
        if (given < minimum) return false;
      }
      return true;
    };
    const int64_t house = answer.certificate().seats();
    EXPECT_GE(house, seats);
    EXPECT_TRUE(everyone(house));
    if (house > seats) {
      EXPECT_FALSE(everyone(house - 1));
    }
  }
}

TEST(Growth, EnlargeRefusesAMinimumThatNoHouseGives) {
  v1::ComputeApportionmentRequest request = RequestOf("dhondt", 3, {5, 0});
  request.mutable_units(1)->set_minimum(1);
  request.set_growth(v1::ENLARGE);
  const auto refused = ApportionUnits(request, {});
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "APPORTIONMENT_INFEASIBLE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "cause"), "ENLARGE");
}

TEST(Shapes, RefuseWhatContradictsItself) {
  using Change = void (*)(v1::ComputeApportionmentRequest&);
  const Change changes[] = {
      [](v1::ComputeApportionmentRequest& r) { r.set_alliance_method("dhondt"); },
      [](v1::ComputeApportionmentRequest& r) { r.mutable_units(0)->set_alliance("u1"); },
      [](v1::ComputeApportionmentRequest& r) { r.mutable_units(0)->set_alliance("x"), r.set_growth(v1::RAISE); },
      [](v1::ComputeApportionmentRequest& r) {
        r.mutable_units(0)->set_alliance("x"), r.set_method("hare"), r.set_alliance_method("dhondt");
        r.mutable_units(1)->set_minimum(1);
      },
      [](v1::ComputeApportionmentRequest& r) { r.mutable_units(0)->set_alliance("x"), r.set_alliance_method("hare"); },
      [](v1::ComputeApportionmentRequest& r) { r.mutable_units(0)->set_alliance("x"), r.set_method("hare"); },
      [](v1::ComputeApportionmentRequest& r) { r.mutable_units(0)->set_alliance("x\n"); },
      [](v1::ComputeApportionmentRequest& r) { r.set_growth(v1::ENLARGE), r.set_method("hare"); },
      [](v1::ComputeApportionmentRequest& r) { r.set_growth(v1::RAISE), r.mutable_units(0)->set_maximum(3); },
      [](v1::ComputeApportionmentRequest& r) {
        r.mutable_threshold()->set_numerator(2), r.mutable_threshold()->set_denominator(1);
      },
  };
  for (const Change change : changes) {
    v1::ComputeApportionmentRequest request = RequestOf("sainte-lague", 5, {3, 4});
    ASSERT_TRUE(ApportionUnits(request, {}).ok());
    change(request);
    EXPECT_THAT(ApportionUnits(request, {}), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"))
        << request.ShortDebugString();
  }
}

}  // namespace
}  // namespace congress::allocation
