#include <thread>

#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"
#include "services/scheduling/testing/schedule_checker.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::IsEmpty;

std::vector<v1::Meeting> Placed(const v1::PlaceMeetingsResponse& response) {
  return {response.meetings().begin(), response.meetings().end()};
}

// What the checker knows of the window `main`, told to it and not asked of the service.
ScheduleChecker Checker(int most_per_day) {
  ScheduleChecker checker;
  checker.first_day = 20304;  // 4 August 2025.
  checker.last_day = 20329;
  checker.most_per_day = most_per_day;
  return checker;
}

TEST(PlaceMeetings, PlacesAProvinceAndPassesTheChecker) {
  Scene scene;
  scene.MakeWindow();
  ScheduleChecker checker = Checker(12);
  std::string units;
  for (int i = 0; i < 130; ++i) {
    const std::string id = StrCat("u", 100 + i);
    const int days = 1 + i % 2;
    const int closed = 4 + i % 5;
    units += Scene::Unit(id, days, StrCat("unavailable_dates ", August(closed)));
    checker.duration["organisations/" + id] = days;
    checker.unit_unavailable["organisations/" + id] = {20300 + closed};
  }
  ASSERT_OK_AND_ASSIGN(const auto placed, scene.Place(units, 12));
  EXPECT_EQ(placed.new_count(), 130);
  EXPECT_THAT(checker.Judge(Placed(placed)), IsEmpty());
  EXPECT_LE(placed.busiest_count(), 12);
  EXPECT_FALSE(placed.meetings(0).etag().empty());
  ASSERT_OK_AND_ASSIGN(const auto listed,
                       scene.Call(&Meetings::ListMeetings, "congress: 'congresses/x' page_size: 200"));
  EXPECT_THAT(checker.Judge({listed.meetings().begin(), listed.meetings().end()}), IsEmpty());

  ASSERT_OK_AND_ASSIGN(const auto again, scene.Place(units, 12));
  EXPECT_EQ(again.unchanged_count(), 130);
  EXPECT_EQ(again.new_count() + again.moved_count() + again.pinned_count(), 0);
  EXPECT_EQ(again.meetings(7).SerializeAsString(), listed.meetings(7).SerializeAsString());
}

TEST(PlaceMeetings, ShowsWithoutChangingAndReplaysARequest) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_OK_AND_ASSIGN(const auto shown, scene.Place(Scene::Unit("u1"), 5, "validate_only: true"));
  EXPECT_EQ(shown.new_count(), 1);
  EXPECT_THAT(scene.Meeting("u1"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto placed, scene.Place(Scene::Unit("u1"), 5, kUuid));
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Place(Scene::Unit("u1"), 5, kUuid));
  EXPECT_EQ(replayed.SerializeAsString(), placed.SerializeAsString());
  EXPECT_EQ(placed.meetings(0).title(), "Đại hội Đảng bộ xã u1");
  EXPECT_EQ(placed.meetings(0).organisation(), "organisations/u1");
}

TEST(PlaceMeetings, PlacesNoNewMeetingOfAUnitThatHasEnded) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5)), IsOk());
  for (const char* unit : {"organisations/u1", "organisations/u2"}) {
    scene.service().organisations().End(unit, sample::kToday, "organisations/u3");
  }
  const auto refused = scene.Place(Scene::Unit("u2"));
  EXPECT_THAT(refused, StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "successor"), "organisations/u3");
  EXPECT_THAT(scene.Place(Scene::UnitOn("u1", 6)), IsOk()) << "what stands goes on";
}

TEST(PlaceMeetings, PlacesCongressesOfPartyCommitteesOnly) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5)), IsOk());
  directory::Organisation body;
  for (const auto& [name, role] : {std::pair("u1", 2), std::pair("btv", 2), std::pair("mttq", 3)}) {
    body.name = StrCat("organisations/", name);
    body.display_name = StrCat("Ban ", name);
    body.role = role;
    scene.service().organisations().Put(body);
  }
  for (const char* unit : {"btv", "mttq"}) {
    const auto refused = scene.Place(Scene::Unit(unit));
    EXPECT_THAT(refused, StatusIs(kFailed, "ORGANISATION_NO_COMMITTEE"));
    EXPECT_THAT(std::string(refused.status().message()), testing::HasSubstr(StrCat("Ban ", unit)));
  }
  EXPECT_THAT(scene.Place(Scene::UnitOn("u1", 6)), IsOk()) << "what stands goes on";
}

