#include "services/allocation/certificate/decimal.h"

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

TEST(Decimal, IsReadExactlyAndWrittenWithoutNeedlessZeros) {
  for (const auto& [text, written] :
       {std::pair("0", "0"), std::pair("007", "7"), std::pair("12.50", "12.5"), std::pair("0.000000001", "0.000000001"),
        std::pair("1.000", "1"), std::pair("999999999999999999.999999999", "999999999999999999.999999999")}) {
    const auto decimal = ParseDecimal(text);
    ASSERT_TRUE(decimal.has_value()) << text;
    EXPECT_EQ(decimal->ToString(), written);
    EXPECT_EQ(ParseDecimal(written)->ToString(), written);
  }
  for (const char* none : {"", ".", ".5", "5.", "-1", "+1", "1e3", "1,5", " 1", "1 ", "0x1", "1.2.3",
                           "1234567890123456789", "0.1234567890", "٣"}) {
    EXPECT_FALSE(ParseDecimal(none).has_value()) << none;
  }
}

TEST(Decimal, ScalesWithoutRounding) {
  EXPECT_EQ(ParseDecimal("12.5")->Scaled(1), 125);
  EXPECT_EQ(ParseDecimal("12.5")->Scaled(9), absl::uint128(12'500'000'000));
  EXPECT_EQ(ParseDecimal("7")->Scaled(0), 7);
  EXPECT_EQ(ParseDecimal("999999999999999999.999999999")->Scaled(9),
            absl::uint128(1'000'000'000'000'000'000) * 1'000'000'000 - 1);
}

TEST(Decimal, IsMadeOfAScaledNumber) {
  EXPECT_EQ(DecimalOf(125, 0).ToString(), "125");
  EXPECT_EQ(DecimalOf(125, 1).ToString(), "12.5");
  EXPECT_EQ(DecimalOf(12'500'000'000, 9).ToString(), "12.5");
  EXPECT_EQ(DecimalOf(12'000'000'000, 9).ToString(), "12");
  EXPECT_EQ(DecimalOf(1, 9).ToString(), "0.000000001");
  EXPECT_EQ(DecimalOf(0, 9).ToString(), "0");
}

}  // namespace
}  // namespace congress::allocation
