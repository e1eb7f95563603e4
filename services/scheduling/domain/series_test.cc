#include "services/scheduling/domain/series.h"

#include "platform/civil/civil.h"
#include "services/scheduling/domain/affected.h"
#include "services/scheduling/testing/meetings.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using Request = v1::CreateMeetingSeriesRequest;
using sample::kMonday;
using ::testing::ElementsAre;

Request Of(CivilDay first, Request::Every every, CivilDay until) {
  Request request;
  request.set_series("giao-ban");
  request.set_every(every);
  *request.mutable_until() = civil::ToDate(until);
  request.mutable_meeting()->set_title("Giao ban");
  *request.mutable_meeting()->add_slots() = sample::Hours(first, 480, 600);
  return request;
}

v1::Calendar Days() {
  v1::Calendar calendar;
  calendar.set_first_year(2025);
  calendar.set_last_year(2026);
  return calendar;
}

std::vector<std::string> DaysIn(const Series& series) {
  std::vector<std::string> days;
  for (const v1::Meeting& meeting : series.meetings) days.push_back(civil::Format(DaysOf(meeting).front()));
  return days;
}

TEST(Repeat, GoesOnByWeeksAndMonths) {
  ASSERT_OK_AND_ASSIGN(const Series weeks, Repeat(Of(kMonday, Request::WEEK, kMonday + 14), nullptr));
  EXPECT_THAT(DaysIn(weeks), ElementsAre("2025-08-04", "2025-08-11", "2025-08-18"));
  EXPECT_EQ(weeks.meetings[1].name(), "meetings/giao-ban-2025-08-11");
  EXPECT_EQ(weeks.meetings[1].series(), "giao-ban");
  EXPECT_EQ(weeks.meetings[1].slots(0).start().hours(), 8);
  ASSERT_OK_AND_ASSIGN(const Series months,
                       Repeat(Of(CivilDay(2025, 10, 31), Request::MONTH, CivilDay(2026, 3, 31)), nullptr));
  EXPECT_THAT(DaysIn(months),
              ElementsAre("2025-10-31", "2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"));
  ASSERT_OK_AND_ASSIGN(const Series quarters,
                       Repeat(Of(CivilDay(2025, 7, 1), Request::QUARTER, CivilDay(2025, 12, 31)), nullptr));
  EXPECT_THAT(DaysIn(quarters), ElementsAre("2025-07-01", "2025-10-01"));
}

// 31 August 2025 is a Sunday and the next two days are holidays; 30 November is a Sunday.
TEST(Repeat, HasOneInEachMonth) {
  v1::Calendar days = Days();
  for (const CivilDay holiday : {CivilDay(2025, 9, 1), CivilDay(2025, 9, 2)}) {
    *days.add_holidays()->mutable_date() = civil::ToDate(holiday);
  }
  const WorkingDays calendar(days);
  ASSERT_OK_AND_ASSIGN(const Series series,
                       Repeat(Of(CivilDay(2025, 7, 31), Request::MONTH, CivilDay(2025, 12, 31)), &calendar));
  EXPECT_THAT(DaysIn(series),
              ElementsAre("2025-07-31", "2025-08-29", "2025-09-30", "2025-10-31", "2025-11-28", "2025-12-31"));
}

TEST(Repeat, MovesFromADayOffAndSaysSo) {
  const WorkingDays calendar(Days());
  ASSERT_OK_AND_ASSIGN(const Series series,
                       Repeat(Of(CivilDay(2025, 8, 1), Request::MONTH, CivilDay(2025, 11, 30)), &calendar));
  EXPECT_THAT(DaysIn(series), ElementsAre("2025-08-01", "2025-09-01", "2025-10-01", "2025-11-03"));
  ASSERT_EQ(series.moved.size(), 1U);
  EXPECT_EQ(series.moved[0].meeting(), "meetings/giao-ban-2025-11-03");
  EXPECT_EQ(civil::FromDate(series.moved[0].before()), CivilDay(2025, 11, 1));
  EXPECT_THAT(Repeat(Of(CivilDay(2026, 12, 1), Request::YEAR, CivilDay(2028, 1, 1)), &calendar),
              support::StatusIs(absl::StatusCode::kFailedPrecondition, "DATE_NOT_COVERED"));
}

TEST(Repeat, RefusesWhatHasNoFirstOrNoEnd) {
  const auto invalid = support::StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(CheckSeries(Of(kMonday, Request::WEEK, kMonday - 1)), invalid);
  EXPECT_THAT(CheckSeries(Of(kMonday, Request::WEEK, kMonday + 520 * 7)), invalid);
  Request request = Of(kMonday, Request::WEEK, kMonday + 7);
  request.mutable_meeting()->set_congress("congresses/x");
  EXPECT_THAT(CheckSeries(request), invalid);
  request = Of(kMonday, Request::WEEK, kMonday + 7);
  request.mutable_meeting()->clear_slots();
  EXPECT_THAT(CheckSeries(request), invalid);
}

TEST(Affected, IsWhatBecomesWrongAndLiesAhead) {
  const auto vi = status::Language::kVietnamese;
  v1::Calendar changed = Days();
  *changed.add_holidays()->mutable_date() = civil::ToDate(kMonday);
  const WorkingDays before(Days());
  const WorkingDays after(changed);
  v1::Meeting meeting = sample::Placed({kMonday});
  const auto hit = HitByCalendar(meeting, before, after, sample::kToday, vi);
  ASSERT_TRUE(hit.has_value());
  EXPECT_EQ(hit->what(), v1::Affected::MEETING_ON_DAY_OFF);
  EXPECT_EQ(hit->description(), "Đại hội Đảng bộ phường Thành Vinh: ngày 04/8/2025 là ngày nghỉ.");
  EXPECT_FALSE(HitByCalendar(meeting, after, after, sample::kToday, vi).has_value()) << "it lay so before";
  EXPECT_FALSE(HitByCalendar(meeting, before, after, kMonday + 1, vi).has_value()) << "it is past";
  meeting.set_state(v1::Meeting::CANCELLED);
  EXPECT_FALSE(HitByCalendar(meeting, before, after, sample::kToday, vi).has_value());
}

TEST(Affected, ByAStormIsOnlyWhatTheStormHits) {
  const auto vi = status::Language::kVietnamese;
  v1::Window before;
  *before.mutable_first_day() = civil::ToDate(kMonday);
  *before.mutable_last_day() = civil::ToDate(kMonday + 4);
  v1::Window after = before;
  v1::Window::Closure* storm = after.add_closed();
  *storm->mutable_first_day() = *storm->mutable_last_day() = civil::ToDate(kMonday + 1);
  EXPECT_FALSE(HitByWindow(sample::Placed({kMonday}), before, after, sample::kToday, vi).has_value());
  EXPECT_EQ(HitByWindow(sample::Placed({kMonday + 1}), before, after, sample::kToday, vi)->what(),
            v1::Affected::OUTSIDE_WINDOW);
  v1::Room open;
  v1::Room closed;
  v1::Room::Closure* repair = closed.add_closed();
  *repair->mutable_first_day() = *repair->mutable_last_day() = civil::ToDate(kMonday);
  EXPECT_EQ(HitByRoom(sample::Placed({kMonday}), open, closed, sample::kToday, vi)->what(), v1::Affected::ROOM_CLOSED);
  EXPECT_FALSE(HitByRoom(sample::Placed({kMonday + 1}), open, closed, sample::kToday, vi).has_value());
}

}  // namespace
}  // namespace congress::scheduling
