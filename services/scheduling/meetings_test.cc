#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

// Units u1 on 5 August, u2 on 6 and 7, u3 on 5, attended by nobody yet; rooms a with two seats, and b.
class MeetingScene : public Scene {
 public:
  MeetingScene() {
    MakeWindow();
    EXPECT_THAT(Place(UnitOn("u1", 5) + UnitOn("u2", 6, 2) + UnitOn("u3", 5, 1, "travel_area: 'núi'")), IsOk());
    EXPECT_THAT(MakePost("province", "deputy"), IsOk());
    EXPECT_THAT(MakePost("province", "chair", StrCat("stand_ins: '", PostName("deputy"), "'")), IsOk());
    EXPECT_THAT(MakePost("u1", "q"), IsOk());
    EXPECT_THAT(MakePost("u1", "p", StrCat("stand_ins: '", PostName("q", "u1"), "'")), IsOk());
    EXPECT_THAT(MakeRoom("a", 2), IsOk());
    EXPECT_THAT(MakeRoom("b"), IsOk());
  }
};

std::string InRoom(const std::string& id) { return StrCat("room: '", RoomName(id), "' "); }

std::vector<std::string> UnitsOf(const v1::ListMeetingsResponse& response) {
  std::vector<std::string> units;
  for (const auto& meeting : response.meetings()) units.push_back(meeting.organisation().substr(14));
  return units;
}

