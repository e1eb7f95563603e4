#include <map>
#include <string>

#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

TEST(Calendars, AreMadeReadAndListed) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Calendars::CreateCalendar, Scene::CalendarText(), kClerk));
  EXPECT_EQ(made.name(), "calendars/vn");
  EXPECT_FALSE(made.etag().empty());
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Calendars::GetCalendar, "name: 'calendars/vn'", kReader));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), StatusIs(kExists, "RESOURCE_EXISTS"));
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText("vn-2")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Calendars::ListCalendars, "page_size: 1"));
  ASSERT_EQ(first.calendars_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto second, scene.Call(&Calendars::ListCalendars, StrCat("page_size: 1 page_token: '",
                                                                                       first.next_page_token(), "'")));
  ASSERT_EQ(second.calendars_size(), 1);
  EXPECT_EQ(second.calendars(0).name(), "calendars/vn-2");
  EXPECT_EQ(second.next_page_token(), "");
}

TEST(Calendars, AreMadeOnceForOneRequestId) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Calendars::CreateCalendar, kUuid + Scene::CalendarText()));
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Calendars::CreateCalendar, kUuid + Scene::CalendarText()));
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
  EXPECT_THAT(scene.Call(&Calendars::CreateCalendar, kUuid + Scene::CalendarText("other")),
              StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(Calendars, AreRefusedWithoutPermissionOrSense) {
  Scene scene;
  EXPECT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText(), kReader),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText(), kStranger),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText("1x")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Calendars::CreateCalendar, "calendar_id: 'a' calendar { }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  EXPECT_THAT(scene.Call(&Calendars::GetCalendar, "name: 'calendars/vn'", kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Calendars::GetCalendar, "name: 'calendars/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Calendars::GetCalendar, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto hidden, scene.Call(&Calendars::ListCalendars, "", kStranger));
  EXPECT_EQ(hidden.calendars_size(), 0);
  EXPECT_THAT(scene.Call(&Calendars::ListCalendars, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Calendars::ListCalendars, "page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(Calendars, AreUpdatedByMaskAndEtag) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()));
  const std::string swap = StrCat("calendar { name: 'calendars/vn' swapped_days { work_date ", Date(2025, 4, 26),
                                  "off_date ", Date(2025, 5, 2), "} } ");
  ASSERT_OK_AND_ASSIGN(const auto changed,
                       scene.Call(&Calendars::UpdateCalendar, StrCat(swap, "etag: '", made.etag(), "'"), kClerk));
  EXPECT_EQ(changed.calendar().swapped_days_size(), 1);
  EXPECT_EQ(changed.calendar().holidays_size(), 1);
  EXPECT_EQ(changed.calendar().display_name(), "Lịch");
  EXPECT_EQ(changed.affected_count(), 0);
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar, StrCat(swap, "etag: '", made.etag(), "'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         StrCat("calendar { name: 'calendars/vn' display_name: 'A' etag: '", made.etag(), "' }")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar, swap, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar, swap, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar, "calendar { display_name: 'A' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar, "calendar { name: 'calendars/vn' last_year: 2024 }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         "calendar { name: 'calendars/vn' organisation: 'organisations/u1' } update_mask { paths: "
                         "'organisation' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

// A calendar corrected under standing meetings says so, of those that may be read by name.
TEST(UpdateCalendar, TellsWhichMeetingsItHitsAndLeavesThem) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 6)), IsOk());
  ASSERT_THAT(scene.Create("m", Slot(5) + "calendar: 'calendars/vn'"), IsOk());
  ASSERT_THAT(scene.Create("free", Slot(5)), IsOk());
  const std::string change =
      StrCat("calendar { name: 'calendars/vn' holidays { date ", August(5), "title: 'Nghỉ bù' } } ");
  const auto refused = scene.Call(&Calendars::UpdateCalendar, change);
  EXPECT_THAT(refused, StatusIs(kFailed, "CALENDAR_IN_USE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "count"), "2");
  ASSERT_OK_AND_ASSIGN(const auto shown, scene.Call(&Calendars::UpdateCalendar, change + "validate_only: true"));
  ASSERT_EQ(shown.affected_count(), 2);
  EXPECT_EQ(shown.affected(0).resource(), "meetings/m");
  EXPECT_EQ(shown.affected(0).what(), v1::Affected::MEETING_ON_DAY_OFF);
  EXPECT_EQ(shown.affected(1).resource(), "meetings/x-u1");
  EXPECT_EQ(scene.Call(&Calendars::GetCalendar, "name: 'calendars/vn'")->holidays(0).title(), "Quốc khánh");
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar, change + "allow_affected: true"), IsOk());
  EXPECT_EQ(scene.Meeting("u1")->slots(0).date().day(), 5);
  EXPECT_THAT(scene.Call(&Calendars::UpdateCalendar, change), IsOk()) << "nothing becomes worse";
}

// Days that were reckoned by it are told as well.
TEST(UpdateCalendar, TellsWhichDueDaysItMoves) {
  Scene scene;
  scene.MakeWindow();
  scene.MakePlan("p", "calendar: 'calendars/vn'");
  const std::string rule = StrCat("due_rule { anchor ", August(4), "days: 3 working_days: true }");
  ASSERT_THAT(scene.AddTask("p", "1", rule), IsOk());
  ASSERT_THAT(scene.AddTask("p", "2", StrCat("due_date ", August(7))), IsOk());
  ASSERT_THAT(scene.AddTask("p", "3", rule), IsOk());
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/task-3'"), IsOk());
  ASSERT_THAT(scene.Create("m", StrCat("slots { date ", Date(2025, 6, 16),
                                       "part: DAY } calendar: 'calendars/vn' notice_working_days: 36")),
              IsOk());
  ASSERT_THAT(scene.Call(&Meetings::HoldMeeting, "name: 'meetings/m'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto shown,
                       scene.Call(&Calendars::UpdateCalendar,
                                  StrCat("validate_only: true calendar { name: 'calendars/vn' holidays { date ",
                                         August(5), "title: 'Nghỉ bù' } }")));
  ASSERT_EQ(shown.affected_size(), 2);
  EXPECT_EQ(shown.affected(0).resource(), "meetings/m");
  EXPECT_EQ(shown.affected(0).what(), v1::Affected::CONCLUSION_DUE_MOVES);
  EXPECT_EQ(shown.affected(0).before().day(), 5);
  EXPECT_EQ(shown.affected(0).after().day(), 6);
  EXPECT_EQ(shown.affected(1).resource(), "plans/p/tasks/task-1");
  EXPECT_EQ(shown.affected(1).what(), v1::Affected::TASK_DUE_MOVES);
  EXPECT_EQ(shown.affected(1).before().day(), 7);
  EXPECT_EQ(shown.affected(1).after().day(), 8);
}

// What the preview says is what is read afterwards, and reports of before say what was known then.
TEST(UpdateCalendar, MovesTheDueDaysThatItTells) {
  Scene scene;
  scene.MakeWindow();
  scene.MakePlan("p", "calendar: 'calendars/vn'");
  ASSERT_THAT(scene.AddTask("p", "A", StrCat("due_rule { anchor ", Date(2025, 6, 9), "days: 5 working_days: true }")),
              IsOk());
  ASSERT_THAT(scene.AddTask("p", "B", StrCat("due_rule { anchor ", Date(2025, 6, 9), "days: 5 working_days: true }")),
              IsOk());
  ASSERT_THAT(
      scene.AddTask("p", "R",
                    StrCat("task_class: REGULAR start_date ", Date(2025, 6, 2),
                           "rhythm { every: WEEK due_day: ", "5 working_days: true last_day ", Date(2025, 6, 30), "}")),
      IsOk());
  scene.Noon(absl::CivilDay(2025, 6, 17));
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/b'"), IsOk());
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/r' occurrence: '2025-W23'"), IsOk());
  const std::string measure =
      "name: 'plans/p' known_at { seconds: " + StrCat(absl::ToUnixSeconds(scene.service().now())) + " }  as_of " +
      Date(2025, 6, 17);
  ASSERT_OK_AND_ASSIGN(const auto known, scene.Call(&Tasks::GetPlanProgress, measure));
  ASSERT_EQ(known.overdue_tasks_size(), 1);
  ASSERT_EQ(known.overdue_occurrences_size(), 1) << "of the week from 9 June";

  scene.Noon(absl::CivilDay(2025, 6, 18));
  const std::string change =
      StrCat("calendar { name: 'calendars/vn' holidays { date ", Date(2025, 6, 13),
             "title: 'Nghỉ bù' } swapped_days { work_date ", Date(2025, 6, 28), "off_date ", Date(2025, 6, 27), "} } ");
  ASSERT_OK_AND_ASSIGN(const auto shown, scene.Call(&Calendars::UpdateCalendar, change + "validate_only: true"));
  EXPECT_EQ(scene.Call(&Tasks::GetTask, "name: 'plans/p/tasks/a'")->due_date().day(), 16) << "a preview moves nothing";
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar, change + "allow_affected: true"), IsOk());
  std::map<std::string, int> days;
  ASSERT_OK_AND_ASSIGN(const auto tasks, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'"));
  for (const auto& task : tasks.tasks()) days[task.name()] = task.due_date().day();
  ASSERT_OK_AND_ASSIGN(const auto occurrences, scene.Call(&Tasks::ListOccurrences, "parent: 'plans/p/tasks/r'"));
  for (const auto& occurrence : occurrences.occurrences()) days[occurrence.name()] = occurrence.due_date().day();
  std::string told;
  for (const auto& affected : shown.affected()) {
    told += StrCat(affected.resource().substr(14), " ", v1::Affected::What_Name(affected.what()), " ",
                   affected.before().day(), "→", affected.after().day(), "\n");
    EXPECT_EQ(days[affected.resource()], affected.after().day()) << affected.resource();
  }
  EXPECT_EQ(told,
            "a TASK_DUE_MOVES 16→17\n"
            "r/occurrences/2025-w24 OCCURRENCE_DUE_MOVES 13→12\n"
            "r/occurrences/2025-w26 OCCURRENCE_DUE_MOVES 27→28\n");
  EXPECT_EQ(days["plans/p/tasks/b"], 16) << "what is done stays";
  ASSERT_OK_AND_ASSIGN(const auto versions, scene.Call(&Tasks::ListTaskVersions, "name: 'plans/p/tasks/a'"));
  ASSERT_EQ(versions.versions_size(), 2);
  EXPECT_EQ(versions.versions(1).change(), v1::Task::DUE_MOVED);
  EXPECT_EQ(versions.versions(1).reason(), "Lịch");

  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Tasks::GetPlanProgress, measure));
  EXPECT_EQ(again.summary(), known.summary());
  EXPECT_EQ(again.overdue_occurrences_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto now,
                       scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p' as_of " + Date(2025, 6, 17)));
  EXPECT_EQ(now.overdue_tasks_size(), 1) << "what the day knew";
  ASSERT_THAT(scene.Call(&Tasks::ReopenTask, "name: 'plans/p/tasks/b' reason: 'x'"), IsOk());
  EXPECT_EQ(scene.Call(&Tasks::GetTask, "name: 'plans/p/tasks/b'")->due_date().day(), days["plans/p/tasks/a"]);
}

