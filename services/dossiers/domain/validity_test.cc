#include "services/dossiers/domain/validity.h"

#include "gtest/gtest.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;

v1::ChecklistItem Months(int months) {
  v1::ChecklistItem item;
  item.set_validity_months(months);
  return item;
}

v1::ChecklistItem Days(int days) {
  v1::ChecklistItem item;
  item.set_validity_days(days);
  return item;
}

TEST(LastValidDay, CountsMonthsToTheSameDayOrTheLastOfTheMonth) {
  struct Row {
    CivilDay issued;
    int months;
    CivilDay last;
  };
  const Row rows[] = {
      {CivilDay(2025, 3, 15), 6, CivilDay(2025, 9, 15)},   // The plain case.
      {CivilDay(2025, 3, 31), 6, CivilDay(2025, 9, 30)},   // 31st into a month of 30 days.
      {CivilDay(2025, 8, 31), 6, CivilDay(2026, 2, 28)},   // 31st into a common February.
      {CivilDay(2023, 8, 31), 6, CivilDay(2024, 2, 29)},   // 31st into a leap February.
      {CivilDay(2025, 8, 29), 6, CivilDay(2026, 2, 28)},   // 29th into a common February.
      {CivilDay(2024, 2, 29), 12, CivilDay(2025, 2, 28)},  // A leap day, a year later.
      {CivilDay(2024, 2, 29), 48, CivilDay(2028, 2, 29)},  // A leap day, four years later.
      {CivilDay(2024, 2, 29), 6, CivilDay(2024, 8, 29)},   // Clamping does not stretch to the end of a longer month.
      {CivilDay(2025, 2, 28), 1, CivilDay(2025, 3, 28)},   // The last of February is the 28th, not the last of March.
      {CivilDay(2025, 12, 31), 1, CivilDay(2026, 1, 31)},  // Over the new year.
      {CivilDay(2025, 12, 31), 2, CivilDay(2026, 2, 28)},
      {CivilDay(1999, 11, 30), 3, CivilDay(2000, 2, 29)},  // 2000 is a leap year.
      {CivilDay(2099, 11, 30), 3, CivilDay(2100, 2, 28)},  // 2100 is none.
  };
  for (const Row& row : rows) {
    EXPECT_EQ(LastValidDay(Months(row.months), row.issued), row.last) << row.issued << " + " << row.months;
  }
}

TEST(LastValidDay, CountsDaysWithoutTheDayOfIssue) {
  EXPECT_EQ(LastValidDay(Days(1), CivilDay(2025, 5, 1)), CivilDay(2025, 5, 2));
  EXPECT_EQ(LastValidDay(Days(180), CivilDay(2025, 1, 1)), CivilDay(2025, 6, 30));
  EXPECT_EQ(LastValidDay(Days(1), CivilDay(2024, 2, 28)), CivilDay(2024, 2, 29));
  EXPECT_EQ(LastValidDay(Days(1), CivilDay(2025, 2, 28)), CivilDay(2025, 3, 1));
  EXPECT_EQ(LastValidDay(Days(365), CivilDay(2024, 1, 1)), CivilDay(2024, 12, 31));
}

TEST(LastValidDay, IsAbsentWhereNoValidityIsSet) {
  EXPECT_EQ(LastValidDay(v1::ChecklistItem(), CivilDay(2025, 5, 1)), std::nullopt);
}

TEST(AddMonths, NeverLeavesTheMonthAndNeverGoesBack) {
  for (CivilDay day(2023, 12, 1); day < CivilDay(2025, 3, 1); ++day) {
    for (int months = 1; months <= 14; ++months) {
      const CivilDay end = AddMonths(day, months);
      EXPECT_EQ(absl::CivilMonth(end) - absl::CivilMonth(day), months) << day;
      EXPECT_LE(end.day(), day.day()) << day;
      EXPECT_LE(end, AddMonths(day + 1, months)) << day;  // A later paper never ends earlier.
    }
  }
}

}  // namespace
}  // namespace congress::dossiers
