#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

std::string Closed(int day, const std::string& more = "") {
  return StrCat("room { name: '", RoomName("a"), "' closed { first_day ", August(day), "last_day ", August(day),
                "reason: 'sửa chữa' } } ", more);
}

TEST(Rooms, AreMadeReadAndListed) {
  Scene scene;
  const std::string create = StrCat(
      "parent: 'organisations/province' room_id: 'a' room { display_name: 'Hội trường A' ", "capacity: 300 } ", kUuid);
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Rooms::CreateRoom, create, kClerk));
  EXPECT_EQ(made.name(), RoomName("a"));
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Call(&Rooms::CreateRoom, create, kClerk));
  EXPECT_EQ(replayed.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.MakeRoom("a"), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Call(&Rooms::CreateRoom, "parent: 'organisations/province' room_id: 'b' room { capacity: 1 }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Rooms::CreateRoom, create, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Rooms::CreateRoom, "parent: 'organisations/province' room_id: 'b' room { display_name: 'B' }",
                         kUnitClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  // All may meet in rooms of the province; those of a unit are for it and whoever is above.
  const std::string name = StrCat("name: '", RoomName("a"), "'");
  EXPECT_THAT(scene.Call(&Rooms::GetRoom, name, kReader), IsOk());
  EXPECT_THAT(scene.Call(&Rooms::GetRoom, name, kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(
      scene.Call(&Meetings::CreateMeeting,
                 StrCat("meeting_id: 'm' meeting { organisation: 'organisations/u1' kind: OTHER title: 'Họp' room: '",
                        RoomName("a"), "' }"),
                 kUnitClerk),
      IsOk());
  ASSERT_THAT(
      scene.Call(&Rooms::CreateRoom, "parent: 'organisations/u1' room_id: 'b' room { display_name: 'B' }", kUnitClerk),
      IsOk());
  EXPECT_THAT(scene.Call(&Rooms::GetRoom, "name: 'organisations/u1/rooms/b'", kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto listed, scene.Call(&Rooms::ListRooms, "parent: 'organisations/u1'", kUnitClerk));
  EXPECT_EQ(listed.rooms_size(), 1);
  EXPECT_EQ(scene.Call(&Rooms::ListRooms, "parent: 'organisations/u1'", kStranger)->rooms_size(), 0);
  EXPECT_THAT(scene.Call(&Rooms::ListRooms, "parent: 'organisations/u1' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
}

TEST(UpdateRoom, TellsWhichMeetingsItHitsAndLeavesThem) {
  Scene scene;
  ASSERT_THAT(scene.MakeRoom("a"), IsOk());
  ASSERT_THAT(scene.Create("m", StrCat(Slot(5), "room: '", RoomName("a"), "'")), IsOk());
  ASSERT_THAT(scene.Create("n", StrCat(Slot(6), "room: '", RoomName("a"), "'")), IsOk());
  EXPECT_THAT(scene.Call(&Rooms::UpdateRoom, Closed(5)), StatusIs(kFailed, "ROOM_IN_USE"));
  ASSERT_OK_AND_ASSIGN(const auto shown, scene.Call(&Rooms::UpdateRoom, Closed(5, "validate_only: true")));
  ASSERT_EQ(shown.affected_size(), 1);
  EXPECT_EQ(shown.affected(0).resource(), "meetings/m");
  EXPECT_EQ(shown.affected(0).what(), v1::Affected::ROOM_CLOSED);
  EXPECT_EQ(scene.Call(&Rooms::GetRoom, StrCat("name: '", RoomName("a"), "'"))->closed_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto changed, scene.Call(&Rooms::UpdateRoom, Closed(5, "allow_affected: true")));
  EXPECT_EQ(changed.affected_count(), 1);
  EXPECT_EQ(scene.Meeting("meetings/m")->slots(0).date().day(), 5);
  EXPECT_THAT(scene.Call(&Rooms::UpdateRoom, Closed(7, "etag: '1'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Rooms::UpdateRoom, StrCat("room { name: '", RoomName("a"), "' closed { first_day ", August(6),
                                                    "last_day ", August(5), "reason: 'x' } }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Rooms::UpdateRoom, "room { display_name: 'x' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Rooms::UpdateRoom, StrCat("room { name: '", RoomName("x"), "' display_name: 'x' }")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(DeleteRoom, IsForRoomsInWhichNobodyMeets) {
  Scene scene;
  ASSERT_THAT(scene.MakeRoom("a"), IsOk());
  ASSERT_THAT(scene.Create("m", StrCat(Slot(5), "room: '", RoomName("a"), "'")), IsOk());
  const std::string name = StrCat("name: '", RoomName("a"), "' ");
  EXPECT_THAT(scene.Call(&Rooms::DeleteRoom, name), StatusIs(kFailed, "ROOM_IN_USE"));
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/m'"), IsOk());
  EXPECT_THAT(scene.Call(&Rooms::DeleteRoom, name + "etag: '99'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Rooms::DeleteRoom, name), IsOk());
  EXPECT_THAT(scene.Call(&Rooms::GetRoom, name), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace congress::scheduling
