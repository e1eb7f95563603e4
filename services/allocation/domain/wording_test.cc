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

TEST(Wording, WritesDaysWithTwoDigits) { EXPECT_EQ(InWords(absl::CivilDay(2025, 7, 1)), "ngày 01 tháng 07 năm 2025"); }

}  // namespace
}  // namespace congress::allocation
