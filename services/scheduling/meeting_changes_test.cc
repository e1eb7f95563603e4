// Meetings made, announced, cancelled, put off, held and corrected.
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr char kName[] = "name: 'meetings/m' ";
constexpr char kReason[] = "reason: 'bão số 3' ";
// 16 June is today.
const std::string kToday = StrCat("slots { date ", Date(2025, 6, 16), "part: DAY } ");

// A window of congress x, the meeting m of the province on 5 August, chaired from its office, in room a.
class ChangeScene : public Scene {
 public:
  ChangeScene() {
    MakeWindow();
    EXPECT_THAT(MakeRoom("a"), IsOk());
    EXPECT_THAT(MakePost("province", "chair"), IsOk());
    EXPECT_THAT(Create("m", StrCat(Slot(5), Participant("chair", "CHAIR"), "calendar: 'calendars/vn' room: '",
                                   RoomName("a"), "' ")),
                IsOk());
  }
  template <class Method>
  auto On(Method method, const std::string& more = "") {
    return Call(method, StrCat(kName, more));
  }
  // Another meeting at the same time with the same chair.
  absl::Status TakeItsTime() { return Create("other", Slot(5) + Participant("chair", "REQUIRED")).status(); }
};

// A congress of u1 in the window.
std::string Congress(const std::string& id, const std::string& fields) {
  return StrCat("meeting_id: '", id, "' meeting { organisation: 'organisations/u1' congress: 'congresses/x' ",
                "kind: CONGRESS title: 'Đại hội' window: 'congresses/x/windows/main' ", fields, " } ");
}

