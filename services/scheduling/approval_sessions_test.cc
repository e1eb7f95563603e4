// Approval sessions: planned, moved, cancelled, with their meetings.
#include "gmock/gmock.h"
#include "services/scheduling/testing/approval_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using v1::ApprovalSession;

TEST(ApprovalSessions, AreAnnouncedAloneAndToldWhereADayOffHitsThem) {
  ApprovalScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Plan("p1", 5));
  EXPECT_THAT(scene.Call(&Meetings::ReleaseMeeting, StrCat("name: '", made.meeting(), "'")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto shown,
                       scene.Call(&Calendars::UpdateCalendar,
                                  StrCat("validate_only: true calendar { name: 'calendars/vn' holidays { date ",
                                         August(5), "title: 'Nghỉ bù' } }")));
  ASSERT_EQ(shown.affected_size(), 1);
  EXPECT_EQ(shown.affected(0).what(), v1::Affected::SESSION_ON_DAY_OFF);
}

// Two working days between the session and the congress; a day off makes it one.
TEST(ApprovalSessions, AreNamedWhereACorrectedCalendarLeavesTooLittleTime) {
  ApprovalScene scene;
  ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::CreateSchedulePolicy,
                         "parent: 'congresses/x' policy_id: 'p' policy { organisation: 'organisations/province' "
                         "display_name: 'Quy tắc' session_size: 3 day_level: 1 day_most: 2 lead_working_days: 2 }"),
              IsOk());
  for (const auto& [unit, day] : {std::pair("u1", 7), std::pair("u2", 8)}) {
    ASSERT_THAT(
        scene.Call(&Meetings::CreateMeeting,
                   StrCat("meeting_id: 'c-", unit, "' meeting { organisation: 'organisations/", unit,
                          "' congress: 'congresses/x' kind: CONGRESS title: 'Đại hội' window: ",
                          "'congresses/x/windows/main' approval_group: 'organisations/to-1' ", Slot(day), " }")),
        IsOk());
  }
  ASSERT_THAT(scene.Plan("p1", 5), IsOk());
  ASSERT_THAT(scene.Schedule("p1", "u1"), IsOk());
  ASSERT_THAT(scene.Schedule("p1", "u2"), IsOk());
  const std::string correction =
      StrCat("calendar { name: 'calendars/vn' holidays { date ", August(6), "title: 'Nghỉ bù' } } ");
  ASSERT_OK_AND_ASSIGN(const auto shown, scene.Call(&Calendars::UpdateCalendar, correction + "validate_only: true"));
  ASSERT_EQ(shown.affected_size(), 1);
  EXPECT_EQ(shown.affected(0).resource(), "meetings/c-u1");
  EXPECT_EQ(shown.affected(0).what(), v1::Affected::LEAD_TIME_SHORT);
  const auto told = [&] {
    const auto readiness = scene.Call(&Scheduling::GetSchedulingReadiness, "parent: 'congresses/x'");
    EXPECT_THAT(readiness, IsOk());
    std::string units;
    for (const auto& unit : readiness->organisations()) {
      for (const auto& blocker : unit.blockers()) {
        if (blocker.reason() == "LEAD_TIME_SHORT") units += blocker.description() + " ";
      }
    }
    return units;
  };
  EXPECT_EQ(told(), "");
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar, correction + "allow_affected: true"), IsOk());
  EXPECT_EQ(told(), "Đại hội: too few working days between its approval and 2025-08-07. ");
  EXPECT_EQ(scene.Call(&Calendars::UpdateCalendar, correction + "validate_only: true")->affected_size(), 0);
}