// Also of a report that was recorded at the same time.
TEST(UpdateCalendar, ComesAfterWhatWasReported) {
  Scene scene;
  scene.MakeWindow();
  scene.MakePlan("p", "calendar: 'calendars/vn'");
  ASSERT_THAT(scene.AddTask("p", "R",
                            StrCat("task_class: REGULAR start_date ", Date(2025, 6, 2),
                                   "rhythm { every: WEEK due_day: ", "5 working_days: true }")),
              IsOk());
  scene.Noon(absl::CivilDay(2025, 6, 17));
  const std::string day = "name: 'plans/p' as_of " + Date(2025, 6, 14);
  const auto overdue = [&](const std::string& more = "") {
    const auto progress = scene.Call(&Tasks::GetPlanProgress, day + more);
    EXPECT_THAT(progress, IsOk());
    return progress.ok() ? progress->overdue_occurrences_size() : -1;
  };
  ASSERT_THAT(scene.Call(&Progress::RecordPlanProgress, day), IsOk());
  EXPECT_EQ(overdue(), 2);
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         StrCat("allow_affected: true calendar { name: 'calendars/vn' swapped_days { work_date ",
                                Date(2025, 6, 14), "off_date ", Date(2025, 6, 13), "} }")),
              IsOk());
  EXPECT_EQ(overdue(), 2);
  scene.Noon(absl::CivilDay(2025, 6, 18));
  EXPECT_EQ(overdue(), 2);
  EXPECT_EQ(overdue("known_at { seconds: 1800000000 }"), 1) << "due on the day itself, as is known now";
}

