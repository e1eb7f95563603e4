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

TEST(Text, CodePointsAreTakenOneByOne) {
  const std::string_view text = "aế€𝄞\xff";
  std::u32string taken;
  size_t at = 0;
  while (const auto point = TakeCodePoint(text, &at)) taken.push_back(*point);
  EXPECT_EQ(taken, U"aế€𝄞");
  EXPECT_EQ(at, text.size() - 1) << "stays before what is no UTF-8";
}

TEST(Text, WhatXmlCannotHoldIsFound) {
  EXPECT_EQ(FindOutsideXml("Đảng bộ\tA\n"), std::nullopt);
  EXPECT_EQ(FindOutsideXml("a\x1b"), U'\x1b');
  EXPECT_EQ(FindOutsideXml("a\uFFFE"), U'\uFFFE');
  EXPECT_EQ(FindOutsideXml("a\uFFFF"), U'\uFFFF');
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
