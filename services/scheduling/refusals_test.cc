// Of what is refused everything is told at once, and nothing is changed.
#include "services/scheduling/testing/approval_scene.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/figure_scene.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::FieldsIn;
using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

class RefusalScene : public Scene {
 public:
  RefusalScene() {
    MakeWindow();
    EXPECT_THAT(MakePost("province", "chair"), IsOk());
    EXPECT_THAT(Create("busy-11", Slot(11) + Participant("chair", "CHAIR")), IsOk());
    EXPECT_THAT(Create("busy-25", Slot(25) + Participant("chair", "CHAIR")), IsOk());
  }
  int MeetingCount() { return Call(&Meetings::ListMeetings, "")->meetings_size(); }
};

TEST(CreateMeeting, TellsOfTheDayOffTheBusyChairAndTheUnknownPost) {
  RefusalScene scene;
  const std::string fields =
      StrCat(Slot(9), Slot(10), Slot(11), "calendar: 'calendars/vn' ", Participant("chair", "CHAIR"),
             Participant("nobody", "REQUIRED"), "room: '", RoomName("none"), "'");
  const auto refused = scene.Create("m", fields);
  EXPECT_THAT(refused, StatusIs(kFailed, "NOT_WORKING_DAY"));
  EXPECT_EQ(FieldsIn(refused.status()),
            "meeting.slots meeting.slots meeting.room meeting.participants[0] meeting.participants[1] "
            "meeting.participants[1] meeting.participants[1] ");
  EXPECT_EQ(MetadataIn(refused.status(), "refused_count"), "7");
  EXPECT_EQ(scene.MeetingCount(), 2);
  // The same for one that is changed or put off.
  ASSERT_THAT(scene.Create("m", Slot(12) + Participant("chair", "CHAIR")), IsOk());
  const auto moved = scene.Update("meetings/m", StrCat(Slot(10), Slot(11), "calendar: 'calendars/vn'"));
  EXPECT_EQ(FieldsIn(moved.status()), "meeting.slots meeting.participants[0] ");
  const auto postponed = scene.Call(&Meetings::PostponeMeeting, StrCat("name: 'meetings/m' reason: 'bão' ", Slot(11)));
  EXPECT_EQ(FieldsIn(postponed.status()), "meeting.participants[0] ");
  EXPECT_EQ(scene.Meeting("meetings/m")->slots(0).date().day(), 12);
}