TEST(ApprovalSessions, BookWhoSitsInTheGroup) {
  ApprovalScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Plan("p1", 5, "", kUuid, kClerk));
  EXPECT_EQ(made.state(), ApprovalSession::PLANNED);
  ASSERT_OK_AND_ASSIGN(const auto meeting,
                       scene.Call(&Meetings::GetMeeting, StrCat("name: '", made.meeting(), "'"), kReader));
  EXPECT_EQ(meeting.kind(), v1::Meeting::APPROVAL);
  EXPECT_EQ(meeting.slots(0).date().day(), 5);
  ASSERT_EQ(meeting.participants_size(), 2);
  EXPECT_EQ(meeting.participants(0).role(), v1::Participant::CHAIR);
  EXPECT_EQ(meeting.participants(0).title(), "Đồng chí pho");
  EXPECT_EQ(meeting.participants(1).role(), v1::Participant::REQUIRED);

  EXPECT_THAT(scene.Plan("p3", 6, "", kUuid, kClerk), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(scene.Plan("p1", 6), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Plan("p2", 5), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(scene.Plan("p2", 5, "group: 'organisations/to-2'"), IsOk());
  EXPECT_THAT(scene.Plan("p3", 9), StatusIs(kFailed, "NOT_WORKING_DAY"));
  EXPECT_THAT(scene.Plan("p3", 9, "", "reason: 'Gấp'"), IsOk());
  EXPECT_THAT(scene.Plan("p4", 6, "date { year: 2031 }"), StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(scene.Plan("p4", 6, "", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&ApprovalStub::CreateApprovalSession, "parent: 'congresses/x' session_id: 'p4' session { }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ApprovalSessions, AreReadByGroupAndState) {
  ApprovalScene scene;
  ASSERT_THAT(scene.Plan("p1", 5), IsOk());
  ASSERT_THAT(scene.Plan("p10", 5, "group: 'organisations/to-2'"), IsOk());
  ASSERT_THAT(scene.Plan("p2", 6), IsOk());
  ASSERT_THAT(scene.Call(&ApprovalStub::CancelApprovalSession, kSession + "reason: 'x'"), IsOk());
  const auto names = [&](const std::string& more, const std::string& binding = kAdmin) {
    const auto listed = scene.Call(&ApprovalStub::ListApprovalSessions, "parent: 'congresses/x' " + more, binding);
    EXPECT_THAT(listed, IsOk());
    std::string told;
    for (const auto& session : listed->sessions()) told += session.name().substr(session.name().rfind('/') + 1) + " ";
    return told;
  };
  EXPECT_EQ(names("", kReader), "p1 p2 p10 ");
  EXPECT_EQ(names("", kUnitClerk), "");
  EXPECT_EQ(names("group: 'organisations/to-2'"), "p10 ");
  EXPECT_EQ(names("state: PLANNED"), "p2 p10 ");
  EXPECT_EQ(names("state: CANCELLED"), "p1 ");
  EXPECT_THAT(scene.Call(&ApprovalStub::ListApprovalSessions, "parent: 'congresses/x' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&ApprovalStub::ListApprovalSessions, "parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&ApprovalStub::GetApprovalSession, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&ApprovalStub::GetApprovalSession, kSession, kUnitClerk),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(ApprovalSessions, MoveWithTheirMeeting) {
  ApprovalScene scene;
  ASSERT_THAT(scene.Plan("p1", 5), IsOk());
  ASSERT_THAT(scene.Plan("p2", 6), IsOk());
  const auto update = [&](const std::string& fields, const std::string& more = "",
                          const std::string& binding = kAdmin) {
    return scene.Call(&ApprovalStub::UpdateApprovalSession, StrCat("session { ", kSession, fields, " } ", more),
                      binding);
  };
  EXPECT_THAT(update("date " + August(6)), StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_THAT(update("date " + August(9)), StatusIs(kFailed, "NOT_WORKING_DAY"));
  EXPECT_THAT(update("date { year: 2031 month: 1 day: 1 }"), StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(update("pinned: true", "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(update("organisation: 'organisations/u1'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(update("pinned: true", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&ApprovalStub::UpdateApprovalSession, "session { pinned: true }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&ApprovalStub::UpdateApprovalSession, "session { name: '" + ApprovalScene::Name("p9") + "' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto moved, update("pinned: true date " + August(7)));
  EXPECT_EQ(moved.date().day(), 7);
  EXPECT_TRUE(moved.pinned());
  ASSERT_THAT(scene.Plan("p3", 5), IsOk()) << "the old day is free";
  ASSERT_OK_AND_ASSIGN(const auto of_other, update("group: 'organisations/to-2'"));
  ASSERT_OK_AND_ASSIGN(const auto meeting,
                       scene.Call(&Meetings::GetMeeting, StrCat("name: '", of_other.meeting(), "'")));
  ASSERT_EQ(meeting.participants_size(), 1);
  EXPECT_EQ(meeting.participants(0).post(), PostName("chanh"));

  // Whoever moves the meeting moves the session.
  ASSERT_THAT(
      scene.Call(&Meetings::UpdateMeeting, StrCat("meeting { name: '", of_other.meeting(), "' ", Slot(8), " } ")),
      IsOk());
  EXPECT_EQ(scene.Call(&ApprovalStub::GetApprovalSession, kSession)->date().day(), 8);
}

TEST(ApprovalSessions, ThatEndedTakeNothingMore) {
  ApprovalScene scene;
  ASSERT_THAT(scene.Plan("p1", 5), IsOk());
  ASSERT_THAT(scene.Schedule("p1", "u1"), IsOk());
  const auto cancel = [&](const std::string& more, const std::string& binding = kAdmin) {
    return scene.Call(&ApprovalStub::CancelApprovalSession, kSession + more, binding);
  };
  const auto drop = [&](const std::string& more = "", const std::string& binding = kAdmin) {
    return scene.Call(&ApprovalStub::DeleteApprovalSession, kSession + more, binding).status();
  };
  EXPECT_THAT(drop(), StatusIs(kFailed, "SESSION_OCCUPIED"));
  EXPECT_THAT(drop("etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(drop("", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(drop("name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(drop("name: '" + ApprovalScene::Name("p9") + "'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(cancel(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(cancel("reason: 'x' etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(cancel("reason: 'x'", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(cancel("reason: 'x' name: '" + ApprovalScene::Name("p9") + "'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto cancelled, cancel("reason: 'Hoãn' " + std::string(kUuid)));
  EXPECT_EQ(cancelled.state(), ApprovalSession::CANCELLED);
  EXPECT_EQ(cancelled.notes(2).reason(), "Hoãn");
  EXPECT_THAT(cancel("reason: 'khác' " + std::string(kUuid)), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(cancel("reason: 'x'"), StatusIs(kFailed, "SESSION_CLOSED"));
  EXPECT_THAT(drop(), StatusIs(kFailed, "SESSION_CLOSED"));
  EXPECT_THAT(scene.Call(&ApprovalStub::UpdateApprovalSession, StrCat("session { ", kSession, "pinned: true }")),
              StatusIs(kFailed, "SESSION_CLOSED"));
  EXPECT_THAT(scene.Schedule("p1", "u2"), StatusIs(kFailed, "SESSION_CLOSED"));
  EXPECT_THAT(scene.Record(ApprovalScene::Outcome("u1", "documents { outcome: RETURNED }")),
              StatusIs(kFailed, "SESSION_CLOSED"));
  // Its day is free, and its units may go to another; an empty one may be deleted.
  ASSERT_THAT(scene.Plan("p2", 5), IsOk());
  ASSERT_THAT(scene.Schedule("p2", "u1"), IsOk());
  ASSERT_THAT(scene.Plan("p3", 6), IsOk());
  ASSERT_THAT(drop("name: '" + ApprovalScene::Name("p3") + "'" + kUuid), IsOk());
  EXPECT_THAT(drop(kUuid), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(scene.Plan("p3", 6), IsOk());
}

TEST(ApprovalSessions, WhoseMeetingIsGoneAreCancelled) {
  ApprovalScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Plan("p1", 5));
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, StrCat("name: '", made.meeting(), "'")), IsOk());
  EXPECT_EQ(scene.Call(&ApprovalStub::GetApprovalSession, kSession)->state(), ApprovalSession::CANCELLED);
}

}  // namespace
}  // namespace congress::scheduling