TEST(CreateMeeting, BeginsAPlannedMeetingOnce) {
  ChangeScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Create("n", Hours(6, 14, 17), kUuid));
  EXPECT_EQ(made.name(), "meetings/n");
  EXPECT_EQ(made.state(), v1::Meeting::PLANNED);
  EXPECT_EQ(made.notes(0).state(), "PLANNED");
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Create("n", Hours(6, 14, 17), kUuid));
  EXPECT_EQ(replayed.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.Create("n", ""), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Create("N", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Create("o", "", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Create("o", "", "", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST(CreateMeeting, IsRefusedAlikeAloneAndInABatch) {
  ChangeScene scene;
  ASSERT_THAT(scene.Call(&Rooms::UpdateRoom, StrCat("allow_affected: true room { name: '", RoomName("a"),
                                                    "' capacity: 1 closed { first_day ", August(7), "last_day ",
                                                    August(7), "reason: 'sửa chữa' } }")),
              IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting, Congress("first", Slot(6))), IsOk());
  directory::Organisation body;
  body.name = "organisations/btv";
  body.display_name = "Ban Thường vụ";
  body.role = 2;
  scene.service().organisations().Put(body);
  const std::string in_room = StrCat("room: '", RoomName("a"), "' ");
  const struct {
    absl::StatusCode code;
    const char* reason;
    std::string entry;
  } rows[] = {
      {kExists, "RESOURCE_EXISTS", Scene::CreateText("m", "")},
      {kInvalid, "FIELDS_INVALID", Scene::CreateText("n", "window: 'congresses/x/windows/main'")},
      {kMissing, "RESOURCE_NOT_FOUND", Scene::CreateText("n", Slot(5) + "calendar: 'calendars/none'")},
      {kMissing, "RESOURCE_NOT_FOUND", Scene::CreateText("n", Slot(6) + Participant("nobody", "REQUIRED"))},
      {kFailed, "MEETING_EXISTS", Congress("second", Slot(8))},
      {kFailed, "ORGANISATION_NO_COMMITTEE", Congress("n", "organisation: 'organisations/btv'")},
      {kFailed, "OUTSIDE_WINDOW", Congress("n", Slot(1))},
      {kFailed, "NOT_WORKING_DAY", Scene::CreateText("n", Slot(9) + "calendar: 'calendars/vn'")},
      {kFailed, "DATE_NOT_COVERED",
       Scene::CreateText("n", StrCat("slots { date ", Date(2026, 8, 5), "part: DAY } calendar: 'calendars/vn'"))},
      {kFailed, "MEETING_TOO_LONG", Congress("n", Slot(5) + Slot(6) + Slot(7))},
      {kFailed, "PERSON_BUSY", Scene::CreateText("n", Slot(5) + Participant("chair", "REQUIRED"))},
      {kFailed, "ROOM_BUSY", Scene::CreateText("n", Slot(5) + in_room)},
      {kFailed, "ROOM_FULL",
       Scene::CreateText("n", Slot(6) + in_room + Participant("1", "INVITED") + Participant("2", "INVITED"))},
      {kFailed, "ROOM_CLOSED", Scene::CreateText("n", Slot(7) + in_room)},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(scene.Call(&Meetings::CreateMeeting, row.entry), StatusIs(row.code, row.reason));
    const auto batch = scene.Call(&Meetings::BatchCreateMeetings,
                                  StrCat("entries { ", Scene::CreateText("good", ""), "} entries { ", row.entry, "}"));
    EXPECT_THAT(batch, StatusIs(row.code, row.reason));
    EXPECT_EQ(support::MetadataIn(batch.status(), "index"), "1");
    EXPECT_THAT(scene.Meeting("meetings/good"), StatusIs(kMissing, "RESOURCE_NOT_FOUND")) << "all or none";
  }
  EXPECT_THAT(scene.Create("n", Slot(9) + "calendar: 'calendars/vn'", "reason: 'họp khẩn'"), IsOk());
}

// The fields of google.rpc.BadRequest.
std::vector<std::string> FieldsOf(const absl::Status& status) {
  google::rpc::BadRequest request;
  std::vector<std::string> fields;
  if (!status::Detail(status, &request)) return fields;
  for (const auto& violation : request.field_violations()) fields.push_back(violation.field());
  return fields;
}

TEST(BatchCreateMeetings, TellsOfAllEntriesThatAreRefused) {
  ChangeScene scene;
  const std::string in_room = StrCat("room: '", RoomName("a"), "' ");
  const auto refused = scene.Call(
      &Meetings::BatchCreateMeetings,
      StrCat("entries { ", Scene::CreateText("good", ""), "} entries { ",
             Scene::CreateText("n1", Slot(5) + in_room + Participant("chair", "REQUIRED")), "} entries { ",
             Congress("n2", Slot(1) + in_room), "} entries { ",
             Scene::CreateText("n3", "window: 'congresses/x/windows/main' quorum { numerator: 3 denominator: 2 }"),
             "}"));
  EXPECT_THAT(refused, StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "index"), "1");
  EXPECT_THAT(FieldsOf(refused.status()),
              ::testing::ElementsAre("entries[1].meeting.participants[0]", "entries[1].meeting.room",
                                     "entries[2].meeting.slots", "entries[3].meeting.window",
                                     "entries[3].meeting.window", "entries[3].meeting.quorum.numerator"));
  EXPECT_THAT(scene.Meeting("meetings/good"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  // One alone says where as well.
  const auto one = scene.Call(&Meetings::BatchCreateMeetings, StrCat("entries { ", Congress("n2", Slot(1)), "}"));
  EXPECT_THAT(one, StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(FieldsOf(one.status()), ::testing::ElementsAre("entries[0].meeting.slots"));
}

TEST(CreateMeeting, TellsOfAllThatStandsAgainstIt) {
  ChangeScene scene;
  const auto busy = scene.Create("n", StrCat(Slot(5), "room: '", RoomName("a"), "' ", Participant("chair", "REQUIRED"),
                                             Participant("nobody", "REQUIRED")));
  EXPECT_THAT(FieldsOf(busy.status()),
              ::testing::ElementsAre("meeting.participants[0]", "meeting.participants[1]", "meeting.room"));
  ASSERT_THAT(scene.Call(&Rooms::UpdateRoom, StrCat("room { name: '", RoomName("a"), "' closed { first_day ", August(7),
                                                    "last_day ", August(7), "reason: 'sửa chữa' } }")),
              IsOk());
  const auto days = scene.Create("n", StrCat(Slot(7), Slot(9), "room: '", RoomName("a"), "' calendar: 'calendars/vn'"));
  EXPECT_THAT(FieldsOf(days.status()), ::testing::ElementsAre("meeting.slots", "meeting.room"));
}

// Not by half of it as people call the organisation and half as programs do.
TEST(CreateMeeting, ARefusalNamesARoomByItsWholeName) {
  ChangeScene scene;
  directory::Organisation province;
  province.name = "organisations/province";
  province.display_name = "Đảng bộ tỉnh Mẫu";
  scene.service().organisations().Put(province);
  const auto refused = scene.Create("n", StrCat(Slot(5), "room: '", RoomName("a"), "'"));
  EXPECT_THAT(refused, StatusIs(kFailed, "ROOM_BUSY"));
  EXPECT_THAT(status::SentenceOf(refused.status()), ::testing::HasSubstr(RoomName("a")));
}

TEST(CreateMeeting, IsOfNoUnitThatHasEndedAndWhatStandsGoesOn) {
  ChangeScene scene;
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5)), IsOk());
  for (const char* unit : {"organisations/u1", "organisations/u2"}) {
    scene.service().organisations().End(unit, absl::CivilDay(2025, 6, 16), "organisations/u3");
  }
  const auto refused = scene.Place(Scene::UnitOn("u2", 5));
  EXPECT_THAT(refused, StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "successor"), "organisations/u3");
  EXPECT_THAT(scene.Update("u1", Slot(6)), IsOk());
}

TEST(CreateMeeting, MayTakeAsManyDaysAsTheWindowAllows) {
  ChangeScene scene;
  EXPECT_THAT(scene.Place(Scene::UnitOn("u1", 5, 4)), StatusIs(kFailed, "MEETING_TOO_LONG"));
  ASSERT_THAT(scene.Call(&Scheduling::UpdateWindow, "window { name: 'congresses/x/windows/main' longest_days: 4 }"),
              IsOk());
  EXPECT_THAT(scene.Place(Scene::UnitOn("u1", 5, 4)), IsOk());
}

TEST(BatchCreateMeetings, MakesAProvincesCongressesAtOnce) {
  ChangeScene scene;
  std::string entries;
  for (int i = 0; i < 130; ++i) {
    entries += StrCat("entries { meeting_id: 'c-", i, "' meeting { organisation: 'organisations/u", i,
                      "' congress: 'congresses/x' kind: CONGRESS title: 'Đại hội' days: 2 } } ");
  }
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Meetings::BatchCreateMeetings, entries + kUuid));
  EXPECT_EQ(made.meetings_size(), 130);
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Call(&Meetings::BatchCreateMeetings, entries + kUuid));
  EXPECT_EQ(replayed.meetings_size(), 130);
}

