// Certificates of every method, and that nothing in them can be changed unnoticed.
#include "services/allocation/domain/apportionment/certify.h"

#include <algorithm>
#include <limits>
#include <random>

#include "gmock/gmock.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/domain/apportionment/apportion_units.h"
#include "services/allocation/testing/alterations.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> Methods() {
  std::vector<std::string> methods;
  for (const std::string& name : apportion::MethodNames()) {
    if (name != "quota-method") methods.push_back(name);
  }
  methods.push_back("stationary:2/5");
  return methods;
}

v1::ComputeApportionmentRequest Request(const std::string& method, int64_t seats,
                                        const std::vector<std::string>& weights) {
  v1::ComputeApportionmentRequest request;
  request.set_method(method);
  request.set_seats(seats);
  for (size_t i = 0; i < weights.size(); ++i) {
    v1::ApportionmentUnit& unit = *request.add_units();
    unit.set_key("unit " + std::to_string(i));
    unit.set_weight(weights[i]);
  }
  return request;
}

// Every certificate of a valid request holds; a method may refuse the request.
std::optional<v1::Certificate> Certified(const v1::ComputeApportionmentRequest& request) {
  const auto answer = ApportionUnits(request, kDrawer);
  if (!answer.ok()) return std::nullopt;
  EXPECT_TRUE(answer->has_certificate());
  EXPECT_THAT(VerifyCertificate(answer->certificate()), IsEmpty()) << request.method() << "\n"
                                                                   << answer->certificate().DebugString();
  return answer->certificate();
}

void ExpectEveryMutationRefused(const v1::Certificate& valid) {
  ExpectEachRefused(valid, 20, [](v1::Certificate* certificate) { return certificate->mutable_units(); });
}

TEST(Certificate, HoldsForEveryMethodAndRefusesEveryChange) {
  for (const std::string& method : Methods()) {
    SCOPED_TRACE(method);
    const auto certificate = Certified(Request(method, 24, {"5117", "4400.5", "162", "161", "0", "1600"}));
    ASSERT_TRUE(certificate.has_value());
    ExpectEveryMutationRefused(*certificate);
  }
}

TEST(Certificate, OfTies) {
  for (const std::string& method : Methods()) {
    SCOPED_TRACE(method);
    auto request = Request(method, 7, {"3", "3", "3", "9.5"});
    const auto open = Certified(request);
    ASSERT_TRUE(open.has_value());
    if (!open->has_tie()) continue;
    ExpectEveryMutationRefused(*open);
    request.mutable_ties()->set_first(true);
    const auto first = Certified(request);
    EXPECT_TRUE(first->tie().first());
    ExpectEveryMutationRefused(*first);
    request.mutable_ties()->set_lot_seed("seven");
    const auto lot = Certified(request);
    EXPECT_EQ(lot->tie().lot().drawn_by(), "clerk");
    ExpectEveryMutationRefused(*lot);
    // Nor does a lot pass for the order of the units, whomever it made win.
    for (const auto& [certificate, other] : {std::pair(*lot, *first), std::pair(*first, *lot)}) {
      v1::Certificate passed_off = other;
      passed_off.mutable_tie()->set_decision_sha256(certificate.tie().decision_sha256());
      EXPECT_THAT(VerifyCertificate(passed_off), Not(IsEmpty()));
    }
  }
}

// Those whom a threshold keeps out have no minimum.
TEST(Certificate, OfAThresholdBesideMinima) {
  for (const std::string& method : Methods()) {
    SCOPED_TRACE(method);
    auto request = Request(method, 30, {"500", "400", "3", "60", "100"});
    request.mutable_threshold()->set_numerator(1);
    request.mutable_threshold()->set_denominator(20);
    if (const auto plain = Certified(request)) ExpectEveryMutationRefused(*plain);
    for (v1::ApportionmentUnit& unit : *request.mutable_units()) unit.set_minimum(2);
    const auto certificate = Certified(request);
    if (!certificate.has_value()) continue;
    EXPECT_EQ(certificate->units(2).seats(), 0);
    EXPECT_GE(certificate->units(3).seats(), 2);
    ExpectEveryMutationRefused(*certificate);
  }
}

TEST(Certificate, OfBounds) {
  for (const std::string& method : Methods()) {
    SCOPED_TRACE(method);
    auto request = Request(method, 30, {"500", "400", "3", "2", "100"});
    request.mutable_units(2)->set_minimum(2);
    request.mutable_units(0)->set_maximum(9);
    request.mutable_units(4)->set_minimum(4);
    request.mutable_units(4)->set_maximum(4);
    if (const auto certificate = Certified(request)) ExpectEveryMutationRefused(*certificate);
    // All that is left are minima and maxima.
    auto fixed = Request(method, 5, {"10", "1"});
    for (v1::ApportionmentUnit& unit : *fixed.mutable_units()) {
      unit.set_minimum(unit.weight() == "10" ? 3 : 2);
      unit.set_maximum(unit.minimum());
    }
    if (const auto certificate = Certified(fixed)) ExpectEveryMutationRefused(*certificate);
  }
}

