#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

// Units u1 on 5 August, u2 on 6 and 7, u3 on 5, attended by nobody yet.
class MeetingScene : public Scene {
 public:
  MeetingScene() {
    MakeWindow();
    EXPECT_THAT(Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 6, 2) +
                      Scene::Unit("u3", 1, StrCat("earliest ", August(5), "latest ", August(5), "travel_area: 'núi'"))),
                IsOk());
  }
};

std::vector<std::string> UnitsOf(const v1::ListMeetingsResponse& response) {
  std::vector<std::string> units;
  for (const auto& meeting : response.meetings()) units.push_back(meeting.organisation().substr(14));
  return units;
}

TEST(Meetings, AreReadByTheirUnitAndTheProvince) {
  MeetingScene scene;
  EXPECT_THAT(scene.Meeting("u1", kReader), IsOk());
  EXPECT_THAT(scene.Meeting("u1", kUnitClerk), IsOk());
  EXPECT_THAT(scene.Meeting("u2", kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Meeting("none"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Scheduling::GetMeeting, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(Meetings, AreListedByUnitPersonDayAndArea) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u2", "participants { person: 'chair' role: CHAIR }"), IsOk());
  const auto list = [&](const std::string& filter, const std::string& binding = kAdmin) {
    const auto listed = scene.Call(&Scheduling::ListMeetings, "parent: 'congresses/x' " + filter, binding);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? UnitsOf(*listed) : std::vector<std::string>{};
  };
  using Units = std::vector<std::string>;
  EXPECT_EQ(list(""), (Units{"u1", "u2", "u3"}));
  EXPECT_EQ(list("organisation: 'organisations/u2'"), Units{"u2"});
  EXPECT_EQ(list("person: 'chair'"), Units{"u2"});
  EXPECT_EQ(list("travel_area: 'núi'"), Units{"u3"});
  EXPECT_EQ(list(StrCat("first_day ", August(7))), Units{"u2"});
  EXPECT_EQ(list(StrCat("last_day ", August(5))), (Units{"u1", "u3"}));
  EXPECT_EQ(list(StrCat("first_day ", August(8))), Units{});
  EXPECT_EQ(list("", kUnitClerk), Units{"u1"});
  EXPECT_EQ(list("", kStranger), Units{});
  EXPECT_THAT(scene.Call(&Scheduling::ListMeetings, "parent: 'congresses/x' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Scheduling::ListMeetings, "parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(UpdateMeeting, ChangesWhatIsNamedAndCountsTheSequenceOn) {
  MeetingScene scene;
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Meeting("u1"));
  const std::string change =
      StrCat("dates ", August(8), "room: 'Hội trường A' agenda { title: 'Khai mạc' papers: '1-BC' } ",
             "participants { person: 'chair' title: 'Bí thư' role: CHAIR }");
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Update("u1", change, StrCat("etag: '", before.etag(), "'"), kUnitClerk));
  EXPECT_EQ(after.dates(0).day(), 8);
  EXPECT_EQ(after.sequence(), before.sequence() + 1);
  EXPECT_EQ(after.title(), before.title());
  EXPECT_THAT(scene.Update("u1", "room: 'B'", StrCat("etag: '", before.etag(), "'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto emptied, scene.Update("u1", "", "update_mask { paths: 'room' }"));
  EXPECT_EQ(emptied.room(), "");
  EXPECT_EQ(emptied.agenda_size(), 1);
}

TEST(UpdateMeeting, HoldsDaysAgainstWindowAndCalendar) {
  MeetingScene scene;
  EXPECT_THAT(scene.Update("u1", StrCat("dates ", August(1))), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(scene.Update("u1", StrCat("dates ", August(9))), StatusIs(kFailed, "NOT_WORKING_DAY"));
  EXPECT_THAT(scene.Update("u1", StrCat("dates ", August(6), "dates ", August(8))),
              StatusIs(kFailed, "NOT_WORKING_DAY"));
  EXPECT_THAT(scene.Update("u1", StrCat("dates ", August(6), "dates ", August(7), "dates ", August(8))),
              StatusIs(kFailed, "MEETING_TOO_LONG"));
  EXPECT_THAT(scene.Update("u1", "", "update_mask { paths: 'dates' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", StrCat("dates ", August(29))), IsOk());
  scene.UncoverTheYear();
  EXPECT_THAT(scene.Update("u1", StrCat("dates ", August(28))), StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(scene.Update("u1", "room: 'A'"), IsOk());
}

TEST(UpdateMeeting, FindsConflictsOfPersonsAndRooms) {
  MeetingScene scene;
  const std::string chair = "participants { person: 'chair' role: CHAIR } ";
  ASSERT_THAT(scene.Update("u1", chair + "room: 'A'"), IsOk());
  EXPECT_THAT(scene.Update("u3", chair), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Update("u3", "room: 'A'"), StatusIs(kFailed, "ROOM_BUSY"));
  EXPECT_THAT(scene.Update("u3", "participants { person: 'chair' role: INVITED }"), IsOk());
  ASSERT_THAT(scene.Update("u2", chair + "room: 'A'"), IsOk());
  EXPECT_THAT(scene.Update("u1", StrCat("dates ", August(7))), StatusIs(kFailed, "PERSON_BUSY"));
  // A day that is given up is free for others at once.
  ASSERT_THAT(scene.Update("u1", StrCat("dates ", August(8))), IsOk());
  EXPECT_THAT(scene.Update("u3", chair + "room: 'A'"), IsOk());
}

TEST(UpdateMeeting, KnowsARoomInEverySpelling) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u1", "room: 'hội trường hóa A'"), IsOk());
  for (const char* room : {"hội  trường hóa A", "hội\u00a0trường hóa A", "hội trường hóa A ", "hội trường hoá A",
                           "Hội trường HÓA a", "hội trường\u200b hóa A", "hội trường hóa Ａ"}) {
    EXPECT_THAT(scene.Update("u3", StrCat("room: '", room, "'")), StatusIs(kFailed, "ROOM_BUSY")) << room;
  }
  EXPECT_THAT(scene.Update("u1", "room: 'Hội trường hoá A'"), IsOk()) << "its own room in another spelling";
  EXPECT_THAT(scene.Update("u3", "room: 'hội trường hóa B'"), IsOk());
}

TEST(UpdateMeeting, FindsConflictsWithAnotherCongress) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u1", "room: 'A' participants { person: 'chair' role: CHAIR }"), IsOk());
  const auto there = [](std::string text) {
    for (size_t at = text.find("congresses/x"); at != std::string::npos; at = text.find("congresses/x"))
      text[at + 11] = 'y';
    return text;
  };
  ASSERT_THAT(scene.Call(&Scheduling::CreateWindow, there(Scene::WindowText("main", 4, 29))), IsOk());
  ASSERT_THAT(scene.Call(&Scheduling::PlaceMeetings, there(Scene::PlaceText(Scene::UnitOn("u1", 5)))), IsOk());
  const auto update = [&](const std::string& fields) {
    return scene.Call(&Scheduling::UpdateMeeting, StrCat("meeting { name: 'congresses/y/meetings/u1' ", fields, " }"));
  };
  EXPECT_THAT(update("room: 'a'"), StatusIs(kFailed, "ROOM_BUSY"));
  EXPECT_THAT(update("participants { person: 'chair' role: CHAIR }"), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(update("room: 'B'"), IsOk());
}

TEST(UpdateMeeting, RespectsWhatIsKnownOfTheAttendee) {
  MeetingScene scene;
  ASSERT_THAT(scene.Assign(Scene::Post("post-1", StrCat("unavailable_dates ", August(11))) + Scene::Post("post-2")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto mine,
                       scene.Call(&Scheduling::ListMeetings, "parent: 'congresses/x' person: 'post-1'"));
  ASSERT_GE(mine.meetings_size(), 1);
  const std::string unit = UnitsOf(mine)[0];
  const std::string day = mine.meetings(0).dates_size() == 1 ? StrCat("dates ", August(11))
                                                             : StrCat("dates ", August(11), "dates ", August(12));
  EXPECT_THAT(scene.Update(unit, day), StatusIs(kFailed, "PERSON_BUSY"));
  ASSERT_OK_AND_ASSIGN(const auto kept, scene.Update(unit, "attendee { person: 'x' role: CHAIR } room: 'A'"));
  EXPECT_EQ(kept.attendee().person(), "post-1");
}

TEST(UpdateMeeting, IsRefusedWithoutPermissionOrSense) {
  MeetingScene scene;
  EXPECT_THAT(scene.Update("u1", "room: 'A'", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Update("u2", "room: 'A'", "", kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Update("none", "room: 'A'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Scheduling::UpdateMeeting, "meeting { room: 'A' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "", "update_mask { paths: 'title' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "", "update_mask { paths: 'nothing' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "participants { person: 'a' role: CHAIR } participants { person: 'a' role: INVITED }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ReplyMeeting, RecordsAnswersOfTheInvited) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u1", "participants { person: 'chair' role: CHAIR }"), IsOk());
  const std::string reply = "name: 'congresses/x/meetings/u1' person: 'chair' reply: DECLINED note: 'Bận' ";
  ASSERT_OK_AND_ASSIGN(const auto answered, scene.Call(&Scheduling::ReplyMeeting, reply + kUuid, kUnitClerk));
  EXPECT_EQ(answered.participants(0).reply(), v1::Participant::DECLINED);
  EXPECT_EQ(answered.participants(0).reply_note(), "Bận");
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Call(&Scheduling::ReplyMeeting, reply + kUuid, kUnitClerk));
  EXPECT_EQ(replayed.SerializeAsString(), answered.SerializeAsString());
  EXPECT_THAT(scene.Call(&Scheduling::ReplyMeeting, reply + "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Scheduling::ReplyMeeting, reply, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Scheduling::ReplyMeeting, reply, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(
      scene.Call(&Scheduling::ReplyMeeting, "name: 'congresses/x/meetings/u1' person: 'nobody' reply: ACCEPTED"),
      StatusIs(kFailed, "PERSON_NOT_INVITED"));
  EXPECT_THAT(scene.Call(&Scheduling::ReplyMeeting, "name: 'congresses/x/meetings/u1' person: 'chair'"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling
