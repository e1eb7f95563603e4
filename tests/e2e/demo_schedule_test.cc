// What the demo shows of meetings: approved, placed, announced, moved by a storm, and who is told of it.
#include <cstdlib>
#include <map>
#include <set>

#include "absl/time/civil_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "tests/e2e/demo_run.h"
#include "tests/support/status_matchers.h"
#include "tests/support/zip.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// The standing committee approves the congresses of the communes before they are held, some on conditions that are
// followed up as tasks.
TEST_F(DemoRun, EveryCongressIsApprovedBeforeItIsHeld) {
  EXPECT_THAT(run_->errors, HasSubstr("   3 trên 6 đại hội được 2 tổ duyệt qua 4 phiên; 2 duyệt có điều kiện, đã "
                                      "thành nhiệm vụ, 1 trả lại"));
  EXPECT_THAT(run_->errors, HasSubstr("trình lại: đã duyệt 4 trên 6"));
  const csv::Table table = TableOf(path("approvals.csv"));
  std::map<std::string, int> states;
  for (const csv::Row& row : table.rows) {
    const std::string state = Cell(table, row, "state");
    ++states[state];
    EXPECT_EQ(state == "CONDITIONAL", !Cell(table, row, "tasks").empty()) << Cell(table, row, "code");
    EXPECT_FALSE(Cell(table, row, "session").empty());
  }
  EXPECT_EQ(states, (std::map<std::string, int>{{"APPROVED", 4}, {"CONDITIONAL", 2}}));
}

// The rules of province.yaml, said again here: an independent check of every line.
bool MayMeet(absl::CivilDay day) {
  if (day < absl::CivilDay(2026, 3, 2) || day > absl::CivilDay(2026, 3, 31)) return false;
  for (const int off : {10, 18, 20}) {
    if (day == absl::CivilDay(2026, 3, off)) return false;
  }
  const absl::Weekday weekday = absl::GetWeekday(day);
  return day == absl::CivilDay(2026, 3, 21) || (weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday);
}

TEST_F(DemoRun, TheScheduleHolds) {
  const std::string secretary = "organisations/province/posts/secretary";
  const csv::Table table = TableOf(path("attendance.csv"));
  std::map<std::string, int> days_of_unit;
  std::map<std::string, int> load;
  std::set<std::pair<std::string, absl::CivilDay>> busy;
  std::set<absl::CivilDay> taken;
  for (const csv::Row& row : table.rows) {
    const std::string post = Cell(table, row, "post");
    const std::string unit = Cell(table, row, "code");
    EXPECT_FALSE(days_of_unit.contains(unit)) << unit << " twice";
    ++load[post];
    const auto first = civil::Parse(Cell(table, row, "first_day"));
    const auto last = civil::Parse(Cell(table, row, "last_day"));
    ASSERT_THAT(first, IsOk());
    ASSERT_THAT(last, IsOk());
    for (absl::CivilDay day = *first; day <= *last; ++day) {
      if (!MayMeet(day)) continue;  // Working days that follow each other may have days off between them.
      ++days_of_unit[unit];
      EXPECT_TRUE(busy.emplace(post, day).second) << post << " twice on " << civil::Format(day);
      EXPECT_TRUE(taken.insert(day).second) << "two meetings on " << civil::Format(day);
      EXPECT_FALSE(post == secretary && day == absl::CivilDay(2026, 3, 5));
    }
    EXPECT_TRUE(MayMeet(*first) && MayMeet(*last)) << unit;
  }
  EXPECT_EQ(days_of_unit, (std::map<std::string, int>{
                              {"90001", 1}, {"90002", 1}, {"90003", 1}, {"90004", 1}, {"90005", 2}, {"90006", 2}}));
  ASSERT_EQ(load.size(), 2u);
  EXPECT_LE(std::abs(load[secretary] - load["organisations/province/posts/deputy"]), 1);
  // The line on the console and the file count the same.
  int preferred = 0;
  for (const csv::Row& row : table.rows) preferred += Cell(table, row, "preferred") == "yes" ? 1 : 0;
  EXPECT_THAT(run_->errors, HasSubstr(StrCat("   ", preferred, " trên 6 cuộc do người ưu tiên địa bàn đó dự")));
}

