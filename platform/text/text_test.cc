#include "platform/text/text.h"

#include "gtest/gtest.h"

namespace congress::text {
namespace {

TEST(Text, FindsTheFirstByteThatIsNoUtf8) {
  EXPECT_EQ(FindInvalidUtf8("Nguyễn"), std::string_view::npos);
  EXPECT_EQ(FindInvalidUtf8("ab\xff"), 2u);
  EXPECT_EQ(FindInvalidUtf8("a\xc3"), 1u);
  EXPECT_EQ(FindInvalidUtf8("\xc0\x80"), 0u);
}

TEST(Text, NfcMakesEqualWhatLooksEqual) {
  EXPECT_EQ(ToNfc("e\xCC\x82\xCC\x81"), "ế");
  EXPECT_EQ(ToNfc("ế"), "ế");
  EXPECT_EQ(Length("ế"), 1u);
}

TEST(Text, CapitalsAreThoseOfEveryLetter) {
  EXPECT_EQ(ToCapitals("Tỉnh ủy Đồng Mẫu, ưỡn"), "TỈNH ỦY ĐỒNG MẪU, ƯỠN");
  EXPECT_EQ(WithSmallInitial("Đại hội Mẫu"), "đại hội Mẫu");
  EXPECT_EQ(WithCapitalInitial("ủy ban"), "Ủy ban");
  EXPECT_EQ(WithSmallInitial(""), "");
}

}  // namespace
}  // namespace congress::text