// The same for a plan that gets another calendar.
TEST(UpdatePlan, MovesDueDaysToItsCalendar) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(
      scene.Call(&Calendars::CreateCalendar,
                 StrCat("calendar_id: 'sat' calendar { organisation: 'organisations/province' display_name: ",
                        "'Thứ bảy' first_year: 2025 last_year: 2025 holidays { date ", August(6), "title: 'Nghỉ' } }")),
      IsOk());
  scene.MakePlan("p", "calendar: 'calendars/vn'");
  ASSERT_THAT(scene.AddTask("p", "A", StrCat("due_rule { anchor ", August(4), "days: 3 working_days: true }")), IsOk());
  const std::string to = "plan { name: 'plans/p' calendar: ";
  ASSERT_THAT(scene.Call(&Tasks::UpdatePlan, to + "'calendars/sat' }"), IsOk());
  EXPECT_EQ(scene.Call(&Tasks::GetTask, "name: 'plans/p/tasks/a'")->due_date().day(), 8);
  EXPECT_THAT(scene.Call(&Tasks::UpdatePlan, to + "'' } update_mask { paths: 'calendar' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(DeleteCalendar, IsForCalendarsByWhichNothingCounts) {
  Scene scene;
  scene.MakeWindow();
  const std::string name = "name: 'calendars/vn' ";
  EXPECT_THAT(scene.Call(&Calendars::DeleteCalendar, name), StatusIs(kFailed, "CALENDAR_IN_USE"));
  ASSERT_THAT(scene.Call(&Scheduling::DeleteWindow, "name: 'congresses/x/windows/main'"), IsOk());
  ASSERT_THAT(scene.Create("m", "calendar: 'calendars/vn'"), IsOk());
  EXPECT_THAT(scene.Call(&Calendars::DeleteCalendar, name), StatusIs(kFailed, "CALENDAR_IN_USE"));
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/m'"), IsOk());
  scene.MakePlan("p", "calendar: 'calendars/vn'");
  EXPECT_THAT(scene.Call(&Calendars::DeleteCalendar, name), StatusIs(kFailed, "CALENDAR_IN_USE"));
  ASSERT_THAT(scene.Call(&Tasks::DeletePlan, "name: 'plans/p'"), IsOk());
  EXPECT_THAT(scene.Call(&Calendars::DeleteCalendar, name + "etag: '99'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Calendars::DeleteCalendar, name), IsOk());
  EXPECT_THAT(scene.Call(&Calendars::DeleteCalendar, name), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(CountWorkingDays, CountsAndFindsDays) {
  Scene scene;
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  const std::string from = StrCat("calendar: 'calendars/vn' start_date ", August(29));
  ASSERT_OK_AND_ASSIGN(const auto counted,
                       scene.Call(&Calendars::CountWorkingDays, StrCat(from, "end_date ", Date(2025, 9, 3)), kReader));
  EXPECT_EQ(counted.working_days(), 2);
  EXPECT_TRUE(counted.ends_on_working_day());
  ASSERT_OK_AND_ASSIGN(const auto found, scene.Call(&Calendars::CountWorkingDays, StrCat(from, "working_days: 2")));
  EXPECT_EQ(found.end_date().day(), 3);
  ASSERT_OK_AND_ASSIGN(const auto back, scene.Call(&Calendars::CountWorkingDays, StrCat(from, "working_days: -30")));
  EXPECT_EQ(back.end_date().month(), 7);
  EXPECT_EQ(back.end_date().day(), 18);
  EXPECT_THAT(scene.Call(&Calendars::CountWorkingDays, StrCat(from, "end_date ", Date(2026, 1, 5))),
              StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(scene.Call(&Calendars::CountWorkingDays, from), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Calendars::CountWorkingDays, StrCat(from, "end_date ", Date(2025, 2, 30))),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Calendars::CountWorkingDays, StrCat(from, "working_days: 2"), kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace congress::scheduling
