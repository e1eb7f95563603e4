#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

class ReportScene : public Scene {
 public:
  ReportScene() {
    MakeWindow();
    EXPECT_THAT(Place(Scene::UnitOn("u1", 5) + Scene::UnitOn("u2", 6)), IsOk());
  }
  absl::StatusOr<v1::ExportCalendarResponse> Export(const std::string& more, const std::string& binding = kAdmin) {
    return Call(&Scheduling::ExportCalendar, "parent: 'congresses/x' " + more, binding);
  }
  absl::StatusOr<v1::GetSchedulingReadinessResponse> Readiness(const std::string& more,
                                                               const std::string& binding = kAdmin) {
    return Call(&Scheduling::GetSchedulingReadiness, "parent: 'congresses/x' " + more, binding);
  }
};

TEST(ExportCalendar, WritesAllOneUnitOrOnePerson) {
  ReportScene scene;
  scene.Attend("post-1", {"u1", "u2"});
  ASSERT_THAT(scene.Update("u2", "participants { post: 'organisations/province/posts/guest' role: INVITED }"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto all, scene.Export("", kClerk));
  EXPECT_EQ(all.content_type(), "text/calendar; charset=utf-8");
  EXPECT_EQ(all.event_count(), 2);
  EXPECT_THAT(all.content(), HasSubstr("UID:meetings/x-u1@congress\r\n"));
  EXPECT_THAT(all.content(), HasSubstr("DTSTAMP:20250616T020000Z\r\n"));
  EXPECT_THAT(all.content(), HasSubstr("DTSTART;VALUE=DATE:20250805\r\n"));
  ASSERT_OK_AND_ASSIGN(const auto unit, scene.Export("organisation: 'organisations/u1'"));
  EXPECT_EQ(unit.event_count(), 1);
  ASSERT_OK_AND_ASSIGN(const auto attendee, scene.Export(StrCat("post: '", PostName("post-1"), "'")));
  EXPECT_EQ(attendee.event_count(), 2);
  ASSERT_OK_AND_ASSIGN(const auto guest, scene.Export(StrCat("post: '", PostName("guest"), "'")));
  EXPECT_EQ(guest.event_count(), 1);
  EXPECT_THAT(guest.content(), Not(HasSubstr("meetings/x-u1")));
}

TEST(ExportCalendar, WritesTheProgrammeAsAPaper) {
  ReportScene scene;
  ASSERT_OK_AND_ASSIGN(const auto text, scene.Export("format: PROGRAMME", kClerk));
  EXPECT_EQ(text.content_type(), "text/plain; charset=utf-8");
  EXPECT_EQ(text.event_count(), 2);
  EXPECT_THAT(text.content(), HasSubstr("PROGRAMME"));
  EXPECT_THAT(text.content(), HasSubstr("2025-08-05"));
  for (const auto& [format, beginning] : {std::pair("DOCX", "PK\x03\x04"), std::pair("PDF", "%PDF-")}) {
    ASSERT_OK_AND_ASSIGN(const auto file, scene.Export(StrCat("format: PROGRAMME paper_format: ", format)));
    EXPECT_EQ(scene.Export(StrCat("paper_format: ", format))->content(), file.content()) << "it can be nothing else";
    EXPECT_TRUE(file.content().starts_with(beginning)) << format;
    EXPECT_TRUE(file.file_name().starts_with("programme.")) << file.file_name();
  }
  ASSERT_OK_AND_ASSIGN(
      const auto formed,
      scene.Export(
          "format: PROGRAMME form { issuer: 'TỈNH ỦY MẪU' number: '12-CTr/TU' date { year: 2025 month: 7 day: 8 } "
          "signer_name: 'Nguyễn Văn Mẫu' }"));
  for (const char* part : {"TỈNH ỦY MẪU\n", "No. 12-CTr/TU\n", "8 July 2025\n", "Nguyễn Văn Mẫu\n"}) {
    EXPECT_THAT(formed.content(), HasSubstr(part));
    EXPECT_THAT(text.content(), Not(HasSubstr(part)));
  }
  EXPECT_THAT(scene.Export("format: PROGRAMME form { date { year: 2025 month: 2 day: 30 } }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Export("format: PROGRAMME paper_format: PDF form { signer_name: 'Lò Văn ꪵꪀ' }"),
              StatusIs(kInvalid, "LETTERS_NOT_IN_PDF"));
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, "name: 'meetings/x-u1' reason: 'sáp nhập'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto rest, scene.Export("format: PROGRAMME"));
  EXPECT_EQ(rest.event_count(), 1);
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, "name: 'meetings/x-u2' reason: 'sáp nhập'"), IsOk());
  EXPECT_THAT(scene.Export("format: PROGRAMME"), StatusIs(kFailed, "NOTHING_TO_PRINT"));
}

