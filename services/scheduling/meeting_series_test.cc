#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

class SeriesScene : public Scene {
 public:
  SeriesScene() {
    MakeWindow();
    EXPECT_THAT(MakePost("province", "chair"), IsOk());
  }
  // Each Monday from 4 August on, from eight to ten, of the province.
  static std::string Mondays(const std::string& series, int until, const std::string& fields = "",
                             const std::string& slots = Hours(4, 8, 10)) {
    return StrCat("series: '", series, "' every: WEEK until ", August(until),
                  "meeting { organisation: 'organisations/province' kind: HEARING title: 'Giao ban' ", slots, fields,
                  " } ");
  }
  absl::StatusOr<v1::CreateMeetingSeriesResponse> Make(const std::string& text, const std::string& binding = kAdmin) {
    return Call(&Meetings::CreateMeetingSeries, text, binding);
  }
};

TEST(MeetingSeries, IsMadeOfMeetingsOfTheirOwn) {
  SeriesScene scene;
  ASSERT_OK_AND_ASSIGN(const auto shown, scene.Make(SeriesScene::Mondays("gb", 31) + "validate_only: true"));
  EXPECT_EQ(shown.meetings_size(), 4);
  EXPECT_THAT(scene.Meeting("meetings/gb-2025-08-04"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const std::string text = SeriesScene::Mondays("gb", 31, Participant("chair", "CHAIR")) + kUuid;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Make(text));
  ASSERT_EQ(made.meetings_size(), 4);
  EXPECT_EQ(made.meetings(3).name(), "meetings/gb-2025-08-25");
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Make(text));
  EXPECT_EQ(replayed.SerializeAsString(), made.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto listed, scene.Call(&Meetings::ListMeetings, "series: 'gb'"));
  EXPECT_EQ(listed.meetings_size(), 4);
  ASSERT_THAT(scene.Update("meetings/gb-2025-08-11", Hours(12, 8, 10)), IsOk());
  EXPECT_EQ(scene.Meeting("meetings/gb-2025-08-18")->slots(0).date().day(), 18);
}

TEST(MeetingSeries, MovesFromADayOffAndSaysSo) {
  SeriesScene scene;
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar, StrCat("calendar { name: 'calendars/vn' holidays { date ",
                                                            August(11), "title: 'Nghỉ bù' } }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Make(SeriesScene::Mondays("gb", 20, "calendar: 'calendars/vn'")));
  ASSERT_EQ(made.moved_size(), 1);
  EXPECT_EQ(made.moved(0).meeting(), "meetings/gb-2025-08-12");
  EXPECT_EQ(made.moved(0).before().day(), 11);
}

TEST(MeetingSeries, IsRefusedAsAWhole) {
  SeriesScene scene;
  ASSERT_THAT(scene.MakeRoom("a", 1), IsOk());
  ASSERT_THAT(scene.Call(&Rooms::UpdateRoom, StrCat("room { name: '", RoomName("a"), "' closed { first_day ",
                                                    August(25), "last_day ", August(25), "reason: 'sửa chữa' } }")),
              IsOk());
  ASSERT_THAT(scene.Create("m", StrCat(Slot(11), Participant("chair", "CHAIR"), "room: '", RoomName("a"), "'")),
              IsOk());
  const std::string room = StrCat("room: '", RoomName("a"), "' ");
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 20, Participant("chair", "CHAIR"))),
              StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 20, room)), StatusIs(kFailed, "ROOM_BUSY"));
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 30, room, Hours(18, 8, 10))), StatusIs(kFailed, "ROOM_CLOSED"));
  EXPECT_THAT(
      scene.Make(SeriesScene::Mondays("gb", 20, room + Participant("1", "INVITED") + Participant("2", "INVITED"))),
      StatusIs(kFailed, "ROOM_FULL"));
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 20, "calendar: 'calendars/none'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 20, "calendar: 'calendars/vn'", Slot(8) + Slot(9))),
              StatusIs(kFailed, "NOT_WORKING_DAY"));
  const std::string years = StrCat("series: 'gb' every: YEAR until ", Date(2027, 1, 1),
                                   "meeting { organisation: 'organisations/province' kind: HEARING title: 'x' ",
                                   Hours(4, 8, 10), "calendar: 'calendars/vn' }");
  EXPECT_THAT(scene.Make(years), StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 3)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 20, "congress: 'congresses/x'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 20), kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto none, scene.Call(&Meetings::ListMeetings, "series: 'gb'"));
  EXPECT_EQ(none.meetings_size(), 0);
  ASSERT_THAT(scene.Make(SeriesScene::Mondays("gb", 4)), IsOk());
  EXPECT_THAT(scene.Make(SeriesScene::Mondays("gb", 30, "", Hours(12, 8, 10))), StatusIs(kExists, "RESOURCE_EXISTS"))
      << "a series of that id";
}

TEST(CancelMeetingSeries, CancelsWhatLiesAheadAndIsNotOver) {
  SeriesScene scene;
  ASSERT_THAT(scene.Make(SeriesScene::Mondays("gb", 31)), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, "name: 'meetings/gb-2025-08-18' reason: 'x'"), IsOk());
  const std::string cancel = StrCat("series: 'gb' reason: 'bão' from_date ", August(11));
  EXPECT_THAT(scene.Call(&Meetings::CancelMeetingSeries, cancel, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Meetings::CancelMeetingSeries, cancel, kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto cancelled, scene.Call(&Meetings::CancelMeetingSeries, cancel));
  ASSERT_EQ(cancelled.meetings_size(), 2);
  EXPECT_EQ(cancelled.meetings(0).name(), "meetings/gb-2025-08-11");
  EXPECT_EQ(scene.Meeting("meetings/gb-2025-08-04")->state(), v1::Meeting::PLANNED);
  EXPECT_THAT(scene.Call(&Meetings::CancelMeetingSeries, StrCat("series: 'x' reason: 'x' from_date ", August(1))),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Meetings::CancelMeetingSeries, "series: 'gb' reason: 'x'"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling
