#include "services/scheduling/domain/working_days.h"

#include "platform/civil/civil.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;

void AddHoliday(v1::Calendar* calendar, CivilDay day) {
  auto* holiday = calendar->add_holidays();
  *holiday->mutable_date() = civil::ToDate(day);
  holiday->set_title("Nghỉ lễ");
}

void AddSwap(v1::Calendar* calendar, CivilDay work, CivilDay off) {
  auto* swap = calendar->add_swapped_days();
  *swap->mutable_work_date() = civil::ToDate(work);
  *swap->mutable_off_date() = civil::ToDate(off);
}

// The year 2025 as published: Friday 2 May off for Saturday 26 April.
v1::Calendar Calendar2025() {
  v1::Calendar calendar;
  calendar.set_name("calendars/vn");
  calendar.set_organisation("organisations/province");
  calendar.set_display_name("Lịch làm việc");
  calendar.set_first_year(2025);
  calendar.set_last_year(2025);
  for (const CivilDay day : {CivilDay(2025, 1, 1), CivilDay(2025, 4, 7), CivilDay(2025, 4, 30), CivilDay(2025, 5, 1),
                             CivilDay(2025, 9, 1), CivilDay(2025, 9, 2)}) {
    AddHoliday(&calendar, day);
  }
  for (int day = 27; day <= 31; ++day) AddHoliday(&calendar, CivilDay(2025, 1, day));
  AddSwap(&calendar, CivilDay(2025, 4, 26), CivilDay(2025, 5, 2));
  return calendar;
}

TEST(WorkingDays, KnowsWeekendsHolidaysAndSwaps) {
  const WorkingDays days(Calendar2025());
  const struct {
    CivilDay day;
    bool worked;
  } rows[] = {
      {CivilDay(2025, 4, 25), true},   // Friday.
      {CivilDay(2025, 4, 26), true},   // Saturday worked for 2 May.
      {CivilDay(2025, 4, 27), false},  // Sunday.
      {CivilDay(2025, 4, 30), false},  // Holiday.
      {CivilDay(2025, 5, 2), false},   // Friday off.
      {CivilDay(2025, 5, 3), false},   // Saturday.
      {CivilDay(2025, 5, 5), true},    // Monday.
  };
  for (const auto& row : rows) {
    ASSERT_OK_AND_ASSIGN(const bool worked, days.IsWorked(row.day));
    EXPECT_EQ(worked, row.worked) << civil::Format(row.day);
  }
}

TEST(WorkingDays, CountsBehindTheFirstDayUpToTheLast) {
  const WorkingDays days(Calendar2025());
  const struct {
    CivilDay from, to;
    int count;
  } rows[] = {
      {CivilDay(2025, 6, 2), CivilDay(2025, 6, 5), 3},  {CivilDay(2025, 6, 2), CivilDay(2025, 6, 2), 0},
      {CivilDay(2025, 6, 6), CivilDay(2025, 6, 8), 0},   // Friday to Sunday.
      {CivilDay(2025, 6, 5), CivilDay(2025, 6, 2), -3},  // Backwards.
      {CivilDay(2025, 4, 25), CivilDay(2025, 5, 5), 4},  // 26, 28, 29 April and 5 May.
      {CivilDay(2025, 8, 29), CivilDay(2025, 9, 3), 1},
  };
  for (const auto& row : rows) {
    ASSERT_OK_AND_ASSIGN(const int count, days.Count(row.from, row.to));
    EXPECT_EQ(count, row.count) << civil::Format(row.from) << " " << civil::Format(row.to);
  }
}

TEST(WorkingDays, AddLeadsWhereCountComesBackFrom) {
  const WorkingDays days(Calendar2025());
  for (CivilDay from(2025, 3, 1); from < CivilDay(2025, 6, 1); ++from) {
    for (int distance = -30; distance <= 30; ++distance) {
      ASSERT_OK_AND_ASSIGN(const CivilDay to, days.Add(from, distance));
      ASSERT_OK_AND_ASSIGN(const int count, days.Count(from, to));
      ASSERT_EQ(count, distance) << civil::Format(from);
      if (distance == 0) continue;
      ASSERT_OK_AND_ASSIGN(const bool worked, days.IsWorked(to));
      ASSERT_TRUE(worked) << civil::Format(to);
    }
  }
}

TEST(WorkingDays, RefusesEveryDayThatIsNotCovered) {
  const WorkingDays days(Calendar2025());
  const auto refused = StatusIs(absl::StatusCode::kFailedPrecondition, "DATE_NOT_COVERED");
  EXPECT_THAT(days.IsWorked(CivilDay(2026, 1, 1)), refused);
  EXPECT_THAT(days.IsWorked(CivilDay(2024, 12, 31)), refused);
  EXPECT_THAT(days.Count(CivilDay(2025, 12, 30), CivilDay(2026, 1, 5)), refused);
  EXPECT_THAT(days.Count(CivilDay(2026, 1, 5), CivilDay(2025, 12, 30)), refused);
  EXPECT_THAT(days.Add(CivilDay(2025, 12, 30), 2), refused);
  EXPECT_THAT(days.Add(CivilDay(2025, 1, 2), -1), refused);
  EXPECT_THAT(days.Within(CivilDay(2025, 12, 1), CivilDay(2026, 1, 1)), refused);
  EXPECT_THAT(days.Add(CivilDay(2025, 12, 30), 1), IsOk());
}

TEST(CheckCalendar, TakesThePublishedYearAndRefusesContradictions) {
  EXPECT_THAT(CheckCalendar(Calendar2025()), IsOk());
  const struct {
    const char* what;
    void (*spoil)(v1::Calendar*);
  } rows[] = {
      {"no organisation", [](v1::Calendar* c) { c->clear_organisation(); }},
      {"no title", [](v1::Calendar* c) { c->clear_display_name(); }},
      {"no years", [](v1::Calendar* c) { c->clear_first_year(); }},
      {"years backwards", [](v1::Calendar* c) { c->set_last_year(2024); }},
      {"too many years", [](v1::Calendar* c) { c->set_last_year(2075); }},
      {"holiday twice", [](v1::Calendar* c) { AddHoliday(c, CivilDay(2025, 9, 2)); }},
      {"holiday outside", [](v1::Calendar* c) { AddHoliday(c, CivilDay(2026, 1, 1)); }},
      {"swap of a weekday", [](v1::Calendar* c) { AddSwap(c, CivilDay(2025, 6, 6), CivilDay(2025, 6, 9)); }},
      {"swap for a weekend", [](v1::Calendar* c) { AddSwap(c, CivilDay(2025, 6, 7), CivilDay(2025, 6, 8)); }},
      {"swap for a holiday", [](v1::Calendar* c) { AddSwap(c, CivilDay(2025, 6, 7), CivilDay(2025, 9, 2)); }},
  };
  for (const auto& row : rows) {
    v1::Calendar calendar = Calendar2025();
    row.spoil(&calendar);
    EXPECT_THAT(CheckCalendar(calendar), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID")) << row.what;
  }
}

}  // namespace
}  // namespace congress::scheduling
