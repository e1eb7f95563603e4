#include "services/allocation/domain/wording.h"

#include <limits>

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

TEST(Wording, GroupsThousandsWithDots) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1'000), "1.000");
  EXPECT_EQ(Grouped(202'357), "202.357");
  EXPECT_EQ(Grouped(-999), "-999");
  EXPECT_EQ(Grouped(-123'456), "-123.456");
  EXPECT_EQ(Grouped(std::numeric_limits<int64_t>::min()), "-9.223.372.036.854.775.808");
}

TEST(Wording, WritesDecimalsWithAComma) {
  EXPECT_EQ(DecimalInWords("1651.250000"), "1.651,250000");
  EXPECT_EQ(DecimalInWords("-1234567.5"), "-1.234.567,5");
  EXPECT_EQ(DecimalInWords("-0.504430"), "-0,504430");
  EXPECT_EQ(DecimalInWords("100"), "100");
}

TEST(Wording, WritesDaysAndTheFirstTwoMonthsWithTwoDigits) {
  EXPECT_EQ(InWords(absl::CivilDay(2025, 7, 1)), "ngày 01 tháng 7 năm 2025");
  EXPECT_EQ(InWords(absl::CivilDay(2025, 2, 10)), "ngày 10 tháng 02 năm 2025");
}

TEST(KindName, IsWhatPeopleCallAKind) {
  EXPECT_EQ(KindName("police", status::Language::kVietnamese), "công an");
  EXPECT_EQ(KindName("former-township", status::Language::kVietnamese), "thị trấn cũ");
  EXPECT_EQ(KindName("former-ward", status::Language::kEnglish), "former ward");
  EXPECT_EQ(KindName("khối các trường", status::Language::kVietnamese), "khối các trường");
}

}  // namespace
}  // namespace congress::allocation