TEST(BatchCreateMeetings, TellsOfUnknownOrganisationsBesideOtherFaults) {
  RefusalScene scene;
  const auto entry = [](const std::string& id, const std::string& organisation, const std::string& fields) {
    return StrCat("entries { meeting_id: '", id, "' meeting { organisation: 'organisations/", organisation,
                  "' kind: OTHER title: 'Họp' ", fields, " } } ");
  };
  const std::string day_off = StrCat(Slot(9), "calendar: 'calendars/vn' ");
  const auto refused = scene.Place(entry("a", "nowhere", Slot(12)) + entry("b", "province", day_off) +
                                   entry("c", "province", day_off) + entry("d", "province", Slot(13)));
  EXPECT_THAT(refused, StatusIs(kFailed, "NOT_WORKING_DAY"));
  EXPECT_EQ(FieldsIn(refused.status()),
            "entries[1].meeting.slots entries[2].meeting.slots entries[0].meeting.organisation ");
  EXPECT_EQ(scene.MeetingCount(), 2);
  // Alone it is told with its place as well.
  const auto nowhere = scene.Place(entry("d", "province", Slot(13)) + entry("a", "nowhere", Slot(12)));
  EXPECT_THAT(nowhere, StatusIs(kMissing, "ORGANISATION_UNKNOWN"));
  EXPECT_EQ(FieldsIn(nowhere.status()), "entries[1].meeting.organisation ");
  scene.service().organisations().Remove("organisations/neverland");
  const auto both = scene.Place(entry("a", "nowhere", Slot(12)) + entry("c", "neverland", Slot(12)));
  EXPECT_EQ(FieldsIn(both.status()), "entries[1].meeting.organisation entries[0].meeting.organisation ");
  // Those that have ended.
  scene.service().organisations().End("organisations/u1", sample::kToday, "organisations/u2");
  scene.service().organisations().End("organisations/u3", sample::kToday, "organisations/u2");
  const auto ended = scene.Place(entry("a", "u1", Slot(12)) + entry("c", "u3", Slot(12)));
  EXPECT_THAT(ended, StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_EQ(FieldsIn(ended.status()), "entries[0].meeting.organisation entries[1].meeting.organisation ");
}

TEST(BatchCreateMeetings, TellsNothingOfOrganisationsToWhomItIsForbidden) {
  RefusalScene scene;
  const auto refused = scene.Place(
      "entries { meeting_id: 'a' meeting { organisation: 'organisations/nowhere' kind: OTHER title: 'x' } }", kReader);
  EXPECT_THAT(refused, StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_EQ(FieldsIn(refused.status()), "");
}

TEST(CreateMeetingSeries, TellsOfEveryBusyDay) {
  RefusalScene scene;
  const std::string series = StrCat("series: 'gb' every: WEEK until ", August(31),
                                    "meeting { organisation: 'organisations/province' kind: HEARING title: 'Giao ban' ",
                                    Hours(4, 8, 10), Participant("chair", "CHAIR"), " } ");
  const auto refused = scene.Call(&Meetings::CreateMeetingSeries, series);
  EXPECT_THAT(refused, StatusIs(kFailed, "PERSON_BUSY"));
  EXPECT_EQ(FieldsIn(refused.status()), "meetings[1].meeting.participants[0] meetings[3].meeting.participants[0] ");
  EXPECT_EQ(scene.MeetingCount(), 2);
  EXPECT_THAT(scene.Call(&Meetings::CreateMeetingSeries, series, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST(CreateMeetingSeries, TellsWhatIsMalformedFirstAndEveryDayThatIsNotCovered) {
  RefusalScene scene;
  const auto series = [&](const std::string& until, const std::string& fields) {
    return scene.Call(&Meetings::CreateMeetingSeries,
                      StrCat("series: 'gb' every: MONTH until ", until,
                             "meeting { organisation: 'organisations/province' kind: HEARING ", fields, " } "));
  };
  const std::string unknown = "calendar: 'calendars/none' ";
  const auto malformed = series(August(1), StrCat(Slot(4), unknown));
  EXPECT_THAT(malformed, StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(FieldsIn(malformed.status()), "until meeting.title ");
  EXPECT_THAT(series(August(30), StrCat("title: 'x' ", Slot(4), unknown)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto behind = series(Date(2026, 3, 1), StrCat("title: 'x' calendar: 'calendars/vn' slots { date ",
                                                      Date(2025, 12, 1), " part: DAY } "));
  EXPECT_THAT(behind, StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_EQ(FieldsIn(behind.status()), "meetings[1] meetings[2] meetings[3] ");
}

TEST(CreateWindow, TellsWhatIsMalformedBeforeTheCalendarThatIsNotThere) {
  RefusalScene scene;
  const auto create = [&](const std::string& first, const std::string& last, const std::string& calendar) {
    return scene.Call(&Scheduling::CreateWindow,
                      StrCat("parent: 'congresses/x' window_id: 'v' window { organisation: 'organisations/province' ",
                             "level: GRASSROOTS longest_days: 1 first_day ", first, "last_day ", last, "calendar: '",
                             calendar, "' }"));
  };
  const auto malformed = create(August(4), August(3), "calendars/none");
  EXPECT_THAT(malformed, StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(FieldsIn(malformed.status()), "window.last_day ");
  const auto unknown = create(August(4), August(5), "calendars/none");
  EXPECT_THAT(unknown, StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(FieldsIn(unknown.status()), "window.calendar ");
  const auto behind = create(Date(2026, 3, 2), Date(2026, 3, 3), "calendars/vn");
  EXPECT_THAT(behind, StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_EQ(FieldsIn(behind.status()), "window.calendar ");
}

TEST(CreateMembership, TellsWhatIsMalformedBeforeThePostThatIsNotThere) {
  RefusalScene scene;
  const auto create = [&](const std::string& days) {
    return scene.Call(&Bodies::CreateMembership,
                      StrCat("parent: 'organisations/province' membership_id: 'm' membership { post: '",
                             PostName("none"), "' role: MEMBER ", days, " }"));
  };
  const auto malformed = create(StrCat("first_day ", August(4), "last_day ", August(3)));
  EXPECT_THAT(malformed, StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto unknown = create(StrCat("first_day ", August(4)));
  EXPECT_EQ(FieldsIn(unknown.status()), "membership.post ");
}

TEST(CreatePost, TellsOfEveryStandInThatIsNotThere) {
  RefusalScene scene;
  const auto refused = scene.MakePost("province", "new",
                                      StrCat("stand_ins: '", PostName("a"), "' stand_ins: '", PostName("chair"),
                                             "' stand_ins: '", PostName("b"), "' "));
  EXPECT_THAT(refused, StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(FieldsIn(refused.status()), "post.stand_ins[0] post.stand_ins[2] ");
}

TEST(CreateMeeting, TellsOfEveryMeetingBeforeItThatIsNotThere) {
  RefusalScene scene;
  const auto refused = scene.Create("m", "after: 'meetings/x' after: 'meetings/busy-11' after: 'meetings/y' ");
  EXPECT_EQ(FieldsIn(refused.status()), "meeting.after[0] meeting.after[2] ");
  const auto itself = scene.Create("m", "after: 'meetings/m' ");
  EXPECT_EQ(FieldsIn(itself.status()), "meeting.after ");
}

TEST(ImportMeetings, TellsOfEveryRowWhoseOrganisationHasEnded) {
  RefusalScene scene;
  scene.service().organisations().End("organisations/u1", sample::kToday, "organisations/u2");
  scene.service().organisations().End("organisations/u3", sample::kToday, "organisations/u2");
  const auto import = [&](const std::string& more) {
    return scene.Call(&Meetings::ImportMeetings,
                      StrCat("csv: 'name,organisation,kind,title\\na,organisations/u1,OTHER,A\\n",
                             "b,organisations/u2,OTHER,B\\nc,organisations/u3,OTHER,C\\n' ", more));
  };
  const auto refused = import("");
  EXPECT_THAT(refused, StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_EQ(FieldsIn(refused.status()), "csv.line[2] csv.line[4] ");
  ASSERT_OK_AND_ASSIGN(const auto preview, import("validate_only: true"));
  EXPECT_EQ(preview.error_count(), 2);
  EXPECT_EQ(preview.new_count(), 1);
  EXPECT_NE(preview.rows(0).reason(), "");
  EXPECT_EQ(scene.MeetingCount(), 2);
}

TEST(ReportFigures, TellsOfMissingFiguresBesideWrongValues) {
  FigureScene scene;
  scene.Make("a");
  ASSERT_THAT(scene.Report(FigureScene::Said("a", "1")), IsOk());
  const auto refused =
      scene.Report(FigureScene::Said("x", "1") + FigureScene::Said("a", "một") + FigureScene::Said("y", "1") +
                   FigureScene::Said("a", "2", "supersedes: 'figures/a/reports/20250615-9'"));
  EXPECT_THAT(refused, StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(FieldsIn(refused.status()), "reports[0] reports[1].value reports[2] reports[3] ");
  EXPECT_EQ(scene.Reports().size(), 1U);
  const auto figure = scene.Call(&FigureStub::CreateFigure,
                                 FigureScene::FigureText("b",
                                                         "parts: 'figures/x' parts: 'figures/a' equals: 'figures/y' "
                                                         "target: 'nhiều'"));
  EXPECT_EQ(FieldsIn(figure.status()), "figure.target figure.parts[0] figure.equals ");
}

TEST(ImportFigureReports, TellsOfEveryRowWhoseOrganisationHasEnded) {
  FigureScene scene;
  scene.Make("a", "units: 'organisations/u1' units: 'organisations/u2' units: 'organisations/u3'");
  scene.service().organisations().End("organisations/u1", sample::kToday, "organisations/u2");
  scene.service().organisations().End("organisations/u3", sample::kToday, "organisations/u2");
  const std::string file =
      "csv: "
      "'figure,organisation,value,as_of,source\\na,u1,1,2025-06-15,\\na,u2,1,2025-06-15,\\na,u3,1,2025-06-15,\\n' ";
  const auto refused = scene.Call(&FigureStub::ImportFigureReports, file);
  EXPECT_THAT(refused, StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_EQ(FieldsIn(refused.status()), "csv.line[2] csv.line[4] ");
  ASSERT_OK_AND_ASSIGN(const auto preview, scene.Call(&FigureStub::ImportFigureReports, file + "validate_only: true"));
  EXPECT_EQ(preview.error_count(), 2);
}

TEST(CreateTask, TellsOfAllThatItNamesAndIsNotThere) {
  Scene scene;
  scene.MakePlan("p");
  const auto refused = scene.AddTask(
      "p", "1", StrCat("title: '' post: '", PostName("x"), "' after: 'plans/p/tasks/8' after: 'plans/p/tasks/9'"));
  EXPECT_EQ(FieldsIn(refused.status()), "task.title task.post task.after[0] task.after[1] ");
}

TEST(RecordApprovalOutcomes, TellsOfEveryUnitThatIsNotInTheSession) {
  ApprovalScene scene;
  ASSERT_THAT(scene.Plan("p1", 5), IsOk());
  ASSERT_THAT(scene.Schedule("p1", "u1"), IsOk());
  scene.Noon(5);
  const std::string returned = "documents { outcome: RETURNED note: 'Bổ sung' } ";
  const auto refused = scene.Record(ApprovalScene::Outcome("u2", returned) + ApprovalScene::Outcome("u1", "") +
                                    ApprovalScene::Outcome("u3", returned));
  EXPECT_THAT(refused, StatusIs(kFailed, "UNIT_NOT_IN_SESSION"));
  EXPECT_EQ(FieldsIn(refused.status()), "outcomes[0].organisation outcomes[2].organisation outcomes[1] ");
  EXPECT_EQ(scene.Get("u1").documents().outcome(), v1::ApprovalSubject::PENDING);
}

}  // namespace
}  // namespace congress::scheduling
