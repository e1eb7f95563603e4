#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"
#include "services/scheduling/testing/schedule_checker.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::IsEmpty;

std::string Posts(int count) {
  std::string posts;
  for (int i = 0; i < count; ++i) posts += Scene::Post(StrCat("post-", 100 + i));
  return posts;
}

TEST(AssignAttendance, LevelsAProvinceAndPassesTheChecker) {
  Scene scene;
  scene.MakeWindow();
  ScheduleChecker checker;
  checker.first_day = 20304;  // 4 August 2025.
  checker.last_day = 20329;
  checker.most_per_day = 12;
  std::string units;
  for (int i = 0; i < 130; ++i) {
    units += Scene::Unit(StrCat("u", 100 + i), 1 + i % 2);
    checker.duration[StrCat("organisations/u", 100 + i)] = 1 + i % 2;
  }
  ASSERT_THAT(scene.Place(units, 12), IsOk());
  std::string posts;
  for (int i = 0; i < 17; ++i) {
    const std::string id = StrCat("post-", 100 + i);
    posts +=
        Scene::Post(id, StrCat("unavailable_dates ", August(4 + i % 5), "forbidden_organisations: ", "'organisations/u",
                               100 + i, "' preferred_organisations: 'organisations/u", 150 + i, "'"));
    checker.posts[PostName(id)] = {20304 + i % 5};
    checker.forbidden.emplace(PostName(id), StrCat("organisations/u", 100 + i));
  }
  ASSERT_OK_AND_ASSIGN(const auto assigned, scene.Assign(posts));
  EXPECT_EQ(assigned.changed_count(), 130);
  EXPECT_EQ(assigned.least_load(), 7);
  EXPECT_EQ(assigned.most_load(), 8);
  EXPECT_GE(assigned.preferred_count(), 12);
  ASSERT_OK_AND_ASSIGN(const auto listed,
                       scene.Call(&Meetings::ListMeetings, "congress: 'congresses/x' page_size: 200"));
  EXPECT_THAT(checker.Judge({listed.meetings().begin(), listed.meetings().end()}), IsEmpty());

  ASSERT_OK_AND_ASSIGN(const auto again, scene.Assign(posts));
  EXPECT_EQ(again.changed_count(), 0);
  ASSERT_OK_AND_ASSIGN(const auto attendance,
                       scene.Call(&Scheduling::ListAttendance, "parent: 'congresses/x' page_size: 10", kReader));
  ASSERT_EQ(attendance.attendance_size(), 10);
  EXPECT_EQ(attendance.attendance(0).SerializeAsString(), again.attendance(0).SerializeAsString());
  const std::string next = StrCat("page_token: '", attendance.next_page_token(), "'");
  ASSERT_OK_AND_ASSIGN(const auto rest,
                       scene.Call(&Scheduling::ListAttendance, "parent: 'congresses/x' page_size: 10 " + next));
  EXPECT_EQ(rest.attendance_size(), 7);
}

TEST(AssignAttendance, NamesNoUnitAnewThatHasEnded) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::Unit("u1")), IsOk());
  const std::string first = Scene::Post("post-1", "preferred_organisations: 'organisations/u1'");
  ASSERT_THAT(scene.Assign(first), IsOk());
  scene.service().organisations().End("organisations/u1", sample::kToday, "organisations/u2");
  const auto refused =
      scene.Assign(StrCat(first, Scene::Post("post-2", "forbidden_organisations: 'organisations/u1'")));
  EXPECT_THAT(refused, StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "successor"), "organisations/u2");
  // What stands and names it goes on, as it is and changed.
  EXPECT_THAT(scene.Assign(StrCat(first, Scene::Post("post-2"))), IsOk());
  EXPECT_THAT(
      scene.Assign(Scene::Post("post-1", "preferred_organisations: 'organisations/u1' preferred_areas: 'Đông'")),
      IsOk());
}