TEST(PlaceMeetings, KeepsPinnedMeetingsAndMovesTheOthers) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 6), 1), IsOk());
  ASSERT_THAT(scene.Assign(Scene::Post("post-1")), IsOk());
  ASSERT_THAT(scene.Update("u1", "pinned: true"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto moved, scene.Place(Scene::UnitOn("u1", 12) + Scene::UnitOn("u2", 13), 1));
  EXPECT_EQ(moved.pinned_count(), 1);
  EXPECT_EQ(moved.moved_count(), 1);
  EXPECT_EQ(moved.meetings(0).slots(0).date().day(), 5);
  EXPECT_TRUE(moved.meetings(0).has_attendee());
  EXPECT_EQ(moved.meetings(1).slots(0).date().day(), 13);
  EXPECT_FALSE(moved.meetings(1).has_attendee());
  EXPECT_GT(moved.meetings(1).sequence(), 0);
  // The day of the pinned meeting counts against the next placement.
  EXPECT_THAT(scene.Place(Scene::UnitOn("u3", 5), 1), StatusIs(kFailed, "PLACEMENT_INFEASIBLE"));
  EXPECT_THAT(scene.Place(Scene::UnitOn("u3", 6), 1), IsOk());
}

// What is held or put off stays; a cancelled meeting makes room for another.
TEST(PlaceMeetings, LeavesWhatIsPastHeldOrCancelledAsItIs) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 6) + Scene::UnitOn("u3", 7)), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, "name: 'meetings/x-u1' reason: 'sáp nhập'"), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::PostponeMeeting, "name: 'meetings/x-u2' reason: 'bão'"), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::HoldMeeting,
                         StrCat("name: 'meetings/x-u3' slots { date ", Date(2025, 6, 10), "part: DAY }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto again,
                       scene.Place(Scene::UnitOn("u1", 12) + Scene::UnitOn("u2", 13) + Scene::UnitOn("u3", 14)));
  EXPECT_EQ(again.new_count(), 1);
  EXPECT_EQ(again.pinned_count(), 2);
  ASSERT_EQ(again.meetings_size(), 3);
  EXPECT_EQ(again.meetings(0).name(), "meetings/x-u1-2");
  EXPECT_EQ(again.meetings(1).state(), v1::Meeting::POSTPONED);
  EXPECT_EQ(again.meetings(2).slots(0).date().day(), 10);
}

TEST(PlaceMeetings, PlacesACongressOfFourDays) {
  Scene scene;
  scene.MakeWindow();
  EXPECT_THAT(scene.Place(Scene::Unit("u1", 4)), StatusIs(kFailed, "MEETING_TOO_LONG"));
  ASSERT_THAT(scene.Call(&Scheduling::UpdateWindow, "window { name: 'congresses/x/windows/main' longest_days: 4 }"),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto placed, scene.Place(Scene::UnitOn("u1", 5, 4) + Scene::Unit("u2", 4), 1));
  ASSERT_EQ(placed.meetings(0).slots_size(), 4);
  EXPECT_EQ(placed.meetings(0).slots(3).date().day(), 8);
  EXPECT_EQ(placed.meetings(1).slots_size(), 4);
}

TEST(PlaceMeetings, KeepsClosedDaysOfTheWindowFree) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Call(&Scheduling::UpdateWindow,
                         StrCat("window { name: 'congresses/x/windows/main' closed { first_day ", August(4),
                                "last_day ", August(27), "areas: 'biển' reason: 'bão' } }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto placed,
                       scene.Place(Scene::Unit("u1", 2, "travel_area: 'biển'") + Scene::UnitOn("u2", 5)));
  EXPECT_EQ(placed.meetings(0).slots(0).date().day(), 28);
}

