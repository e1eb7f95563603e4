// Each verb of meetings, rooms, windows and calendars: who may and who may not.
#include <functional>

#include "services/scheduling/approval_records.h"
#include "services/scheduling/testing/approval_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

// One RPC with a request that its `passes` role may make, and a role at the same place that may not.
struct Row {
  std::string rpc;
  std::string passes;
  std::string refused;
  std::function<absl::Status(Scene&, const std::string& binding)> call;
};

template <class Method>
Row Make(const std::string& rpc, const std::string& passes, const std::string& refused, Method method,
         const std::string& text) {
  return {rpc, passes, refused,
          [=](Scene& scene, const std::string& binding) { return scene.Call(method, text, binding).status(); }};
}

const std::string kMeeting = "name: 'meetings/m' ";
const std::string kNewMeeting =
    "meeting_id: 'n' meeting { organisation: 'organisations/province' kind: OTHER title: 'x' } ";
const std::string kRoom = "name: 'organisations/province/rooms/a' ";

std::vector<Row> Rows() {
  return {
      Make("CreateMeeting", kClerk, kReader, &Meetings::CreateMeeting, kNewMeeting),
      Make("BatchCreateMeetings", kClerk, kReader, &Meetings::BatchCreateMeetings, "entries { " + kNewMeeting + "}"),
      Make("ImportMeetings", kClerk, kReader, &Meetings::ImportMeetings,
           "csv: 'name,organisation,kind,title\\ni,organisations/province,OTHER,x\\n'"),
      Make("GetMeeting", kReader, "nobody@province", &Meetings::GetMeeting, kMeeting),
      Make("ListMeetings", kReader, "nobody@province", &Meetings::ListMeetings, ""),
      Make("UpdateMeeting", kClerk, kReader, &Meetings::UpdateMeeting, "meeting { " + kMeeting + "venue: 'x' }"),
      Make("DeleteMeeting", kClerk, kReader, &Meetings::DeleteMeeting, kMeeting),
      Make("ReplyMeeting", kClerk, kReader, &Meetings::ReplyMeeting,
           StrCat(kMeeting, "reply: ACCEPTED post: '", PostName("chair"), "'")),
      Make("ReleaseMeeting", kClerk, kReader, &Meetings::ReleaseMeeting, kMeeting),
      Make("CancelMeeting", kClerk, kReader, &Meetings::CancelMeeting, kMeeting + "reason: 'x'"),
      Make("PostponeMeeting", kClerk, kReader, &Meetings::PostponeMeeting, kMeeting + "reason: 'x'"),
      Make("HoldMeeting", kClerk, kReader, &Meetings::HoldMeeting, kMeeting),
      Make("BatchHoldMeetings", kClerk, kReader, &Meetings::BatchHoldMeetings, "entries { " + kMeeting + "}"),
      Make("CorrectMeeting", kClerk, kReader, &Meetings::CorrectMeeting,
           "name: 'meetings/held' reason: 'x' minutes: 'x'"),
      Make("CreateMeetingSeries", kClerk, kReader, &Meetings::CreateMeetingSeries,
           StrCat("series: 's' every: WEEK until ", August(20), "meeting { organisation: 'organisations/province' ",
                  "kind: HEARING title: 'x' ", Slot(4), "}")),
      Make("CancelMeetingSeries", kClerk, kReader, &Meetings::CancelMeetingSeries,
           StrCat("series: 'gb' reason: 'x' from_date ", August(1))),
      Make("CreateRoom", kClerk, kReader, &Rooms::CreateRoom,
           "parent: 'organisations/province' room_id: 'b' room { display_name: 'B' }"),
      Make("GetRoom", kReader, "nobody@province", &Rooms::GetRoom, kRoom),
      Make("ListRooms", kReader, "nobody@province", &Rooms::ListRooms, "parent: 'organisations/province'"),
      Make("UpdateRoom", kClerk, kReader, &Rooms::UpdateRoom, "room { " + kRoom + "capacity: 5 }"),
      Make("DeleteRoom", kClerk, kReader, &Rooms::DeleteRoom, kRoom),
      Make("UpdateWindow", kClerk, kReader, &Scheduling::UpdateWindow,
           "window { name: 'congresses/x/windows/main' longest_days: 3 }"),
      Make("DeleteWindow", kClerk, kReader, &Scheduling::DeleteWindow, "name: 'congresses/x/windows/main'"),
      Make("UpdateCalendar", kClerk, kReader, &Calendars::UpdateCalendar,
           "calendar { name: 'calendars/vn' display_name: 'x' }"),
      Make("DeleteCalendar", kClerk, kReader, &Calendars::DeleteCalendar, "name: 'calendars/unused'"),
  };
}

TEST(Access, IsAsEachVerbDemands) {
  const std::string today = StrCat("slots { date ", Date(2025, 6, 16), "part: DAY } ");
  for (const Row& row : Rows()) {
    Scene scene;
    scene.MakeWindow();
    ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText("unused")), IsOk());
    ASSERT_THAT(scene.MakeRoom("a"), IsOk());
    ASSERT_THAT(scene.MakePost("province", "chair"), IsOk());
    ASSERT_THAT(scene.Create("m", today + Participant("chair", "CHAIR")), IsOk());
    ASSERT_THAT(scene.Create("held", today), IsOk());
    ASSERT_THAT(scene.Call(&Meetings::HoldMeeting, "name: 'meetings/held'"), IsOk());
    ASSERT_THAT(scene.Call(&Meetings::CreateMeetingSeries,
                           StrCat("series: 'gb' every: WEEK until ", August(20), "meeting { organisation: ",
                                  "'organisations/province' kind: HEARING title: 'x' ", Slot(4), "}")),
                IsOk());
    EXPECT_THAT(row.call(scene, row.refused), StatusIs(kDenied, "PERMISSION_MISSING")) << row.rpc;
    EXPECT_THAT(row.call(scene, row.passes), IsOk()) << row.rpc;
  }
}

// Once it is announced to the province, a commune neither calls its congress off nor moves it.
TEST(Access, ToWhatWasAnnouncedWithTheScheduleIsForWhoPlacesMeetings) {
  const std::string name = "name: 'meetings/x-u1' ";
  const auto cancel = [&](ApprovalScene& scene, const std::string& binding) {
    return scene.Call(&Meetings::CancelMeeting, name + "reason: 'bão'", binding).status();
  };
  const auto postpone = [&](ApprovalScene& scene, const std::string& binding) {
    return scene.Call(&Meetings::PostponeMeeting, name + "reason: 'bão'", binding).status();
  };
  const auto update = [&](const std::string& fields) {
    return [&name, fields](ApprovalScene& scene, const std::string& binding) {
      return scene.Call(&Meetings::UpdateMeeting, StrCat("meeting { ", name, fields, " }"), binding).status();
    };
  };
  const std::function<absl::Status(ApprovalScene&, const std::string&)> changes[] = {
      cancel, postpone, update(Slot(7)), update(StrCat("earliest ", August(6))),
      update(StrCat("unavailable_dates ", August(5)))};
  for (const auto& change : changes) {
    for (const bool announced : {false, true}) {
      ApprovalScene scene;
      ASSERT_THAT(scene.Call(&Meetings::BatchCreateMeetings, Scene::UnitOn("u1", 5)), IsOk());
      ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::CreateSchedulePolicy,
                             "parent: 'congresses/x' policy_id: 'p' policy { organisation: 'organisations/province' "
                             "display_name: 'Quy tắc' session_size: 3 day_level: 1 day_most: 2 rules { rule: "
                             "NOT_APPROVED severity: IGNORE } }"),
                  IsOk());
      if (announced) {
        ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::ReleaseSchedule,
                               "parent: 'congresses/x' policy: 'congresses/x/schedulePolicies/p'"),
                    IsOk());
        EXPECT_THAT(change(scene, kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
        EXPECT_THAT(update("agenda { title: 'Khai mạc' }")(scene, kUnitClerk), IsOk())
            << "what is said there is theirs";
      }
      EXPECT_THAT(change(scene, announced ? kClerk : kUnitClerk), IsOk());
    }
  }
}

