#include "services/scheduling/domain/rhythm.h"

#include "platform/civil/civil.h"
#include "services/scheduling/domain/occurrence.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::StatusIs;

v1::Rhythm Every(v1::Rhythm::Every every, int due_day, bool working_days = false) {
  v1::Rhythm rhythm;
  rhythm.set_every(every);
  rhythm.set_due_day(due_day);
  rhythm.set_working_days(working_days);
  return rhythm;
}

// 2 September 2025, a Tuesday, is a holiday.
WorkingDays NationalDay() {
  v1::Calendar calendar;
  calendar.set_name("calendars/vn");
  calendar.set_first_year(2025);
  calendar.set_last_year(2025);
  *calendar.add_holidays()->mutable_date() = civil::ToDate(CivilDay(2025, 9, 2));
  return WorkingDays(calendar);
}

std::string DaysOf(const v1::Rhythm& rhythm, CivilDay first, CivilDay last, const WorkingDays* calendar = nullptr) {
  const auto dues = DueBetween(rhythm, calendar, first, last);
  EXPECT_TRUE(dues.ok()) << dues.status();
  std::string all;
  for (const Due& due : *dues) all += due.period + " " + civil::Format(due.day) + "; ";
  return all;
}

TEST(PeriodOf, IsNamedAsPeopleName) {
  const struct {
    v1::Rhythm::Every every;
    CivilDay day;
    const char* label;
    CivilDay first, last;
  } rows[] = {
      {v1::Rhythm::WEEK, CivilDay(2025, 7, 6), "2025-W27", CivilDay(2025, 6, 30), CivilDay(2025, 7, 6)},
      {v1::Rhythm::WEEK, CivilDay(2024, 12, 30), "2025-W01", CivilDay(2024, 12, 30), CivilDay(2025, 1, 5)},
      {v1::Rhythm::WEEK, CivilDay(2027, 1, 3), "2026-W53", CivilDay(2026, 12, 28), CivilDay(2027, 1, 3)},
      {v1::Rhythm::MONTH, CivilDay(2024, 2, 29), "2024-02", CivilDay(2024, 2, 1), CivilDay(2024, 2, 29)},
      {v1::Rhythm::QUARTER, CivilDay(2025, 9, 30), "2025-Q3", CivilDay(2025, 7, 1), CivilDay(2025, 9, 30)},
      {v1::Rhythm::HALF_YEAR, CivilDay(2025, 7, 1), "2025-H2", CivilDay(2025, 7, 1), CivilDay(2025, 12, 31)},
      {v1::Rhythm::YEAR, CivilDay(2025, 7, 1), "2025", CivilDay(2025, 1, 1), CivilDay(2025, 12, 31)},
  };
  for (const auto& row : rows) {
    const Period period = PeriodOf(row.every, row.day);
    EXPECT_EQ(period.label, row.label);
    EXPECT_EQ(period.first, row.first) << row.label;
    EXPECT_EQ(period.last, row.last) << row.label;
  }
}

TEST(DueBetween, CountsFromTheBeginningOrTheEndOfThePeriod) {
  const CivilDay january(2025, 1, 1), march(2025, 3, 31);
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::MONTH, 31), january, march),
            "2025-01 2025-01-31; 2025-02 2025-02-28; 2025-03 2025-03-31; ");
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::MONTH, 0), january, march), DaysOf(Every(v1::Rhythm::MONTH, -1), january, march));
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::QUARTER, -10), january, march), "2025-Q1 2025-03-22; ");
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::WEEK, 5), CivilDay(2025, 6, 30), CivilDay(2025, 7, 11)),
            "2025-W27 2025-07-04; 2025-W28 2025-07-11; ");
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::MONTH, -400), january, january), "2025-01 2025-01-01; ");
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::ON_DEMAND, 1), january, march), "");
}

TEST(DueBetween, CountsWorkingDaysByTheCalendar) {
  const WorkingDays calendar = NationalDay();
  const CivilDay first(2025, 9, 1), last(2025, 9, 30);
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::MONTH, 2, true), first, last, &calendar), "2025-09 2025-09-03; ");
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::MONTH, -30, true), first, last, &calendar), "2025-09 2025-09-01; ");
  EXPECT_EQ(DaysOf(Every(v1::Rhythm::WEEK, 5, true), first, CivilDay(2025, 9, 5), &calendar), "2025-W36 2025-09-05; ");
  EXPECT_THAT(
      DueBetween(Every(v1::Rhythm::YEAR, 1, true), &calendar, CivilDay(2026, 1, 1), CivilDay(2026, 2, 1)).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition, "DATE_NOT_COVERED"));
}

// First and last day count.
TEST(DueBetween, KeepsToTheDaysOfTheRhythm) {
  v1::Rhythm rhythm = Every(v1::Rhythm::MONTH, 15);
  *rhythm.mutable_first_day() = civil::ToDate(CivilDay(2025, 2, 15));
  *rhythm.mutable_last_day() = civil::ToDate(CivilDay(2025, 4, 15));
  EXPECT_EQ(DaysOf(rhythm, CivilDay(2025, 1, 1), CivilDay(2025, 12, 31)),
            "2025-02 2025-02-15; 2025-03 2025-03-15; 2025-04 2025-04-15; ");
  *rhythm.mutable_first_day() = civil::ToDate(CivilDay(2025, 2, 16));
  *rhythm.mutable_last_day() = civil::ToDate(CivilDay(2025, 4, 14));
  EXPECT_EQ(DaysOf(rhythm, CivilDay(2025, 1, 1), CivilDay(2025, 12, 31)), "2025-03 2025-03-15; ");
}

// The week of 29 December 2025 ends in a year that the calendar does not cover.
TEST(OccurrencesOf, GoesAsFarAsTheCalendarDoes) {
  const WorkingDays calendar = NationalDay();
  v1::Task task;
  task.set_name("plans/p/tasks/w");
  task.set_task_class(v1::Task::REGULAR);
  *task.mutable_rhythm() = Every(v1::Rhythm::WEEK, 5, true);
  *task.mutable_start_date() = civil::ToDate(CivilDay(2025, 12, 15));
  ASSERT_OK_AND_ASSIGN(const auto within, OccurrencesOf(task, {}, &calendar, CivilDay(2026, 3, 1), true));
  ASSERT_EQ(within.size(), 2u);
  EXPECT_EQ(within[1].name(), "plans/p/tasks/w/occurrences/2025-w52");
  EXPECT_THAT(OccurrencesOf(task, {}, &calendar, CivilDay(2026, 3, 1), false).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "DATE_NOT_COVERED"));
}

TEST(OccurrenceId, IsMadeOfThePeriod) {
  EXPECT_EQ(OccurrenceId("2025-W27"), "2025-w27");
  EXPECT_EQ(OccurrenceId("18-NQ/TU"), "18-nq-tu");
  EXPECT_EQ(OccurrenceId("Số 06-QĐ/TU"), "so-06-qd-tu");
  EXPECT_EQ(OccurrenceId("///"), "");
  EXPECT_EQ(OccurrenceId(std::string(64, 'a')), "");
}

}  // namespace
}  // namespace congress::scheduling
