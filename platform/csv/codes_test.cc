#include "platform/csv/codes.h"

#include "gtest/gtest.h"

namespace congress::csv {
namespace {

TEST(DoubtOf, TellsWhatASpreadsheetMayHaveMade) {
  for (const char* code : {"1E+05", "1.23E+11", "4,5E+10"}) EXPECT_EQ(DoubtOf(code), CodeDoubt::kPower) << code;
  for (const char* code : {"1-Feb", "01-Thg2", "2025-02-01", "01/07/2025", "1/7/25", "7-1-2025"})
    EXPECT_EQ(DoubtOf(code), CodeDoubt::kDay) << code;
  for (const char* code :
       {"00123", "123", "1-2", "I.1", "Đảng bộ xã Một", "1E5", "", "1/7", "1-2-3", "32/40/2025", "15/13/2025"}) {
    EXPECT_EQ(DoubtOf(code), CodeDoubt::kNone) << code;
  }
}

TEST(CodeColumn, FindsTheFirstCodeThatDiffersOnlyByZeros) {
  const struct {
    const char* code;
    // The line of the code that it may be; 0: none.
    int other;
  } kRows[] = {{"00123", 0}, {"123", 2},  {"0123", 2},  {"00123", 0}, {"124", 0},
               {"Xã-01", 0}, {"xã-1", 7}, {"XÃ-01", 0}, {"0", 0},     {"A", 0}};
  CodeColumn column;
  int line = 1;
  for (const auto& [code, other] : kRows) {
    const auto found = column.ButForZeros(code, ++line);
    EXPECT_EQ(found.has_value() ? found->line : 0, other) << code;
  }
}

}  // namespace
}  // namespace congress::csv