TEST(Access, ACongressThatBeginsAtNoonIsAnnouncedByWhoPlacesMeetings) {
  ApprovalScene scene;
  ASSERT_THAT(
      scene.Call(&Meetings::CreateMeeting,
                 StrCat("meeting_id: 'c' meeting { organisation: 'organisations/u1' congress: 'congresses/x' kind: "
                        "CONGRESS title: 'Đại hội' window: 'congresses/x/windows/main' ",
                        Slot(5, "AFTERNOON"), Slot(6), " }")),
      IsOk());
  const std::string name = "name: 'meetings/c'";
  EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, name, kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, name, "secretary@u1"), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto released, scene.Call(&Meetings::ReleaseMeeting, name));
  EXPECT_EQ(released.state(), v1::Meeting::RELEASED);
}

// What begins at noon is announced alone, and approved like any other.
TEST(ReleaseMeeting, HoldsACongressAgainstThePolicies) {
  ApprovalScene scene;
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting,
                         StrCat("meeting_id: 'c' meeting { organisation: 'organisations/u1' congress: 'congresses/x' ",
                                "kind: CONGRESS title: 'Đại hội' window: 'congresses/x/windows/main' ",
                                Slot(7, "AFTERNOON"), " }")),
              IsOk());
  ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::CreateSchedulePolicy,
                         "parent: 'congresses/x' policy_id: 'p' policy { organisation: 'organisations/province' "
                         "display_name: 'Quy tắc' session_size: 3 day_level: 1 day_most: 2 }"),
              IsOk());
  const auto release = [&](annotations::v1::Grade clearance) {
    return scene.Call(&Meetings::ReleaseMeeting, support::Parse<v1::ReleaseMeetingRequest>("name: 'meetings/c'"),
                      scene.service().As("an", {kAdmin}, clearance));
  };
  const auto refused = release(annotations::v1::SENSITIVE);
  EXPECT_THAT(refused, StatusIs(kFailed, "RELEASE_BLOCKED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "blockers"), "NOT_APPROVED meetings/c");
  EXPECT_THAT(release(annotations::v1::PERSONAL), StatusIs(kDenied, "FIELD_GRADED"));
  // As if that had been decided.
  ASSERT_THAT(scene.service().gate().Perform(
                  auth::Principal(), "test",
                  [](rpc::Call& call) {
                    kUnitApprovals.PutNew(
                        call, support::Parse<v1::UnitApproval>("name: 'congresses/x/unitApprovals/u1' organisation: "
                                                               "'organisations/u1' documents { outcome: APPROVED }"));
                    return absl::OkStatus();
                  }),
              IsOk());
  EXPECT_THAT(release(annotations::v1::PERSONAL), StatusIs(kDenied, "FIELD_GRADED")) << "approved or not";
  EXPECT_THAT(release(annotations::v1::SENSITIVE), IsOk());
}

TEST(ReleaseMeeting, HoldsAPreparatorySessionAgainstThePolicies) {
  ApprovalScene scene;
  const auto make = [&](const std::string& id, const std::string& slots) {
    return scene.Call(&Meetings::CreateMeeting,
                      StrCat("meeting_id: '", id, "' meeting { organisation: 'organisations/u1' congress: ",
                             "'congresses/x' kind: PREPARATORY title: 'Phiên trù bị' window: ",
                             "'congresses/x/windows/main' ", slots, " }"));
  };
  ASSERT_THAT(make("day", Slot(5)), IsOk());
  ASSERT_THAT(make("half", Slot(6, "AFTERNOON")), IsOk());
  ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::CreateSchedulePolicy,
                         "parent: 'congresses/x' policy_id: 'p' policy { organisation: 'organisations/province' "
                         "display_name: 'Quy tắc' session_size: 3 day_level: 1 day_most: 2 }"),
              IsOk());
  const auto refused = scene.Call(&Meetings::ReleaseMeeting, "name: 'meetings/day'");
  EXPECT_THAT(refused, StatusIs(kFailed, "RELEASE_BLOCKED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "blockers"), "PREPARATORY_LONG meetings/day");
  EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, "name: 'meetings/half'"), IsOk());
  ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::UpdateSchedulePolicy,
                         "policy { name: 'congresses/x/schedulePolicies/p' rules { rule: PREPARATORY_LONG severity: "
                         "WARN weight: 1 } }"),
              IsOk());
  EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, "name: 'meetings/day'"), IsOk());
}

}  // namespace
}  // namespace congress::scheduling
