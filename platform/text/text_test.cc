#include "platform/text/text.h"

#include <algorithm>
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

TEST(Text, NamesSortByGivenNameTheVietnameseWay) {
  std::vector<std::string> names = {"Trần Thị Đào", "Lê Văn Dũng", "Phạm Ân", "Bùi An", "Nguyễn Ánh", "Vũ Ăn"};
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return NameSortKey(a) < NameSortKey(b); });
  const std::vector<std::string> expected = {"Bùi An", "Nguyễn Ánh", "Vũ Ăn", "Phạm Ân", "Lê Văn Dũng", "Trần Thị Đào"};
  EXPECT_EQ(names, expected);
}

}  // namespace
}  // namespace congress::text
