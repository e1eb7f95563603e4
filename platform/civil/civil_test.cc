#include "platform/civil/civil.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::civil {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(Civil, TheDayChangesAtMidnightOfHoChiMinhCity) {
  const absl::Time midnight = absl::FromCivil(absl::CivilHour(2025, 9, 30, 17), absl::UTCTimeZone());
  EXPECT_EQ(Today(midnight - absl::Nanoseconds(1)), absl::CivilDay(2025, 9, 30));
  EXPECT_EQ(Today(midnight), absl::CivilDay(2025, 10, 1));
}

TEST(Civil, OnlyDaysOfTheCalendarAreValid) {
  EXPECT_TRUE(IsValid(Date(2024, 2, 29)));
  for (const auto& date : {Date(2025, 2, 29), Date(2025, 4, 31), Date(2025, 13, 1), Date(2025, 0, 1), Date(2025, 1, 0),
                           Date(0, 1, 1), Date(2025, 1, -1), Date(10000, 1, 1)}) {
    EXPECT_FALSE(IsValid(date)) << date.DebugString();
  }
}

TEST(Civil, ReadsOnlyWhatItWrites) {
  ASSERT_OK_AND_ASSIGN(const absl::CivilDay day, Parse("2025-10-01"));
  EXPECT_EQ(Format(day), "2025-10-01");
  for (const char* text : {"2025-02-30", "2025-1-1", "1/10/2025", "2025-10-01T00", "", " 2025-10-01", "2025-10-1 "}) {
    EXPECT_FALSE(Parse(text).ok()) << text;
  }
}

TEST(Civil, AYearOrAMonthIsADateWhereNoMoreIsKnown) {
  for (const auto& [text, date] : {std::pair{"1975", Date(1975, 0, 0)},
                                   {"1975-03", Date(1975, 3, 0)},
                                   {"03/1975", Date(1975, 3, 0)},
                                   {"3/1975", Date(1975, 3, 0)},
                                   {"1975-03-28", Date(1975, 3, 28)}}) {
    ASSERT_OK_AND_ASSIGN(const auto read, ParseDate(text, true));
    EXPECT_EQ(read.SerializeAsString(), date.SerializeAsString()) << text;
    EXPECT_EQ(ParseDate(text, false).ok(), IsValid(date)) << text;
    EXPECT_NE(IsValid(date), IsPartial(date)) << text;
    ASSERT_OK_AND_ASSIGN(const auto again, ParseDate(Format(read), true));
    EXPECT_EQ(again.SerializeAsString(), date.SerializeAsString()) << text;
  }
  for (const char* text : {"", "75", "197", "0000", "1975-", "1975-13", "1975-00", "1975-3", "13/1975", "/1975",
                           "003/1975", "1975/03", "28/3/1975", " 1975", "+975", "1975-03-", "1975-02-30"}) {
    EXPECT_FALSE(ParseDate(text, true).ok()) << text;
  }
  EXPECT_EQ(Format(Date(1975, 13, 0)) + Format(Date(1975, 0, 3)) + Format(Date(0, 3, 0)) + Format(Date(1975, 2, 30)),
            "");
}

TEST(Civil, APartialDateIsOneOfItsDays) {
  EXPECT_EQ(FirstDay(Date(1975, 0, 0)), absl::CivilDay(1975, 1, 1));
  EXPECT_EQ(LastDay(Date(1975, 0, 0)), absl::CivilDay(1975, 12, 31));
  EXPECT_EQ(FirstDay(Date(1976, 2, 0)), absl::CivilDay(1976, 2, 1));
  EXPECT_EQ(LastDay(Date(1976, 2, 0)), absl::CivilDay(1976, 2, 29));
  EXPECT_EQ(FirstDay(Date(1975, 3, 28)), LastDay(Date(1975, 3, 28)));
}

TEST(Civil, TimestampsKeepNanoseconds) {
  const absl::Time time = absl::FromUnixSeconds(-5) + absl::Nanoseconds(7);
  EXPECT_EQ(FromTimestamp(ToTimestamp(time)), time);
  EXPECT_EQ(ToTimestamp(time).nanos(), 7);
}

}  // namespace
}  // namespace congress::civil