TEST(Meetings, AreReadByTheirUnitTheProvinceAndThePostsThatTakePart) {
  MeetingScene scene;
  EXPECT_THAT(scene.Meeting("u1", kReader), IsOk());
  EXPECT_THAT(scene.Meeting("u1", kUnitClerk), IsOk());
  EXPECT_THAT(scene.Meeting("u2", kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Meeting("none"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Meetings::GetMeeting, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));

  const std::string own = PostName("p", "u1");
  ASSERT_THAT(
      scene.Update("u2", StrCat(Participant("chair", "CHAIR"), "participants { post: '", own, "' role: INVITED }")),
      IsOk());
  for (const std::string& post : {PostName("chair"), own}) {
    ASSERT_THAT(scene.Call(&Meetings::ReplyMeeting,
                           StrCat("name: 'meetings/x-u2' post: '", post, "' reply: DECLINED note: 'Bận'")),
                IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const auto seen, scene.Meeting("u2", kUnitClerk));
  EXPECT_EQ(seen.participants(0).reply(), v1::Participant::DECLINED);
  EXPECT_EQ(seen.participants(0).reply_note(), "") << "a remark of another";
  EXPECT_EQ(seen.participants(1).reply_note(), "Bận");
  EXPECT_EQ(scene.Meeting("u2", kReader)->participants(0).reply_note(), "Bận");
}

TEST(Meetings, AreListedByWhatIsAsked) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u2", Participant("chair", "CHAIR") + InRoom("a")), IsOk());
  ASSERT_THAT(scene.Create("m", ""), IsOk());
  const auto list = [&](const std::string& filter, const std::string& binding = kAdmin) {
    const auto listed = scene.Call(&Meetings::ListMeetings, filter, binding);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? UnitsOf(*listed) : std::vector<std::string>{};
  };
  using Units = std::vector<std::string>;
  EXPECT_EQ(list(""), (Units{"province", "u1", "u2", "u3"}));
  EXPECT_EQ(list("congress: 'congresses/x'"), (Units{"u1", "u2", "u3"}));
  EXPECT_EQ(list("kind: OTHER"), Units{"province"});
  EXPECT_EQ(list("state: HELD"), Units{});
  EXPECT_EQ(list("organisation: 'organisations/u2'"), Units{"u2"});
  EXPECT_EQ(list(StrCat("post: '", PostName("chair"), "'")), Units{"u2"});
  EXPECT_EQ(list(InRoom("a")), Units{"u2"});
  EXPECT_EQ(list("series: 's'"), Units{});
  EXPECT_EQ(list("travel_area: 'núi'"), Units{"u3"});
  EXPECT_EQ(list(StrCat("first_day ", August(7))), Units{"u2"});
  EXPECT_EQ(list(StrCat("last_day ", August(5))), (Units{"u1", "u3"}));
  EXPECT_EQ(list(StrCat("first_day ", August(8))), Units{});
  EXPECT_EQ(list("", kUnitClerk), Units{"u1"});
  EXPECT_EQ(list("", kStranger), Units{});
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&Meetings::ListMeetings, "page_size: 3"));
  EXPECT_EQ(page.meetings_size(), 3);
  EXPECT_EQ(list(StrCat("page_size: 3 page_token: '", page.next_page_token(), "'")), Units{"u3"});
  EXPECT_THAT(scene.Call(&Meetings::ListMeetings, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Meetings::ListMeetings, "congress: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(UpdateMeeting, ChangesWhatIsNamedAndCountsTheSequenceOn) {
  MeetingScene scene;
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Meeting("u1"));
  const std::string change = StrCat(Slot(8), "venue: 'Hội trường A' agenda { title: 'Khai mạc' papers: '1-BC' } ",
                                    "participants { post: '", PostName("p", "u1"), "' title: 'Bí thư' role: CHAIR }");
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Update("u1", change, StrCat("etag: '", before.etag(), "'"), kUnitClerk));
  EXPECT_EQ(after.slots(0).date().day(), 8);
  EXPECT_EQ(after.sequence(), before.sequence() + 1);
  EXPECT_EQ(after.title(), before.title());
  EXPECT_THAT(scene.Update("u1", "venue: 'B'", StrCat("etag: '", before.etag(), "'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto emptied, scene.Update("u1", "", "update_mask { paths: 'venue' }"));
  EXPECT_EQ(emptied.venue(), "");
  EXPECT_EQ(emptied.agenda_size(), 1);
  ASSERT_THAT(scene.Update("u1", "title: 'Khác'", "validate_only: true"), IsOk());
  EXPECT_EQ(scene.Meeting("u1")->title(), before.title());
}

TEST(UpdateMeeting, HoldsDaysAgainstWindowAndCalendar) {
  MeetingScene scene;
  EXPECT_THAT(scene.Update("u1", Slot(1)), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(scene.Update("u1", Slot(9)), StatusIs(kFailed, "NOT_WORKING_DAY"));
  EXPECT_THAT(scene.Update("u1", Slot(6) + Slot(8)), StatusIs(kFailed, "NOT_WORKING_DAY"));
  ASSERT_OK_AND_ASSIGN(const auto gap, scene.Update("u1", Slot(6) + Slot(8), "reason: 'theo đề nghị của xã'"));
  EXPECT_EQ(gap.notes(gap.notes_size() - 1).reason(), "theo đề nghị của xã");
  EXPECT_THAT(scene.Update("u1", Slot(6) + Slot(7) + Slot(8)), StatusIs(kFailed, "MEETING_TOO_LONG"));
  EXPECT_THAT(scene.Update("u1", Slot(8) + Slot(7)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", StrCat("slots { date ", Date(2025, 6, 10), "part: DAY }")),
              StatusIs(kFailed, "MEETING_PAST"));
  EXPECT_THAT(scene.Update("u1", Slot(29)), IsOk());
  scene.UncoverTheYear();
  EXPECT_THAT(scene.Update("u1", Slot(28)), StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(scene.Update("u1", "venue: 'A'"), IsOk());
}

TEST(UpdateMeeting, FindsConflictsOfPostsAndRooms) {
  MeetingScene scene;
  const std::string chair = Participant("chair", "CHAIR");
  ASSERT_THAT(scene.Update("u1", chair + InRoom("b")), IsOk());
  EXPECT_THAT(scene.Update("u3", chair), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Update("u3", InRoom("b")), StatusIs(kFailed, "ROOM_BUSY"));
  EXPECT_THAT(scene.Update("u3", Participant("chair", "INVITED")), IsOk());
  ASSERT_THAT(scene.Update("u2", chair + InRoom("b")), IsOk());
  EXPECT_THAT(scene.Update("u1", Slot(7)), StatusIs(kFailed, "PERSON_BUSY"));
  // A day that is given up is free for others at once.
  ASSERT_THAT(scene.Update("u1", Slot(8)), IsOk());
  EXPECT_THAT(scene.Update("u3", chair + InRoom("b")), IsOk());
}

// A room, a chair and a member are taken over all congresses and meetings, by the minute and behind midnight.
TEST(UpdateMeeting, FindsConflictsWithEveryOtherMeeting) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u1", Participant("chair", "CHAIR") + InRoom("b")), IsOk());
  const auto create = [&](const std::string& id, const std::string& slots, const std::string& role = "REQUIRED") {
    return scene.Create(id, slots + Participant("chair", role));
  };
  EXPECT_THAT(create("m", Slot(5, "MORNING")), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Create("m", Hours(5, 8, 9) + InRoom("b")), StatusIs(kFailed, "ROOM_BUSY"));
  EXPECT_THAT(create("m", Hours(4, 22, 1)), StatusIs(kFailed, "PERSON_BUSY")) << "until one o'clock of the next day";
  EXPECT_THAT(create("late", Hours(4, 22, 0)), IsOk()) << "until midnight";
  EXPECT_THAT(create("early", Hours(6, 0, 8)), IsOk());
  EXPECT_THAT(create("nested", Hours(6, 1, 2)), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(create("equal", Hours(6, 0, 8)), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(create("touching", Hours(6, 8, 9)), IsOk());
  EXPECT_THAT(create("guest", Hours(6, 8, 9), "INVITED"), IsOk());
}

TEST(UpdateMeeting, TellsOnlyThatAPostIsBusyWhereTheOtherMeetingMayNotBeRead) {
  MeetingScene scene;
  const std::string own = StrCat("participants { post: '", PostName("p", "u1"), "' role: REQUIRED } ");
  ASSERT_THAT(scene.Create("m", Slot(5) + InRoom("b")), IsOk());
  const auto hidden = scene.Update("u1", InRoom("b"), "", kUnitClerk);
  EXPECT_THAT(hidden, StatusIs(kFailed, "ROOM_BUSY"));
  EXPECT_EQ(support::MetadataIn(hidden.status(), "meeting"), "");
  EXPECT_EQ(support::MetadataIn(scene.Update("u1", InRoom("b")).status(), "meeting"), "meetings/m");
  ASSERT_THAT(scene.Create("n", Slot(5) + own), IsOk());
  EXPECT_EQ(support::MetadataIn(scene.Update("u1", own, "", kUnitClerk).status(), "meeting"), "meetings/n")
      << "one of their own posts takes part";
}

TEST(UpdateMeeting, KeepsToTheRoom) {
  MeetingScene scene;
  EXPECT_THAT(scene.Update("u1", InRoom("none")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Update("u1", InRoom("a") + Participant("1", "INVITED") + Participant("2", "INVITED")), IsOk());
  EXPECT_THAT(
      scene.Update("u1", Participant("1", "INVITED") + Participant("2", "INVITED") + Participant("3", "INVITED")),
      StatusIs(kFailed, "ROOM_FULL"));
  ASSERT_THAT(scene.Call(&Rooms::UpdateRoom, StrCat("room { name: '", RoomName("b"), "' closed { first_day ", August(5),
                                                    "last_day ", August(5), "reason: 'sửa chữa' } }")),
              IsOk());
  EXPECT_THAT(scene.Update("u1", InRoom("b")), StatusIs(kFailed, "ROOM_CLOSED"));
  EXPECT_THAT(scene.Update("u2", InRoom("b")), IsOk());
}

TEST(UpdateMeeting, DemandsTheRightToBookAndToPlace) {
  MeetingScene scene;
  const auto denied = StatusIs(kDenied, "PERMISSION_MISSING");
  EXPECT_THAT(scene.Update("u1", Participant("chair", "CHAIR"), "", kUnitClerk), denied) << "a post of the province";
  EXPECT_THAT(scene.Update("u1", Participant("chair", "INVITED"), "", kUnitClerk), IsOk()) << "books nothing";
  EXPECT_THAT(scene.Update("u1", "pinned: true", "", kUnitClerk), denied);
  EXPECT_THAT(scene.Update("u1", "approval_group: 'organisations/u1'", "", kUnitClerk), denied);
  EXPECT_THAT(scene.Update("u1", "", "update_mask { paths: 'window' }", kUnitClerk), denied);
  EXPECT_THAT(scene.Update("u1", "", "update_mask { paths: 'attended' }", kUnitClerk), denied);
  EXPECT_THAT(
      scene.Update("u1", StrCat("attendee { post: '", PostName("p", "u1"), "' role: REQUIRED }"), "", kUnitClerk),
      denied);
  EXPECT_THAT(scene.Update("u1", Participant("chair", "CHAIR"), "", kClerk), IsOk());
}

TEST(UpdateMeeting, RespectsWhatIsKnownOfTheAttendee) {
  MeetingScene scene;
  ASSERT_THAT(
      scene.MakePost("province", "a",
                     StrCat("absences { first_day ", August(11), "last_day ", August(11), "part: AFTERNOON } ")),
      IsOk());
  const auto attended = [](const std::string& post) {
    return StrCat("attendee { post: '", PostName(post), "' role: REQUIRED } ");
  };
  EXPECT_THAT(scene.Update("u1", attended("nobody")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Update("u1", attended("a")), IsOk());
  EXPECT_THAT(scene.Update("u1", Slot(11)), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Update("u1", Slot(11, "AFTERNOON")), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Update("u1", Slot(11, "MORNING")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto kept, scene.Update("u1", "venue: 'A'"));
  EXPECT_EQ(kept.attendee().post(), PostName("a"));
}

TEST(UpdateMeeting, NamesMeetingsThatWaitForEachOther) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u2", "after: 'meetings/x-u1'"), IsOk());
  EXPECT_THAT(scene.Update("u1", "after: 'meetings/x-u2'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "after: 'meetings/x-u1'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "after: 'meetings/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Update("u1", "after: 'meetings/x-u2'", "", kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(UpdateMeeting, IsRefusedWithoutPermissionOrSense) {
  MeetingScene scene;
  EXPECT_THAT(scene.Update("u1", "venue: 'A'", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Update("u2", "venue: 'A'", "", kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Update("none", "venue: 'A'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Meetings::UpdateMeeting, "meeting { venue: 'A' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "", "update_mask { paths: 'title' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "", "update_mask { paths: 'nothing' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "kind: OTHER"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", Participant("a", "CHAIR") + Participant("a", "INVITED")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Update("u1", "participants { post: 'a' role: CHAIR }"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ReplyMeeting, FreesWhoDeclinesAndBooksWhoComesInstead) {
  MeetingScene scene;
  const std::string chair = Participant("chair", "CHAIR");
  ASSERT_THAT(scene.Update("u1", chair), IsOk());
  EXPECT_THAT(scene.Update("u3", chair), StatusIs(kFailed, "PERSON_BUSY"));
  const auto reply = [&](const std::string& unit, const std::string& more, const std::string& binding = kClerk) {
    return scene.Call(&Meetings::ReplyMeeting,
                      StrCat("name: 'meetings/x-", unit, "' post: '", PostName("chair"), "' ", more), binding);
  };
  const std::string declined = StrCat("reply: DECLINED note: 'Bận' stand_in: '", PostName("deputy"), "' ");
  ASSERT_OK_AND_ASSIGN(const auto answered, reply("u1", declined + kUuid));
  EXPECT_EQ(answered.participants(0).reply_note(), "Bận");
  EXPECT_EQ(answered.participants(1).stands_in_for(), PostName("chair"));
  ASSERT_OK_AND_ASSIGN(const auto replayed, reply("u1", declined + kUuid));
  EXPECT_EQ(replayed.SerializeAsString(), answered.SerializeAsString());
  EXPECT_THAT(scene.Update("u3", Participant("deputy", "REQUIRED")), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Update("u3", chair), IsOk()) << "free again";
  EXPECT_THAT(reply("u1", "reply: ACCEPTED"), StatusIs(kFailed, "PERSON_BUSY")) << "in the other meeting by now";
  EXPECT_THAT(reply("u1", "reply: ACCEPTED etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(reply("u1", "reply: ACCEPTED", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(reply("u1", "reply: ACCEPTED", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(reply("u1", "reply: ACCEPTED", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(reply("u2", "reply: ACCEPTED"), StatusIs(kFailed, "PERSON_NOT_INVITED"));
  EXPECT_THAT(reply("u1", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(reply("u1", StrCat("reply: ACCEPTED stand_in: '", PostName("deputy"), "'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ReplyMeeting, IsForWhoHoldsThePostWithoutMore) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u1", Participant("chair", "CHAIR")), IsOk());
  const auto decline = [&](const std::string& more) {
    return scene.Call(&Meetings::ReplyMeeting,
                      StrCat("name: 'meetings/x-u1' post: '", PostName("chair"), "' reply: DECLINED ", more), kReader);
  };
  EXPECT_THAT(decline(""), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_THAT(scene.Call(&Bodies::UpdatePost, StrCat("post { name: '", PostName("chair"), "' holders { person: ",
                                                     "'persons/account-an' first_day ", Date(2025, 1, 1), "} }")),
              IsOk());
  EXPECT_THAT(decline(StrCat("stand_in: '", PostName("q", "u1"), "'")), StatusIs(kInvalid, "FIELDS_INVALID"))
      << "no stand-in of the post";
  EXPECT_THAT(decline(StrCat("stand_in: '", PostName("deputy"), "'")), IsOk());
}

TEST(ReplyMeeting, SendsNobodyElsesPeople) {
  MeetingScene scene;
  ASSERT_THAT(scene.Update("u1", StrCat("participants { post: '", PostName("p", "u1"), "' role: REQUIRED }")), IsOk());
  const std::string declined =
      StrCat("name: 'meetings/x-u1' post: '", PostName("p", "u1"), "' reply: DECLINED stand_in: '");
  ASSERT_THAT(scene.Call(&Bodies::UpdatePost, StrCat("post { name: '", PostName("p", "u1"), "' stand_ins: '",
                                                     PostName("chair"), "' stand_ins: '", PostName("q", "u1"), "' }")),
              IsOk());
  EXPECT_THAT(scene.Call(&Meetings::ReplyMeeting, declined + PostName("chair") + "'", kUnitClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Meetings::ReplyMeeting, declined + PostName("q", "u1") + "'", kUnitClerk), IsOk());
}

}  // namespace
}  // namespace congress::scheduling
