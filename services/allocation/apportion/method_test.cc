#include "services/allocation/apportion/method.h"

#include "gmock/gmock.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

TEST(MethodNamed, KnowsNamesAndAliases) {
  for (const std::string& name : MethodNames()) EXPECT_TRUE(MethodNamed(name).has_value()) << name;
  for (const char* alias : {"hamilton", "hill", "jefferson", "webster", "stationary:0/1", "stationary:2/5"}) {
    EXPECT_TRUE(MethodNamed(alias).has_value()) << alias;
  }
  for (const char* wrong : {"", "Webster", "d'hondt", "stationary", "stationary:", "stationary:1", "stationary:2/1",
                            "stationary:-1/2", "stationary:1/0", "stationary:1/2000000000", "stationary:1/2x"}) {
    EXPECT_FALSE(MethodNamed(wrong).has_value()) << wrong;
  }
}

TEST(MethodNamed, TakesAnotherFirstDivisorForModifiedSainteLagueOnly) {
  EXPECT_TRUE(MethodNamed("modified-sainte-lague", Fraction{3, 5}).has_value());
  EXPECT_FALSE(MethodNamed("sainte-lague", Fraction{3, 5}).has_value());
  // 100 / 0.7 against 48 / 0.5: with 1/2 the second gets its seat before the first's second, with 7/10 as well, with
  // 9/10 it does not.
  const auto units = sample::Units({100, 40});
  EXPECT_EQ(sample::Of(Apportion(*MethodNamed("modified-sainte-lague", Fraction{1, 2}), units, 2)).seats,
            (std::vector<int64_t>{1, 1}));
  EXPECT_EQ(sample::Of(Apportion(*MethodNamed("modified-sainte-lague"), units, 2)).seats, (std::vector<int64_t>{2, 0}));
}

TEST(MethodNamed, StationaryMethodsAreThoseWithAName) {
  const auto units = sample::Units({5117, 4400, 162, 161, 160});
  for (const auto& [name, fraction] : {std::pair("adams", "0/1"), std::pair("danish", "1/3"),
                                       std::pair("sainte-lague", "1/2"), std::pair("dhondt", "1/1")}) {
    for (const int64_t seats : {7, 50, 100}) {
      EXPECT_EQ(sample::Seats(name, units, seats), sample::Seats(std::string("stationary:") + fraction, units, seats));
    }
  }
}

}  // namespace
}  // namespace congress::apportion