// Each post learns to which meetings it comes; after the storm, what has changed.
TEST_F(DemoRun, EveryPostIsToldOfItsMeetings) {
  const csv::Table attendance = TableOf(path("attendance.csv"));
  const csv::Table notices = TableOf(path("notices.csv"));
  std::map<std::string, std::string> told;  // The first day of each meeting, as its post was told last.
  for (const csv::Row& row : notices.rows) {
    const std::string key = StrCat(Cell(notices, row, "post"), " ", Cell(notices, row, "meeting"));
    if (Cell(notices, row, "comes") == "yes") {
      told[key] = Cell(notices, row, "first_day");
    } else {
      told.erase(key);
    }
  }
  EXPECT_EQ(told.size(), attendance.rows.size());
  for (const csv::Row& row : attendance.rows) {
    const std::string key =
        StrCat(Cell(attendance, row, "post"), " meetings/song-mo-3-unit-", Cell(attendance, row, "code"));
    EXPECT_EQ(told[key], Cell(attendance, row, "first_day")) << key;
  }
}

// "Its own congress of three days", the monthly hearing, a conclusion with its tasks: as the sentences of the reports
// say.
TEST_F(DemoRun, TheProvinceMeetsAsWell) {
  for (const char* line : {"Đã thông báo đại hội của tỉnh: 3 ngày, từ 14/4/2026 đến 16/4/2026",
                           "5 phiên thường kỳ từ 10/02/2026 đến 10/6/2026, 1 phiên chuyển khỏi ngày nghỉ",
                           "Phiên ngày 10/02/2026 đã họp: thông báo số 01-TB/TU, hạn ngày 13/02/2026, 2 nhiệm vụ"}) {
    EXPECT_THAT(run_->errors, HasSubstr(line));
  }
  const auto report = support::Unzip(Content(path("session-report.docx")));
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->at("word/document.xml"), HasSubstr("01-TB/TU"));
  EXPECT_THAT(report->at("word/document.xml"), HasSubstr("nhiệm vụ đã hoàn thành: 0/2"));
  // The month has the plan and its figures, too.
  EXPECT_THAT(report->at("word/document.xml"), HasSubstr("3-KH/TU"));
  EXPECT_THAT(report->at("word/document.xml"), HasSubstr("-53,85 %"));
}

TEST_F(DemoRun, TheCalendarHasAnEntryForEachMeeting) {
  const std::string calendar = Content(path("calendar.ics"));
  EXPECT_THAT(calendar, StartsWith("BEGIN:VCALENDAR\r\n"));
  EXPECT_EQ(calendar.find("@congress"), std::string::npos) << "a UID that another installation gives, too";
  size_t events = 0;
  for (size_t at = 0; (at = calendar.find("BEGIN:VEVENT\r\n", at)) != std::string::npos; ++at) ++events;
  EXPECT_EQ(events, 13u)
      << "six of the units, five sessions in which they were approved, and the province's with half a day";
}

// Meetings that were announced and not answered wait for who attends; tasks for their owners.
TEST_F(DemoRun, WhatWaitsIsToldToAPostAndOfAll) {
  const csv::Table inbox = TableOf(path("inbox.csv"));
  ASSERT_FALSE(inbox.rows.empty());
  std::set<std::string> kinds;
  for (const csv::Row& row : inbox.rows) kinds.insert(Cell(inbox, row, "kind"));
  EXPECT_TRUE(kinds.contains("MEETING_REPLY"));
  const csv::Table overdue = TableOf(path("overdue.csv"));
  ASSERT_FALSE(overdue.rows.empty());
  for (const csv::Row& row : overdue.rows) EXPECT_EQ(Cell(overdue, row, "level"), "OVERDUE");
  EXPECT_THAT(run_->errors, HasSubstr("Việc chờ Bí thư Tỉnh ủy ngày "));
}

}  // namespace
}  // namespace congress::e2e
