#include "platform/text/text.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

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

TEST(Text, SearchIgnoresDiacriticsAndCase) {
  EXPECT_EQ(SearchKey("Đặng Thị Hường"), "dang thi huong");
  EXPECT_EQ(SearchKey("NGHỆ AN"), SearchKey("nghe an"));
  EXPECT_NE(SearchKey("an"), SearchKey("am"));
}

TEST(Text, CaseAndSpacesMakeNoOtherName) {
  EXPECT_EQ(CaseKey(" Xã  ĐÔNG\u00a0Hải "), "xã đông hải");
  EXPECT_EQ(CaseKey("Xã Đo\u0302ng Hải"), CaseKey("xã đông hải")) << "decomposed";
  EXPECT_NE(CaseKey("Xã Hùng"), CaseKey("Xã Hưng"));
  EXPECT_NE(CaseKey("Xã Đông Hải"), CaseKey("Xã Đônghải"));
  EXPECT_EQ(CaseKey(" "), "");
}

TEST(Text, APlaceOfTheToneMarkMakesNoOtherName) {
  const std::pair<const char*, const char*> alike[] = {
      {"Hòa", "Hoà"},
      {"Thủy", "Thuỷ"},
      {"Khỏe", "Khoẻ"},
      {"Xã Hóa Quỳ", "XÃ  HOÁ QÙY"},
      {"Thụy Hòa", "Thuỵ Hoà"},
      {"Lõa", "Loã"},
      {"Quế", "Quê\u0301"},
      {"Thuận-Hòa 2", "Thuận-Hoà 2"},
      {"Nghệ An", "Nghe\u0302\u0323 An"},
  };
  for (const auto& [one, other] : alike) EXPECT_EQ(SpellingKey(one), SpellingKey(other)) << one << " " << other;
  const std::pair<const char*, const char*> different[] = {
      {"Hòa", "Hóa"},   {"Hòa", "Hoa"},   {"Hoa", "Hoă"},       {"Hồ", "Hố"},     {"Thủ", "Thư"},
      {"Hò A", "Ho À"}, {"Đông", "Dông"}, {"Cố Hoa", "Cô Hóa"}, {"Hò-a", "Ho-à"}, {"Tân", "Tăn"},
  };
  for (const auto& [one, other] : different) EXPECT_NE(SpellingKey(one), SpellingKey(other)) << one << " " << other;
  EXPECT_EQ(SpellingKey(" "), "");
}

TEST(Text, NamesSortByGivenNameTheVietnameseWay) {
  std::vector<std::string> names = {"Trần Thị Đào", "Lê Văn Dũng", "Phạm Ân", "Bùi An", "Nguyễn Ánh", "Vũ Ăn"};
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return NameSortKey(a) < NameSortKey(b); });
  const std::vector<std::string> expected = {"Bùi An", "Nguyễn Ánh", "Vũ Ăn", "Phạm Ân", "Lê Văn Dũng", "Trần Thị Đào"};
  EXPECT_EQ(names, expected);
}

}  // namespace
}  // namespace congress::text