// An empty file would pass for a complete one.
TEST(ExportCalendar, WritesNothingOfNothing) {
  ReportScene scene;
  for (const char* format : {"", "format: PROGRAMME"}) {
    const auto mistyped = scene.Call(&Scheduling::ExportCalendar, StrCat("parent: 'congresses/y' ", format), kAdmin);
    EXPECT_THAT(mistyped, StatusIs(kFailed, "NOTHING_TO_PRINT"));
    EXPECT_EQ(support::MetadataIn(mistyped.status(), "parent"), "congresses/y");
    EXPECT_THAT(scene.Export(StrCat("organisation: 'organisations/u9' ", format)),
                StatusIs(kFailed, "NOTHING_TO_PRINT"));
    // It is the person that leaves nothing, unless there is nothing anyhow.
    const auto nobody = scene.Export(StrCat("post: 'organisations/province/posts/nobody' ", format));
    EXPECT_EQ(support::MetadataIn(nobody.status(), "cause"), "person");
    EXPECT_THAT(status::SentenceOf(nobody.status()), HasSubstr("organisations/province/posts/nobody"));
    const auto nowhere =
        scene.Export(StrCat("post: 'organisations/province/posts/nobody' organisation: 'organisations/u9' ", format));
    EXPECT_EQ(support::MetadataIn(nowhere.status(), "cause"), "organisation");
  }
}

TEST(ExportCalendar, KeepsTheUidAndCountsTheSequenceOnWhenAMeetingMoves) {
  ReportScene scene;
  const std::string stamp = "stamp_time { seconds: 1750000000 } ";
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Export(stamp));
  ASSERT_OK_AND_ASSIGN(const auto same, scene.Export(stamp));
  EXPECT_EQ(before.content(), same.content());
  EXPECT_THAT(before.content(), HasSubstr("SEQUENCE:0\r\n"));
  ASSERT_THAT(scene.Update("u1", Slot(7)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Export(stamp));
  EXPECT_THAT(after.content(), HasSubstr("UID:meetings/x-u1@congress\r\n"));
  EXPECT_THAT(after.content(), HasSubstr("SEQUENCE:1\r\n"));
}