TEST(ImportMeetings, DoesWhatSingleCallsDoAndAllOrNothing) {
  ChangeScene scene;
  const auto import = [&](const std::string& csv, const std::string& more = "") {
    return scene.Call(&Meetings::ImportMeetings, StrCat("csv: '", csv, "' ", more));
  };
  const std::string head = "name,organisation,congress,kind,title,days\\n";
  const std::string rows =
      "c1,organisations/u1,congresses/x,CONGRESS,Đại hội Một,2\\n"
      "c2,organisations/u2,congresses/x,CONGRESS,Đại hội Hai,1\\n";
  ASSERT_OK_AND_ASSIGN(auto done, import(head + rows));
  EXPECT_EQ(done.new_count(), 2);
  ASSERT_OK_AND_ASSIGN(done, import(head + rows));
  EXPECT_EQ(done.unchanged_count(), 2);
  ASSERT_OK_AND_ASSIGN(done, import("name,venue\\nc1,Hội trường xã\\n"));
  EXPECT_EQ(done.changed_count(), 1);
  EXPECT_EQ(scene.Meeting("meetings/c1")->venue(), "Hội trường xã");
  // A second congress of the unit, and nothing done.
  const std::string wrong =
      "c3,organisations/u3,congresses/x,CONGRESS,x,1\\n"
      "c4,organisations/u1,congresses/x,CONGRESS,x,1\\n";
  ASSERT_OK_AND_ASSIGN(done, import(head + wrong, "validate_only: true"));
  EXPECT_EQ(done.error_count(), 1);
  EXPECT_THAT(import(head + wrong), StatusIs(kInvalid, "ROWS_REJECTED"));
  // One row is told of with all that stands against it.
  const std::string slots = R"("[{""date"":{""year"":2025,""month"":8,""day"":5},""part"":""DAY""}]")";
  ASSERT_OK_AND_ASSIGN(
      done, import(StrCat("name,organisation,kind,title,slots,room,participants\\nc5,organisations/province,",
                          "OTHER,x,", slots, ",", RoomName("a"), R"(,"[{""post"":"")", PostName("chair"),
                          R"("",""role"":""CHAIR""}]"\n)"),
                   "validate_only: true"));
  ASSERT_EQ(done.error_count(), 1);
  EXPECT_THAT(done.rows(0).reason(),
              ::testing::AllOf(::testing::HasSubstr(PostName("chair")), ::testing::HasSubstr(RoomName("a"))));
  EXPECT_THAT(scene.Meeting("meetings/c3"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(import("title\\nx\\n"), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(import("name,title\\nnone,x\\n"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(import(""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(DeleteMeeting, IsForWhatWasEnteredByMistake) {
  ChangeScene scene;
  EXPECT_THAT(scene.On(&Meetings::DeleteMeeting, "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene.On(&Meetings::DeleteMeeting), IsOk());
  EXPECT_THAT(scene.Meeting("meetings/m"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.TakeItsTime(), IsOk()) << "what it booked is free";
  // The congress of a unit may be entered anew.
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting, Congress("first", Slot(6))), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/first'"), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting, Congress("second", Slot(6))), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, StrCat("name: 'meetings/second' ", kReason)), IsOk());
  EXPECT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/second'"), StatusIs(kFailed, "MEETING_CANCELLED"));
  EXPECT_THAT(scene.Call(&Meetings::CreateMeeting, Congress("third", Slot(6))), IsOk());
}

TEST(ReleaseMeeting, AnnouncesWhatBelongsToNoCongress) {
  ChangeScene scene;
  ASSERT_OK_AND_ASSIGN(const auto released, scene.On(&Meetings::ReleaseMeeting, kUuid));
  EXPECT_EQ(released.state(), v1::Meeting::RELEASED);
  EXPECT_EQ(released.released().room(), RoomName("a"));
  EXPECT_THAT(scene.On(&Meetings::DeleteMeeting), StatusIs(kFailed, "MEETING_RELEASED"));
  ASSERT_OK_AND_ASSIGN(const auto moved, scene.Update("meetings/m", Slot(6)));
  EXPECT_TRUE(moved.differs_from_release());
  EXPECT_THAT(scene.Update("meetings/m", "", "update_mask { paths: 'slots' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.Create("n", ""), IsOk());
  EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, "name: 'meetings/n'"), StatusIs(kFailed, "MEETING_WITHOUT_DAYS"));
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting, Congress("c", Slot(6))), IsOk());
  EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, "name: 'meetings/c'"), StatusIs(kFailed, "MEETING_OF_CONGRESS"));
}

TEST(CancelMeeting, FreesItsPostsAndItsRoom) {
  ChangeScene scene;
  EXPECT_THAT(scene.TakeItsTime(), StatusIs(kFailed, "PERSON_BUSY"));
  ASSERT_OK_AND_ASSIGN(const auto cancelled, scene.On(&Meetings::CancelMeeting, kReason));
  EXPECT_EQ(cancelled.notes(1).reason(), "bão số 3");
  EXPECT_THAT(scene.TakeItsTime(), IsOk());
}

TEST(PostponeMeeting, FreesTheDaysThatFallAway) {
  ChangeScene scene;
  ASSERT_OK_AND_ASSIGN(const auto put_off, scene.On(&Meetings::PostponeMeeting, kReason));
  EXPECT_EQ(put_off.state(), v1::Meeting::POSTPONED);
  EXPECT_THAT(scene.On(&Meetings::PostponeMeeting, kReason), StatusIs(kFailed, "MEETING_POSTPONED"));
  EXPECT_THAT(scene.TakeItsTime(), IsOk());
  EXPECT_THAT(scene.Update("meetings/m", Slot(5)), StatusIs(kFailed, "PERSON_BUSY"));
  ASSERT_OK_AND_ASSIGN(const auto planned, scene.Update("meetings/m", Slot(6)));
  EXPECT_EQ(planned.state(), v1::Meeting::PLANNED);
}

TEST(PostponeMeeting, HoldsTheNewDaysAgainstAllThatUpdateDoes) {
  ChangeScene scene;
  const auto refuse = [&](const char* meeting, const std::string& more, const char* reason) {
    EXPECT_THAT(scene.Call(&Meetings::PostponeMeeting, StrCat("name: 'meetings/", meeting, "' ", kReason, more)),
                StatusIs(kFailed, reason));
  };
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting, Congress("c", Slot(6))), IsOk());
  refuse("c", Slot(1), "OUTSIDE_WINDOW");
  refuse("c", Slot(9), "NOT_WORKING_DAY");
  refuse("c", Slot(7) + Slot(8) + Slot(11), "MEETING_TOO_LONG");
  refuse("m", StrCat("slots { date ", Date(2026, 8, 5), "part: DAY }"), "DATE_NOT_COVERED");
  refuse("m", StrCat("slots { date ", Date(2025, 6, 10), "part: DAY }"), "MEETING_PAST");
  ASSERT_THAT(scene.Create("n", Slot(7) + Participant("chair", "REQUIRED")), IsOk());
  refuse("m", Slot(7), "PERSON_BUSY");
  ASSERT_THAT(scene.Create("o", StrCat(Slot(8), "room: '", RoomName("a"), "'")), IsOk());
  refuse("m", Slot(8), "ROOM_BUSY");
  ASSERT_THAT(scene.Call(&Rooms::UpdateRoom, StrCat("room { name: '", RoomName("a"), "' closed { first_day ",
                                                    August(11), "last_day ", August(11), "reason: 'sửa chữa' } }")),
              IsOk());
  refuse("m", Slot(11), "ROOM_CLOSED");
}

TEST(HoldMeeting, RecordsWhatHappenedAndIsCorrectedWithAReason) {
  ChangeScene scene;
  EXPECT_THAT(scene.On(&Meetings::CorrectMeeting, StrCat(kReason, "minutes: '1'")),
              StatusIs(kFailed, "MEETING_NOT_HELD"));
  EXPECT_THAT(scene.On(&Meetings::HoldMeeting), StatusIs(kFailed, "MEETING_NOT_YET"));
  // Another meeting took the chair on that day; what happened is recorded all the same.
  ASSERT_THAT(scene.Create("n", kToday + Participant("chair", "REQUIRED")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto held,
                       scene.On(&Meetings::HoldMeeting, StrCat(kToday, "minutes: '12-BB/TU' attendance { post: '",
                                                               PostName("chair"), "' presence: PRESENT }")));
  EXPECT_EQ(held.state(), v1::Meeting::HELD);
  EXPECT_TRUE(held.quorum_met());
  EXPECT_THAT(scene.TakeItsTime(), IsOk()) << "the planned day is free";
  const std::string stranger = StrCat("attendance { post: '", PostName("stranger"), "' presence: PRESENT } ", kReason);
  EXPECT_THAT(scene.On(&Meetings::CorrectMeeting, stranger), StatusIs(kFailed, "PERSON_NOT_INVITED"));
  EXPECT_THAT(scene.On(&Meetings::CorrectMeeting, StrCat(kReason, Slot(5))), StatusIs(kFailed, "MEETING_NOT_YET"));
  ASSERT_OK_AND_ASSIGN(const auto corrected,
                       scene.On(&Meetings::CorrectMeeting,
                                StrCat(kReason, "attendance { post: '", PostName("chair"), "' presence: EXCUSED }")));
  EXPECT_EQ(corrected.participants(0).presence(), v1::Participant::EXCUSED);
  EXPECT_EQ(corrected.corrections(0).attendance(0).presence(), v1::Participant::PRESENT);
}

TEST(HoldMeeting, IsRefusedAlikeAloneAndInABatch) {
  ChangeScene scene;
  ASSERT_THAT(scene.Create("none", ""), IsOk());
  ASSERT_THAT(scene.Create("held", kToday), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::HoldMeeting, "name: 'meetings/held'"), IsOk());
  ASSERT_THAT(scene.Create("off", kToday), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, StrCat("name: 'meetings/off' ", kReason)), IsOk());
  const std::pair<const char*, std::string> rows[] = {
      {"MEETING_NOT_YET", kName},
      {"MEETING_WITHOUT_DAYS", "name: 'meetings/none'"},
      {"PERSON_NOT_INVITED",
       StrCat("name: 'meetings/none' ", kToday, "attendance { post: '", PostName("x"), "' presence: PRESENT }")},
      {"MEETING_HELD", "name: 'meetings/held'"},
      {"MEETING_CANCELLED", "name: 'meetings/off'"},
  };
  for (const auto& [reason, entry] : rows) {
    EXPECT_THAT(scene.Call(&Meetings::HoldMeeting, entry), StatusIs(kFailed, reason));
    const auto batch = scene.Call(&Meetings::BatchHoldMeetings, StrCat("entries { ", entry, " }"));
    EXPECT_THAT(batch, StatusIs(kFailed, reason));
    EXPECT_EQ(support::MetadataIn(batch.status(), "index"), "0");
  }
  ASSERT_THAT(scene.Create("a", kToday), IsOk());
  ASSERT_THAT(scene.Create("b", kToday), IsOk());
  EXPECT_THAT(scene.Call(&Meetings::BatchHoldMeetings, "entries { name: 'meetings/a' } entries { name: 'meetings/a' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto both, scene.Call(&Meetings::BatchHoldMeetings,
                                                   "entries { name: 'meetings/a' } entries { name: 'meetings/b' }"));
  EXPECT_EQ(both.meetings(1).state(), v1::Meeting::HELD);
}

TEST(BatchHoldMeetings, TellsOfAllEntriesAndAllWhoWereNotAsked) {
  ChangeScene scene;
  ASSERT_THAT(scene.Create("a", kToday), IsOk());
  ASSERT_THAT(scene.Create("none", ""), IsOk());
  const auto was = [](const std::string& id) {
    return StrCat("attendance { post: '", PostName(id), "' presence: PRESENT } ");
  };
  const auto refused = scene.Call(&Meetings::BatchHoldMeetings,
                                  StrCat("entries { ", kName, " } entries { name: 'meetings/a' ", was("x"), was("y"),
                                         "} entries { name: 'meetings/none' } entries { name: 'meetings/unknown' }"));
  EXPECT_THAT(refused, StatusIs(kFailed, "MEETING_NOT_YET"));
  EXPECT_THAT(FieldsOf(refused.status()),
              ::testing::ElementsAre("entries[0]", "entries[1].attendance[0].post", "entries[1].attendance[1].post",
                                     "entries[2]", "entries[3]"));
  EXPECT_EQ(scene.Meeting("meetings/a")->state(), v1::Meeting::PLANNED);
}

// What was held or cancelled is so for every verb.
TEST(Meetings, ThatAreOverDoNotChange) {
  ChangeScene scene;
  ASSERT_THAT(scene.Create("held", kToday), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::HoldMeeting, "name: 'meetings/held'"), IsOk());
  ASSERT_THAT(scene.On(&Meetings::CancelMeeting, kReason), IsOk());
  for (const auto& [id, reason] : {std::pair("held", "MEETING_HELD"), std::pair("m", "MEETING_CANCELLED")}) {
    const std::string name = StrCat("name: 'meetings/", id, "' ");
    const auto over = StatusIs(kFailed, reason);
    EXPECT_THAT(scene.Update(StrCat("meetings/", id), "title: 'Khác'"), over);
    EXPECT_THAT(scene.Call(&Meetings::DeleteMeeting, name), over);
    EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, name), over);
    EXPECT_THAT(scene.Call(&Meetings::CancelMeeting, name + kReason), over);
    EXPECT_THAT(scene.Call(&Meetings::PostponeMeeting, name + kReason), over);
    EXPECT_THAT(scene.Call(&Meetings::ReplyMeeting, StrCat(name, "post: '", PostName("chair"), "' reply: ACCEPTED")),
                over);
  }
}

}  // namespace
}  // namespace congress::scheduling