TEST(AssignAttendance, ShowsWithoutChangingReplaysAndReplaces) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5)), IsOk());
  ASSERT_THAT(scene.Assign(Posts(1), "validate_only: true"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto untouched, scene.Meeting("u1"));
  EXPECT_FALSE(untouched.has_attendee());
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Assign(Posts(1), kUuid));
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Assign(Posts(1), kUuid));
  EXPECT_EQ(replayed.SerializeAsString(), first.SerializeAsString());
  // The next assignment knows other posts; the first one's day is free again.
  ASSERT_THAT(scene.Assign(Scene::Post("other")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto listed, scene.Call(&Scheduling::ListAttendance, "parent: 'congresses/x'"));
  ASSERT_EQ(listed.attendance_size(), 1);
  EXPECT_EQ(listed.attendance(0).attendee().post(), PostName("other"));
  EXPECT_EQ(listed.attendance(0).load(), 1);
  ASSERT_THAT(scene.Place(Scene::UnitOn("u2", 5)), IsOk());
  EXPECT_THAT(scene.Update("u2", "participants { post: 'organisations/province/posts/post-100' role: CHAIR }"), IsOk());
  EXPECT_THAT(scene.Update("u2", "participants { post: 'organisations/province/posts/other' role: CHAIR }"),
              StatusIs(kFailed, "PERSON_BUSY"));
}

TEST(AssignAttendance, KeepsAwayWhoIsBookedAndWhoIsPinned) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 5)), IsOk());
  ASSERT_THAT(scene.Update("u1", "participants { post: 'organisations/province/posts/post-100' role: CHAIR }"), IsOk());
  ASSERT_THAT(scene.Assign(Posts(2)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Meeting("u2"));
  EXPECT_EQ(other.attendee().post(), PostName("post-101"));
  ASSERT_THAT(scene.Update("u2", "pinned: true"), IsOk());
  EXPECT_THAT(scene.Assign(Scene::Post("post-100") + Scene::Post("post-102")),
              StatusIs(kFailed, "ATTENDANCE_INFEASIBLE"));
}

TEST(AssignAttendance, TellsWhyThereIsNone) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 5) + Scene::UnitOn("u3", 6)), IsOk());
  EXPECT_THAT(scene.Assign(Posts(1)), StatusIs(kFailed, "ATTENDANCE_INFEASIBLE"));
  ASSERT_THAT(scene.Place(Scene::UnitOn("u2", 7)), IsOk());
  EXPECT_THAT(
      scene.Assign(Scene::Post("a") + Scene::Post("b", StrCat("unavailable_dates ", August(5), "unavailable_dates ",
                                                              August(6), "unavailable_dates ", August(7)))),
      StatusIs(kFailed, "ATTENDANCE_UNLEVEL"));
  ASSERT_OK_AND_ASSIGN(const auto untouched, scene.Meeting("u1"));
  EXPECT_FALSE(untouched.has_attendee());
}

TEST(AssignAttendance, GivesUpHonestly) {
  Scene scene;
  scene.MakeWindow();
  // Many meetings that three posts could share in many ways, and on the last days two of two days and two of one day
  // that exclude each other, though every day by itself can be matched.
  std::string units;
  int number = 100;
  for (const int monday : {4, 11, 18}) {
    for (const int day : {monday, monday + 2}) {
      for (int i = 0; i < 3; ++i) units += Scene::UnitOn(StrCat("u", number++), day, 2);
    }
  }
  units += Scene::UnitOn("x1", 25, 2) + Scene::UnitOn("x2", 25, 2) + Scene::UnitOn("p", 25) + Scene::UnitOn("q", 26);
  ASSERT_THAT(scene.Place(units), IsOk());
  const auto not_to = [](const std::string& unit) {
    return StrCat("forbidden_organisations: 'organisations/", unit, "' ");
  };
  EXPECT_THAT(scene.Assign(Scene::Post("a", not_to("q")) + Scene::Post("b", not_to("p") + not_to("q")) +
                           Scene::Post("c", not_to("p"))),
              StatusIs(kExhausted, "SEARCH_EXHAUSTED"));
}

TEST(AssignAttendance, IsRefusedWithoutPermissionOrSense) {
  Scene scene;
  scene.MakeWindow();
  EXPECT_THAT(scene.Assign(Posts(1), "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Assign(Posts(1), "", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Assign(Posts(1), "", kClerk), IsOk());
  EXPECT_THAT(scene.Assign(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Assign(Posts(1) + Posts(1)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Assign(Scene::Post("a", "preferred_areas: 'núi' forbidden_areas: 'núi'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto hidden, scene.Call(&Scheduling::ListAttendance, "parent: 'congresses/x'", kStranger));
  EXPECT_EQ(hidden.attendance_size(), 0);
  EXPECT_THAT(scene.Call(&Scheduling::ListAttendance, "parent: 'congresses/x' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Scheduling::ListAttendance, "parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling
