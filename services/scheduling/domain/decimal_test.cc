#include "services/scheduling/domain/decimal.h"

#include "gtest/gtest.h"

namespace congress::scheduling {
namespace {

constexpr auto kVi = status::Language::kVietnamese;
constexpr auto kEn = status::Language::kEnglish;

Decimal Value(std::string_view text) {
  const auto value = ParseDecimal(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value.value_or(0);
}

TEST(ParseDecimal, TakesPlainDecimalsOnly) {
  EXPECT_EQ(Value("412"), Decimal(412'000'000));
  EXPECT_EQ(Value("-3"), Decimal(-3'000'000));
  EXPECT_EQ(Value("68.45"), Decimal(68'450'000));
  EXPECT_EQ(Value("0.000001"), Decimal(1));
  EXPECT_EQ(Value("999999999999.999999"), Decimal(int64_t{999'999'999'999'999'999}));
  for (const char* text : {"", "-", ".5", "5.", "+5", "1e3", "12,721", "12.721.000", " 1", "1.0000001", "1000000000000",
                           "--1", "0x10", "NaN"}) {
    EXPECT_FALSE(ParseDecimal(text).has_value()) << text;
  }
  EXPECT_EQ(DecimalsOf("68.45"), 2);
  EXPECT_EQ(DecimalsOf("68"), 0);
}

TEST(DecimalText, HasTheDigitsAskedForAndThoseThatSaySomething) {
  EXPECT_EQ(DecimalText(Value("669"), 0), "669");
  EXPECT_EQ(DecimalText(Value("68.4"), 2), "68.40");
  EXPECT_EQ(DecimalText(Value("68.456"), 2), "68.456");
  EXPECT_EQ(DecimalText(Value("-0.5"), 0), "-0.5");
  EXPECT_EQ(DecimalText(0, 0), "0");
}

// Binary fractions would not: 0.1 + 0.2.
TEST(Decimals, AddUpExactly) { EXPECT_EQ(Value("0.1") + Value("0.2"), Value("0.3")); }

// 412 units became 130: 282 fewer, 68.45 %.
TEST(RatioOf, IsExactAndPrintedInTheReadersLanguage) {
  const v1::Ratio fewer = RatioOf(Value("130") - Value("412"), Value("412"), kEn);
  EXPECT_EQ(fewer.numerator(), -141);
  EXPECT_EQ(fewer.denominator(), 206);
  EXPECT_EQ(fewer.percent(), "-68.45 %");
  EXPECT_EQ(RatioOf(Value("-282"), Value("412"), kVi).percent(), "-68,45 %");
  EXPECT_EQ(RatioOf(Value("282"), Value("412"), kVi).percent(), "68,45 %");
}

TEST(RatioOf, RoundsHalfAHundredthAwayFromZero) {
  EXPECT_EQ(RatioOf(Value("1"), Value("20000"), kEn).percent(), "0.01 %");  // 0.005 %.
  EXPECT_EQ(RatioOf(Value("-1"), Value("20000"), kEn).percent(), "-0.01 %");
  EXPECT_EQ(RatioOf(Value("1"), Value("20001"), kEn).percent(), "0.00 %");
  EXPECT_EQ(RatioOf(Value("-1"), Value("20001"), kEn).percent(), "0.00 %");
  EXPECT_EQ(RatioOf(Value("3"), Value("20000"), kEn).percent(), "0.02 %");  // 0.015 %.
  EXPECT_EQ(RatioOf(Value("2"), Value("3"), kEn).percent(), "66.67 %");
  EXPECT_EQ(RatioOf(Value("12345"), Value("1"), kVi).percent(), "1.234.500,00 %");
  EXPECT_EQ(RatioOf(Value("5"), Value("-2"), kEn).percent(), "-250.00 %");
}

// The largest values that a report may have.
TEST(RatioOf, HoldsTheGreatest) {
  const Decimal most = Value("999999999999.999999");
  EXPECT_EQ(RatioOf(most + most, most, kEn).percent(), "200.00 %");
  EXPECT_EQ(RatioOf(most, Value("0.000001"), kEn).numerator(), int64_t{999'999'999'999'999'999});
}

}  // namespace
}  // namespace congress::scheduling
