#include "services/allocation/domain/export/columns.h"

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

using Lines = std::vector<std::string>;

TEST(Wrapped, BreaksBetweenWordsByCharactersNotBytes) {
  EXPECT_EQ(Wrapped("Đảng bộ xã Mẫu", 7), (Lines{"Đảng bộ", "xã Mẫu"}));
  EXPECT_EQ(Wrapped("Đảng bộ xã Mẫu", 6), (Lines{"Đảng", "bộ xã", "Mẫu"}));
  EXPECT_EQ(Wrapped("một\n\n  hai  ba", 20), (Lines{"một", "", "hai ba"}));
  EXPECT_EQ(Wrapped("ngắn dàihơnmộtdòng", 6), (Lines{"ngắn", "dàihơnmộtdòng"}));
  EXPECT_EQ(Wrapped("", 6), Lines{""});
}

TEST(Centred, LeavesEqualRoomOnBothSides) {
  EXPECT_EQ(Centred("ĐẢNG"), std::string(38, ' ') + "ĐẢNG\n");
  const std::string long_word(100, 'x');
  EXPECT_EQ(Centred(long_word), long_word + "\n");
}

TEST(SideBySide, KeepsTheRightColumnInItsHalf) {
  EXPECT_EQ(SideBySide("Nơi nhận:\nba", LeftColumn::kFlush, "KÝ"),
            "Nơi nhận:" + std::string(31 + 19, ' ') + "KÝ\nba\n");
  EXPECT_EQ(
      SideBySide("trái", LeftColumn::kCentred, "phải\n\nphải"),
      std::string(18, ' ') + "trái" + std::string(18 + 18, ' ') + "phải\n\n" + std::string(40 + 18, ' ') + "phải\n");
  const std::string wide(60, 'x');
  EXPECT_EQ(SideBySide(wide, LeftColumn::kFlush, "KÝ"), wide + std::string(2 + 19, ' ') + "KÝ\n");
}

}  // namespace
}  // namespace congress::allocation
