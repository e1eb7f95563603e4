#include "platform/csv/number.h"

#include "gtest/gtest.h"

namespace congress::csv {
namespace {

TEST(ReadNumber, ReadsWhatIsDeclared) {
  const struct {
    const char* text;
    char decimal;
    const char* plain;
  } kCases[] = {{"1234", ',', "1234"},
                {"1.234", ',', "1234"},
                {"1.234.567,80", ',', "1234567.80"},
                {"1,234", '.', "1234"},
                {"1,234.5", '.', "1234.5"},
                {"1,5", ',', "1.5"},
                {"-1.234", ',', "-1234"},
                {"1 234", ',', "1234"},
                {"1\u00a0234\u00a0567", '.', "1234567"},
                {"1'234", '.', "1234"},
                {"１２３", ',', "123"},
                {"0,5", ',', "0.5"},
                {"1.234", '.', "1.234"},
                {"0", ',', "0"},
                {"00123", ',', "00123"}};
  for (const auto& [text, decimal, plain] : kCases) {
    EXPECT_EQ(ReadNumber(text, decimal).plain, plain) << text << " " << decimal;
  }
}

TEST(ReadNumber, RefusesWhatIsNoNumber) {
  for (const char* text : {"", "-", "abc", "1.2.3", "12.34", "1.23", "1.2345", ".5", "5,", "1,2,3", "1e5", "+5",
                           "0.123", "1.234 567", "1..234", "--1"}) {
    EXPECT_EQ(ReadNumber(text, ',').plain, std::nullopt) << text;
    EXPECT_FALSE(ReadNumber(text, ',').undeclared) << text;
  }
}

TEST(ReadNumber, NeverGuessesThousands) {
  for (const char* text : {"1.234", "12.345", "1.234.567", "-2.050", "1,234", "1,5", "1 234", "1'234", "1.234,5"}) {
    EXPECT_EQ(ReadNumber(text, 0).plain, std::nullopt) << text;
    EXPECT_TRUE(ReadNumber(text, 0).undeclared) << text;
  }
  for (const char* text : {"1234", "987", "1204.5", "0.125", "1234.500", "12.34", "-3"}) {
    EXPECT_EQ(ReadNumber(text, 0).plain, text);
  }
  EXPECT_FALSE(ReadNumber("xã", 0).undeclared);
}

TEST(ReadNumber, KnowsWhatASpreadsheetMadeOfCodes) {
  for (const char* text : {"1E+05", "1.23E+11", "4,00123E+10"}) EXPECT_TRUE(IsPower(text)) << text;
  for (const char* text : {"1E5", "E+5", "12E+5", "1.E+5", "1.2E+", "x1E+5", ""}) EXPECT_FALSE(IsPower(text)) << text;
  for (const char* text : {"1-Feb", "01-Thg2", "Feb-12", "12-thg12"}) EXPECT_TRUE(IsShortDay(text)) << text;
  for (const char* text : {"1-2", "xa-1", "1-Feb-2", "feb", "123-feb", ""}) EXPECT_FALSE(IsShortDay(text)) << text;
}

}  // namespace
}  // namespace congress::csv
