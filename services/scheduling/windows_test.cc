#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

TEST(Windows, AreMadeReadAndListed) {
  Scene scene;
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  const std::string create = StrCat(Scene::WindowText("main", 4, 29), kUuid);
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Scheduling::CreateWindow, create, kClerk));
  EXPECT_EQ(made.name(), "congresses/x/windows/main");
  EXPECT_EQ(made.legal_basis(), "45-CT/TW");
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Call(&Scheduling::CreateWindow, create, kClerk));
  EXPECT_EQ(replayed.SerializeAsString(), made.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto read,
                       scene.Call(&Scheduling::GetWindow, "name: 'congresses/x/windows/main'", kReader));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  ASSERT_THAT(scene.Call(&Scheduling::CreateWindow, Scene::WindowText("second", 4, 8)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&Scheduling::ListWindows, "parent: 'congresses/x' page_size: 1"));
  EXPECT_EQ(page.windows_size(), 1);
  EXPECT_NE(page.next_page_token(), "");
  ASSERT_OK_AND_ASSIGN(const auto none, scene.Call(&Scheduling::ListWindows, "parent: 'congresses/x' level: PROVINCE"));
  EXPECT_EQ(none.windows_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Call(&Scheduling::ListWindows, "parent: 'congresses/y'"));
  EXPECT_EQ(other.windows_size(), 0);
}

TEST(Windows, AreRefusedWithoutPermissionOrSense) {
  Scene scene;
  const auto create = [&](const std::string& text, const std::string& binding = kAdmin) {
    return scene.Call(&Scheduling::CreateWindow, text, binding);
  };
  EXPECT_THAT(create(Scene::WindowText("main", 4, 29)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  EXPECT_THAT(create(Scene::WindowText("main", 4, 29), kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(create(Scene::WindowText("main", 4, 29), kStranger), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(create(Scene::WindowText("main", 29, 4)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create(Scene::WindowText("Main", 4, 29)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create(StrCat("parent: 'congresses/x' window_id: 'a' window { organisation: 'organisations/province' ",
                            "level: PROVINCE first_day ", August(4), "last_day ", Date(2026, 1, 5),
                            "longest_days: 2 calendar: 'calendars/vn' }")),
              StatusIs(kFailed, "DATE_NOT_COVERED"));
  ASSERT_THAT(create(Scene::WindowText("main", 4, 29)), IsOk());
  EXPECT_THAT(create(Scene::WindowText("main", 4, 29)), StatusIs(kExists, "RESOURCE_EXISTS"));
  const std::string name = "name: 'congresses/x/windows/main'";
  EXPECT_THAT(scene.Call(&Scheduling::GetWindow, name, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Scheduling::GetWindow, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto hidden, scene.Call(&Scheduling::ListWindows, "parent: 'congresses/x'", kStranger));
  EXPECT_EQ(hidden.windows_size(), 0);
  EXPECT_THAT(scene.Call(&Scheduling::ListWindows, "parent: 'congresses/x' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Scheduling::ListWindows, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(UpdateWindow, TellsWhichMeetingsItHitsAndLeavesThem) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 28)), IsOk());
  const auto update = [&](const std::string& fields, const std::string& more = "") {
    return scene.Call(&Scheduling::UpdateWindow,
                      StrCat("window { name: 'congresses/x/windows/main' ", fields, " } ", more));
  };
  const std::string shorter = StrCat("last_day ", August(15));
  EXPECT_THAT(update(shorter), StatusIs(kFailed, "WINDOW_IN_USE"));
  ASSERT_OK_AND_ASSIGN(const auto shown, update(shorter, "validate_only: true"));
  ASSERT_EQ(shown.affected_size(), 1);
  EXPECT_EQ(shown.affected(0).resource(), "meetings/x-u2");
  EXPECT_EQ(shown.affected(0).what(), v1::Affected::OUTSIDE_WINDOW);
  ASSERT_OK_AND_ASSIGN(const auto changed, update(shorter, "allow_affected: true"));
  EXPECT_EQ(changed.window().last_day().day(), 15);
  EXPECT_EQ(scene.Meeting("u2")->slots(0).date().day(), 28);
  // A storm hits what it hits alone.
  const auto storm = [](int day) {
    return StrCat("closed { first_day ", August(day), "last_day ", August(day), "reason: 'bão số 3' }");
  };
  EXPECT_THAT(update(storm(6)), IsOk());
  EXPECT_THAT(update(storm(5)), StatusIs(kFailed, "WINDOW_IN_USE"));
  EXPECT_THAT(update("longest_days: 4"), IsOk());
  EXPECT_THAT(update("longest_days: 5", "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(update(StrCat("last_day ", August(1))), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(update("calendar: 'calendars/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(update("", "update_mask { paths: 'calendar' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(update(StrCat("last_day ", Date(2026, 1, 5))), StatusIs(kFailed, "DATE_NOT_COVERED"));
}

TEST(DeleteWindow, IsForWindowsWithoutMeetings) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5)), IsOk());
  const std::string name = "name: 'congresses/x/windows/main' ";
  EXPECT_THAT(scene.Call(&Scheduling::DeleteWindow, name), StatusIs(kFailed, "WINDOW_IN_USE"));
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/x-u1'"), IsOk());
  EXPECT_THAT(scene.Call(&Scheduling::DeleteWindow, name + "etag: '99'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Scheduling::DeleteWindow, name), IsOk());
  EXPECT_THAT(scene.Call(&Scheduling::DeleteWindow, name), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(Windows, OfAUnitCountByTheProvincesCalendar) {
  Scene scene;
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  EXPECT_THAT(scene.Call(&Scheduling::CreateWindow,
                         StrCat("parent: 'congresses/u1' window_id: 'a' window { organisation: 'organisations/u1' ",
                                "level: GRASSROOTS first_day ", August(4), "last_day ", August(8),
                                "longest_days: 1 calendar: 'calendars/vn' }"),
                         kUnitClerk),
              IsOk());
}

// What goes on behind midnight of the last day is not within.
TEST(Windows, EndAtMidnightOfTheirLastDay) {
  Scene scene;
  scene.MakeWindow();
  const auto create = [&](const std::string& unit, int day, const std::string& start, const std::string& end) {
    return scene.Call(
        &Meetings::CreateMeeting,
        StrCat("meeting_id: '", unit, "' meeting { organisation: 'organisations/", unit, "' kind: CONGRESS title: 'x' ",
               "congress: 'congresses/x' window: 'congresses/x/windows/main' slots { date ", August(day),
               "part: HOURS start { ", start, " } end { ", end, " } } }"));
  };
  EXPECT_THAT(create("u1", 29, "hours: 20", "hours: 2"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(create("u1", 29, "hours: 20", "hours: 23"), IsOk());
  EXPECT_THAT(create("u2", 29, "hours: 20", "hours: 0"), IsOk());
  // One that stands is hit by a window that ends earlier.
  ASSERT_THAT(create("u3", 28, "hours: 22", "hours: 1"), IsOk());
  ASSERT_OK_AND_ASSIGN(
      const auto shown,
      scene.Call(&Scheduling::UpdateWindow, StrCat("validate_only: true window { name: 'congresses/x/windows/main' ",
                                                   "last_day ", August(28), " } update_mask { paths: 'last_day' }")));
  EXPECT_EQ(shown.affected_count(), 3);
}

}  // namespace
}  // namespace congress::scheduling