// Rounds in which nobody, some, and all leave.
TEST(Certificate, OfTheSwissRule) {
  const auto rounds = [](const v1::Certificate& certificate) {
    std::vector<int> left;
    for (const v1::CertifiedUnit& unit : certificate.units()) left.push_back(unit.round());
    return left;
  };
  // 1000 / 10 + 1 = 101 sends the last away; 900 / 8 + 1 = 113 then those with 110 and 112, and 678 / 6 + 1 = 114
  // nobody.
  auto certificate = *Certified(Request("swiss", 10, {"378", "300", "112", "110", "50", "50"}));
  EXPECT_THAT(rounds(certificate), ElementsAre(0, 0, 2, 2, 1, 1));
  EXPECT_EQ(certificate.quota().quota(), "114");
  EXPECT_EQ(certificate.units(2).seats(), 1);
  EXPECT_EQ(certificate.units(2).quotient_millionths(), 112 * 1'000'000 / 113);
  EXPECT_EQ(certificate.units(2).rounding_point_millionths(), 1'000'000);
  ExpectEveryMutationRefused(certificate);
  // Who would leave in the second round may not leave in the first.
  certificate.mutable_units(2)->set_round(1);
  EXPECT_THAT(VerifyCertificate(certificate), ElementsAre("round 1: others are below its quota than those who leave"));
  certificate.mutable_units(2)->set_round(1 << 30);
  EXPECT_THAT(VerifyCertificate(certificate), ElementsAre("'unit 2' left in a round that there is not"));

  certificate = *Certified(Request("swiss", 4, {"500", "500"}));
  EXPECT_THAT(rounds(certificate), ElementsAre(0, 0));
  ExpectEveryMutationRefused(certificate);
  certificate = *Certified(Request("swiss", 3, {"5", "5", "5"}));
  EXPECT_THAT(rounds(certificate), ElementsAre(1, 1, 1));
  EXPECT_EQ(certificate.quota().quota(), "0");
  ExpectEveryMutationRefused(certificate);
}

// Weights of every size, decimals, many equal ones: whatever comes out is certified.
TEST(Certificate, HoldsForEveryResult) {
  std::mt19937_64 random(3);
  const auto below = [&](uint64_t bound) { return random() % bound; };
  int certified = 0;
  int tied = 0;
  for (int round = 0; round < 600; ++round) {
    std::vector<std::string> weights;
    const uint64_t kind = below(4);
    for (uint64_t i = 1 + below(8); i > 0; --i) {
      std::string weight = std::to_string(kind == 0   ? 1 + below(4)
                                          : kind == 1 ? below(1'000'000)
                                                      : below(1'000'000'000'000'000'000));
      if (kind == 3) weight += "." + std::to_string(below(1'000'000'000));
      weights.push_back(weight);
    }
    for (const std::string& method : Methods()) {
      auto request = Request(method, static_cast<int64_t>(below(kind == 2 ? 1'000'000'000 : 60)), weights);
      if (below(2) == 0) request.mutable_ties()->set_lot_seed("s");
      if (below(4) == 0) request.mutable_units(0)->set_minimum(1);
      if (below(4) == 0) request.mutable_units(0)->set_maximum(2);
      const auto certificate = Certified(request);
      if (!certificate.has_value()) continue;
      ++certified;
      tied += certificate->has_tie() ? 1 : 0;
    }
  }
  EXPECT_GT(certified, 5000);
  EXPECT_GT(tied, 100);
}

// Made to harm who checks them.
TEST(Certificate, HostileOnesAreRefused) {
  const v1::Certificate none = *Certified(Request("hare", 0, {"1"}));
  v1::Certificate certificate = none;
  certificate.mutable_tie();
  EXPECT_THAT(VerifyCertificate(certificate), Not(IsEmpty()));
  certificate.mutable_tie()->set_seats_at_stake(std::numeric_limits<int64_t>::max());
  certificate.mutable_units(0)->set_seats(1);
  EXPECT_THAT(VerifyCertificate(certificate), Not(IsEmpty()));
  certificate.mutable_tie()->set_seats_at_stake(-1);
  EXPECT_THAT(VerifyCertificate(certificate), Not(IsEmpty()));
  certificate = none;
  certificate.set_seats(std::numeric_limits<int64_t>::max());
  EXPECT_THAT(VerifyCertificate(certificate), Not(IsEmpty()));

  // One unit whose key reads like two in the text that is hashed.
  const v1::Certificate two = *Certified(Request("dhondt", 8, {"5", "3"}));
  v1::Certificate merged = two;
  merged.mutable_units()->RemoveLast();
  merged.mutable_units(0)->set_key("unit 0\t5\nunit 1");
  merged.mutable_units(0)->set_weight("3");
  merged.mutable_units(0)->set_seats(8);
  EXPECT_THAT(VerifyCertificate(merged), ElementsAre("a key holds a control character"));
}

}  // namespace
}  // namespace congress::allocation