TEST(PlaceMeetings, IsRefusedWithoutPermissionOrSense) {
  Scene scene;
  EXPECT_THAT(scene.Place(Scene::Unit("u1")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  scene.MakeWindow();
  EXPECT_THAT(scene.Place(Scene::Unit("u1"), 5, "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Place(Scene::Unit("u1"), 5, "", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Place(Scene::Unit("u1"), 5, "", kClerk), IsOk());
  EXPECT_THAT(scene.Place(Scene::Unit("u1") + Scene::Unit("u1")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Place(Scene::Unit("u1", 11)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Place(Scene::Unit("u1"), 0), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Place(Scene::Unit("u1", 1, StrCat("earliest ", August(6), "latest ", August(5)))),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Scheduling::PlaceMeetings,
                         "parent: 'congresses/y' window: 'congresses/x/windows/main' "
                         "most_per_day: 1 " +
                             Scene::Unit("u1")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.Call(&Scheduling::CreateWindow,
                         StrCat("parent: 'congresses/x' window_id: 'short' window { organisation: ",
                                "'organisations/province' level: GRASSROOTS first_day ", August(4), "last_day ",
                                August(8), "longest_days: 1 calendar: 'calendars/vn' }")),
              IsOk());
  EXPECT_THAT(scene.Call(&Scheduling::PlaceMeetings,
                         "parent: 'congresses/x' window: 'congresses/x/windows/short' "
                         "most_per_day: 1 " +
                             Scene::Unit("u1", 2)),
              StatusIs(kFailed, "MEETING_TOO_LONG"));
  scene.UncoverTheYear();
  EXPECT_THAT(scene.Place(Scene::Unit("u1")), StatusIs(kFailed, "DATE_NOT_COVERED"));
}

TEST(PlaceMeetings, RefusesDaysThatPersonsOrRoomsDoNotHave) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 6)), IsOk());
  ASSERT_THAT(scene.MakeRoom("a"), IsOk());
  const std::string chair = Participant("chair", "CHAIR");
  const std::string room = StrCat("room: '", RoomName("a"), "'");
  ASSERT_THAT(scene.Update("u1", chair + room), IsOk());
  ASSERT_THAT(scene.Update("u2", chair), IsOk());
  EXPECT_THAT(scene.Place(Scene::UnitOn("u2", 5)), StatusIs(kFailed, "PERSON_BUSY"));
  ASSERT_THAT(scene.Update("u2", room, "update_mask { paths: 'room' paths: 'participants' }"), IsOk());
  EXPECT_THAT(scene.Place(Scene::UnitOn("u2", 5)), StatusIs(kFailed, "ROOM_BUSY"));
  // Both at once may exchange their days.
  ASSERT_OK_AND_ASSIGN(const auto exchanged, scene.Place(Scene::UnitOn("u1", 6) + Scene::UnitOn("u2", 5)));
  EXPECT_EQ(exchanged.moved_count(), 2);
}

TEST(PlaceMeetings, GivesUpHonestly) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Call(&Scheduling::CreateWindow,
                         StrCat("parent: 'congresses/x' window_id: 'long' window { organisation: ",
                                "'organisations/province' level: GRASSROOTS first_day ", Date(2025, 6, 2), "last_day ",
                                Date(2025, 7, 11), "longest_days: 2 calendar: 'calendars/vn' }")),
              IsOk());
  // Six weeks with three open days each hold six meetings of two days, one a day; that eight do not fit into these 18
  // days only trying out would tell.
  std::string units;
  for (int i = 0; i < 8; ++i) {
    std::string closed;
    for (int week = 0; week < 6; ++week) {
      for (const int day : {3, 4}) {
        const absl::CivilDay date = absl::CivilDay(2025, 6, 2) + absl::civil_diff_t{7} * week + day;
        closed += StrCat("unavailable_dates ", Date(static_cast<int>(date.year()), date.month(), date.day()));
      }
    }
    units += Scene::Unit(StrCat("u", i), 2, closed);
  }
  EXPECT_THAT(scene.Call(&Scheduling::PlaceMeetings,
                         "parent: 'congresses/x' window: 'congresses/x/windows/long' most_per_day: 1 " + units),
              StatusIs(kExhausted, "SEARCH_EXHAUSTED"));
}

TEST(PlaceMeetings, NeverOverfillsADayWhenTwoPlaceAtOnce) {
  Scene scene;
  scene.MakeWindow();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&scene, i] {
      // One day for all, three places: the fourth to come is refused, whoever that is.
      const auto placed = scene.Place(Scene::UnitOn(StrCat("u", i), 5), 3);
      if (!placed.ok()) {
        EXPECT_THAT(placed, StatusIs(kFailed, "PLACEMENT_INFEASIBLE"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_OK_AND_ASSIGN(const auto listed, scene.Call(&Meetings::ListMeetings, "congress: 'congresses/x'"));
  EXPECT_EQ(listed.meetings_size(), 3);
}

}  // namespace
}  // namespace congress::scheduling