TEST(ExportCalendar, ShowsACancelledMeetingAsCancelled) {
  ReportScene scene;
  ASSERT_THAT(scene.MakeRoom("a"), IsOk());
  ASSERT_THAT(scene.Update("u1", StrCat("room: '", RoomName("a"), "'")), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, "name: 'meetings/x-u1' reason: 'sáp nhập'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto file, scene.Export("organisation: 'organisations/u1'"));
  EXPECT_THAT(file.content(), HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(file.content(), HasSubstr("SEQUENCE:2\r\n"));
  EXPECT_THAT(file.content(), HasSubstr("LOCATION:Hội trường a\r\n"));
}

TEST(ExportCalendar, ShowsOnlyWhatTheCallerMayExport) {
  ReportScene scene;
  EXPECT_THAT(scene.Export("", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Export("organisation: 'organisations/u2'", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  // A schedule that is not announced is theirs alone who make it.
  for (const char* other : {kUnitClerk, "inspector@province"}) {
    EXPECT_THAT(scene.Export("", other), StatusIs(kFailed, "NOTHING_TO_PRINT"));
  }
  EXPECT_THAT(scene.Export("", kStranger), StatusIs(kFailed, "NOTHING_TO_PRINT"));
  EXPECT_THAT(scene.Export("organisation: 'u1'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Export("stamp_time { seconds: 999999999999 }"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(Readiness, JoinsMeetingsAttendanceAndOverdueTasks) {
  ReportScene scene;
  ASSERT_THAT(scene.Call(&Tasks::CreatePlan,
                         "plan_id: 'p' plan { organisation: 'organisations/province' congress: 'congresses/x' number: "
                         "'1-KH' title: 'Kế hoạch' }"),
              IsOk());
  ASSERT_THAT(scene.Call(&Tasks::ImportTasks,
                         "parent: 'plans/p' csv: 'code,title,owner,class,due,done_on,document\\n1,A,Văn "
                         "phòng,one-off,2025-06-10,,\\n2,B,organisations/u1,one-off,2025-06-20,,\\n'"),
              IsOk());
  const std::string expected = "organisations: 'organisations/u1' organisations: 'organisations/u9' ";
  ASSERT_OK_AND_ASSIGN(const auto unready, scene.Readiness(expected, kReader));
  ASSERT_EQ(unready.organisations_size(), 3);
  EXPECT_EQ(unready.ready_count(), 0);
  EXPECT_EQ(unready.organisations(0).blockers(0).reason(), "ATTENDEE_MISSING");
  EXPECT_EQ(unready.organisations(2).blockers(0).reason(), "MEETING_MISSING");
  ASSERT_EQ(unready.blockers_size(), 1);
  EXPECT_EQ(unready.blockers(0).reason(), "TASK_OVERDUE");
  EXPECT_EQ(unready.as_of().day(), 16);

  scene.Attend("post-1", {"u1", "u2"});
  ASSERT_OK_AND_ASSIGN(const auto later, scene.Readiness(StrCat("as_of ", Date(2025, 6, 21))));
  ASSERT_EQ(later.organisations_size(), 2);
  ASSERT_EQ(later.organisations(0).blockers_size(), 1);
  EXPECT_EQ(later.organisations(0).blockers(0).resource(), "plans/p/tasks/task-2");
  EXPECT_TRUE(later.organisations(1).ready());
  ASSERT_THAT(scene.Call(&Meetings::ReplyMeeting,
                         StrCat("name: 'meetings/x-u2' reply: DECLINED post: '", PostName("post-1"), "'")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto declined, scene.Readiness(""));
  EXPECT_EQ(declined.organisations(1).blockers(0).reason(), "ATTENDEE_DECLINED");
}

TEST(Readiness, NamesMeetingsOnDaysThatAreDaysOffOrClosedNow) {
  ReportScene scene;
  scene.Attend("post-1", {"u1", "u2"});
  ASSERT_OK_AND_ASSIGN(const auto ready, scene.Readiness(""));
  EXPECT_EQ(ready.ready_count(), 2);
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         StrCat("allow_affected: true calendar { name: 'calendars/vn' holidays { date ", August(5),
                                "title: 'Nghỉ bù' } }")),
              IsOk());
  ASSERT_THAT(scene.Call(&Scheduling::UpdateWindow,
                         StrCat("allow_affected: true window { name: 'congresses/x/windows/main' closed { first_day ",
                                August(6), "last_day ", August(7), "reason: 'bão' } }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto now, scene.Readiness(""));
  EXPECT_EQ(now.organisations(0).blockers(0).reason(), "MEETING_ON_DAY_OFF");
  EXPECT_EQ(now.organisations(1).blockers(0).reason(), "OUTSIDE_WINDOW");
}

TEST(Readiness, ShowsOnlyWhatTheCallerMaySee) {
  ReportScene scene;
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Readiness("organisations: 'organisations/u9'", kUnitClerk));
  ASSERT_EQ(own.organisations_size(), 1);
  EXPECT_EQ(own.organisations(0).organisation(), "organisations/u1");
  ASSERT_OK_AND_ASSIGN(const auto none, scene.Readiness("", kStranger));
  EXPECT_EQ(none.organisations_size() + none.blockers_size(), 0);
  EXPECT_THAT(scene.Readiness("", "nobody@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Readiness("organisations: 'u1'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto empty, scene.Call(&Scheduling::GetSchedulingReadiness, "parent: 'congresses/none'"));
  ASSERT_EQ(empty.blockers_size(), 1);
  EXPECT_EQ(empty.blockers(0).reason(), "NO_MEETINGS");
}

}  // namespace
}  // namespace congress::scheduling
