// What waits besides tasks: of meetings, follow-ups and figures, for whom, and what lies in an inbox.
#include "congress/scheduling/v1/conclusion_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "services/scheduling/testing/figure_scene.h"

namespace congress::scheduling {
namespace {

using alerts::v1::Alert;
using support::IsOk;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ConclusionStub = v1::ConclusionService::StubInterface;

// Today is Monday 16 June 2025.
class KindScene : public support::ServiceFixture<v1::AlertService, v1::BodyService, v1::CalendarService,
                                                 v1::ConclusionService, v1::FigureService, v1::FollowUpService,
                                                 v1::MeetingService, v1::SchedulingService, v1::TaskService> {
 public:
  KindScene() : ServiceFixture(Service()) {
    EXPECT_THAT(Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  }

  // As `KIND resource's last part`, most urgent first.
  std::vector<std::string> Told(const std::string& more = "", const std::string& binding = kAdmin) {
    const auto page = Call(&AlertLists::ListSchedulingAlerts, more, binding);
    EXPECT_THAT(page, IsOk());
    std::vector<std::string> told;
    if (!page.ok()) return told;
    for (const Alert& one : page->alerts()) {
      told.push_back(StrCat(Alert::Kind_Name(one.kind()), " ", one.resource().substr(one.resource().rfind('/') + 1)));
    }
    return told;
  }
  static std::string June(int day) { return Date(2025, 6, day); }
  static std::string On(int day) { return StrCat("slots { date ", June(day), "part: DAY } "); }
  void Meet(const std::string& id, const std::string& fields) {
    EXPECT_THAT(Call(&Meetings::CreateMeeting, Scene::CreateText(id, fields)), IsOk());
  }
  void MakePost(const std::string& organisation, const std::string& id, const std::string& more = "") {
    EXPECT_THAT(Call(&Bodies::CreatePost, StrCat("parent: 'organisations/", organisation, "' post_id: '", id,
                                                 "' post { title: 'Chánh Văn phòng' ", more, " }")),
                IsOk());
  }
  // The post of the organisation is away on these days, whatever it takes part in.
  void GoAway(const std::string& post, int first, int last) {
    EXPECT_THAT(
        Call(&Bodies::UpdatePost, StrCat("allow_affected: true post { name: 'organisations/", post,
                                         "' absences { first_day ", June(first), "last_day ", June(last), "} }")),
        IsOk());
  }
  void Sit(const std::string& body, const std::string& post) {
    EXPECT_THAT(Call(&Bodies::CreateMembership,
                     StrCat("parent: 'organisations/", body, "' membership_id: 'm' membership { post: '", post,
                            "' role: MEMBER first_day ", Date(2025, 1, 1), "}")),
                IsOk());
  }
  void AddTask(const std::string& code, const std::string& more) {
    EXPECT_THAT(Call(&Tasks::CreateTask, StrCat("parent: 'plans/p' task { code: '", code,
                                                "' title: 'Đề án' task_class: ONE_OFF ", more, " }")),
                IsOk());
  }
  void MakePlan() {
    EXPECT_THAT(Call(&Tasks::CreatePlan,
                     "plan_id: 'p' plan { organisation: 'organisations/province' number: '1-KH' title: 'Kế hoạch' }"),
                IsOk());
  }
};

TEST(ListAlertsOfMeetings, TellsNoticesUntilTheyAreIssued) {
  KindScene scene;
  scene.Meet("m", "calendar: 'calendars/vn' notice_working_days: 3");
  EXPECT_THAT(scene.Told(), IsEmpty());
  ASSERT_THAT(scene.Call(&Meetings::HoldMeeting, StrCat("name: 'meetings/m' ", scene.On(10))), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&AlertLists::ListSchedulingAlerts, ""));
  ASSERT_EQ(page.alerts_size(), 1);
  EXPECT_EQ(page.alerts(0).description(), "Họp: issue the notice of the conclusion");
  EXPECT_EQ(page.alerts(0).day().day(), 13) << "three working days behind the tenth";
  EXPECT_EQ(page.alerts(0).level(), Alert::OVERDUE);
  ASSERT_THAT(
      scene.Call(&ConclusionStub::CreateConclusion,
                 "parent: 'meetings/m' conclusion_id: 'k' conclusion { title: 'Kết luận' text: 'Khẩn trương.' }"),
      IsOk());
  EXPECT_THAT(scene.Told(), ElementsAre("CONCLUSION m"));
  // A year that the calendar covers no more keeps nobody from the notice.
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         "calendar { name: 'calendars/vn' first_year: 2030 last_year: 2030 } allow_affected: true "
                         "update_mask { paths: 'first_year' paths: 'last_year' paths: 'holidays' }"),
              IsOk());
  EXPECT_THAT(scene.Told("least: DUE_SOON"), IsEmpty());
  EXPECT_THAT(scene.Told(), ElementsAre("CONCLUSION m"));
  ASSERT_THAT(scene.Call(&ConclusionStub::IssueConclusion,
                         StrCat("name: 'meetings/m/conclusions/k' number: '9-TB/TU' date ", scene.June(16))),
              IsOk());
  EXPECT_THAT(scene.Told(), IsEmpty());
  EXPECT_THAT(scene.Told("as_of " + scene.June(15)), ElementsAre("CONCLUSION m"));
}

TEST(GetSchedulingReadiness, IsNotRefusedForANoticeWhoseDayNoCalendarCovers) {
  KindScene scene;
  scene.Meet("m", "congress: 'congresses/x' calendar: 'calendars/vn' notice_working_days: 3");
  ASSERT_THAT(scene.Call(&Meetings::HoldMeeting, StrCat("name: 'meetings/m' ", scene.On(10))), IsOk());
  const auto blockers = [&] {
    const auto board = scene.Call(&Scheduling::GetSchedulingReadiness, "parent: 'congresses/x'");
    EXPECT_THAT(board, IsOk());
    return board.ok() ? board->ShortDebugString() : "";
  };
  EXPECT_THAT(blockers(), ::testing::HasSubstr("CONCLUSION_OVERDUE"));
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         "calendar { name: 'calendars/vn' first_year: 2030 last_year: 2030 } allow_affected: true "
                         "update_mask { paths: 'first_year' paths: 'last_year' paths: 'holidays' }"),
              IsOk());
  EXPECT_THAT(blockers(), Not(::testing::HasSubstr("CONCLUSION_OVERDUE")));
}

TEST(ListAlertsOfMeetings, TellsWhoHasNotAnsweredAndWhoIsAway) {
  KindScene scene;
  scene.MakePost("u1", "secretary");
  scene.Meet("m", scene.On(18) +
                      "participants { post: 'organisations/u1/posts/secretary' title: 'Bí thư xã' role: REQUIRED }");
  EXPECT_THAT(scene.Told(), IsEmpty());
  scene.GoAway("u1/posts/secretary", 18, 19);
  EXPECT_THAT(scene.Told(), ElementsAre("POST_AWAY m"));
  ASSERT_THAT(scene.Call(&Meetings::ReleaseMeeting, "name: 'meetings/m'"), IsOk());
  EXPECT_THAT(scene.Told(), ElementsAre("MEETING_REPLY m", "POST_AWAY m"));
  EXPECT_THAT(scene.Told("post: 'organisations/u1/posts/secretary' least: DUE_SOON"),
              ElementsAre("MEETING_REPLY m", "POST_AWAY m"));
  EXPECT_THAT(scene.Told("organisation: 'organisations/u1'"), ElementsAre("MEETING_REPLY m", "POST_AWAY m"));
  // The unit reads the meeting as one of its posts takes part; nobody else does.
  EXPECT_THAT(scene.Told("", kUnitClerk), ElementsAre("MEETING_REPLY m", "POST_AWAY m"));
  EXPECT_THAT(scene.Told("", kStranger), IsEmpty());
  ASSERT_THAT(scene.Call(&Meetings::ReplyMeeting,
                         "name: 'meetings/m' post: 'organisations/u1/posts/secretary' reply: ACCEPTED"),
              IsOk());
  EXPECT_THAT(scene.Told(), ElementsAre("POST_AWAY m"));
}

TEST(ListAlertsOfMeetings, TellsOfNoAbsenceToWhoMayNotReadThePost) {
  KindScene scene;
  scene.MakePost("u2", "secretary");
  scene.MakePost("u1", "deputy");
  scene.Meet("m", scene.On(18) +
                      "participants { post: 'organisations/u2/posts/secretary' role: REQUIRED } "
                      "participants { post: 'organisations/u1/posts/deputy' role: REQUIRED }");
  scene.GoAway("u2/posts/secretary", 18, 18);
  EXPECT_THAT(scene.Told("", "clerk@u2"), ElementsAre("POST_AWAY m"));
  EXPECT_THAT(scene.Told("", kUnitClerk), IsEmpty());
}

TEST(ListAlertsOfMeetings, TellsDaysOnWhichNoneCanBeAndWindowsThatClose) {
  KindScene scene;
  ASSERT_THAT(scene.Call(&Scheduling::CreateWindow, Scene::WindowText("main", 4, 29)), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting,
                         StrCat("meeting_id: 'c' meeting { organisation: 'organisations/u1' kind: CONGRESS congress: "
                                "'congresses/x' title: 'Đại hội xã' window: 'congresses/x/windows/main' ",
                                Slot(5), "}")),
              IsOk());
  EXPECT_THAT(scene.Told(), IsEmpty());
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         StrCat("calendar { name: 'calendars/vn' holidays { date ", August(5),
                                "title: 'Bão' } } allow_affected: true update_mask { paths: 'holidays' }")),
              IsOk());
  EXPECT_THAT(scene.Told(), ElementsAre("MEETING_ON_DAY_OFF c"));
  ASSERT_THAT(
      scene.Call(&Scheduling::UpdateWindow, StrCat("window { name: 'congresses/x/windows/main' first_day ", August(6),
                                                   "} allow_affected: true update_mask { paths: 'first_day' }")),
      IsOk());
  EXPECT_THAT(scene.Told(), ElementsAre("MEETING_ON_DAY_OFF c", "MEETING_OUTSIDE_WINDOW c"));
  EXPECT_THAT(scene.Told("organisation: 'organisations/u1'", kUnitClerk),
              ElementsAre("MEETING_ON_DAY_OFF c", "MEETING_OUTSIDE_WINDOW c"));
  EXPECT_THAT(scene.Told("as_of " + August(22)), ElementsAre("WINDOW_CLOSING main"));
  EXPECT_THAT(scene.Told("as_of " + August(22), kUnitClerk), IsEmpty()) << "the window is the province's";
}

TEST(ListAlertsOfFollowUps, TellsThemUntilTheyAreSolved) {
  KindScene scene;
  const auto follow = [&](const std::string& id, const std::string& kind, const std::string& more) {
    EXPECT_THAT(scene.Call(&FollowUps::CreateFollowUp,
                           StrCat("follow_up_id: '", id, "' follow_up { kind: ", kind,
                                  " organisation: 'organisations/u1' title: 'Chưa có trụ sở' ", more, " }")),
                IsOk());
  };
  follow("a", "DIFFICULTY", StrCat("supporter: 'organisations/office/posts/head' due_date ", scene.June(10)));
  follow("b", "INSPECTION", StrCat("supporter: 'organisations/office' due_date ", scene.June(20)));
  follow("c", "AUDIT", "");
  EXPECT_THAT(scene.Told(), ElementsAre("DIFFICULTY a", "INSPECTION_FINDING b", "AUDIT_FINDING c"));
  EXPECT_THAT(scene.Told("", kUnitClerk).size(), 3u);
  EXPECT_THAT(scene.Told("", kStranger), IsEmpty());
  EXPECT_THAT(scene.Told("post: 'organisations/office/posts/head'"), ElementsAre("DIFFICULTY a"));
  EXPECT_THAT(scene.Told("organisation: 'organisations/office'"), ElementsAre("INSPECTION_FINDING b"));
  ASSERT_THAT(scene.Call(&FollowUps::SolveFollowUp, "name: 'followUps/a' note: 'Đã bố trí'"), IsOk());
  EXPECT_THAT(scene.Told(), ElementsAre("INSPECTION_FINDING b", "AUDIT_FINDING c"));
}

TEST(ListAlertsOfFigures, TellsWhatHasToBeExplained) {
  KindScene scene;
  for (const char* part : {"a", "b"}) {
    ASSERT_THAT(scene.Call(&FigureStub::CreateFigure, FigureScene::FigureText(part)), IsOk());
  }
  ASSERT_THAT(
      scene.Call(&FigureStub::CreateFigure, FigureScene::FigureText("all", "parts: 'figures/a' parts: 'figures/b'")),
      IsOk());
  ASSERT_THAT(scene.Call(&FigureStub::ReportFigures, FigureScene::Said("all", "669") + FigureScene::Said("a", "440") +
                                                         FigureScene::Said("b", "69")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&AlertLists::ListSchedulingAlerts, ""));
  ASSERT_EQ(page.alerts_size(), 1);
  EXPECT_EQ(page.alerts(0).kind(), Alert::FIGURE_FINDING);
  EXPECT_THAT(page.alerts(0).description(), ::testing::StartsWith("to be explained: Ý kiến all, "));
  EXPECT_THAT(scene.Told("", kUnitClerk), IsEmpty());
  ASSERT_THAT(scene.Call(&FigureStub::ExplainFigureFinding,
                         StrCat("name: '", page.alerts(0).resource(), "' explanation: 'Trùng đơn vị'")),
              IsOk());
  EXPECT_THAT(scene.Told(), IsEmpty());
}

TEST(Inbox, HoldsWhatWaitsForThePostsOfAPersonAndTheirBodies) {
  KindScene scene;
  scene.MakePlan();
  const std::string head = "organisations/office/posts/head";
  scene.MakePost("office", "head", StrCat("holders { person: 'persons/p-1' first_day ", Date(2025, 1, 1), "}"));
  scene.MakePost("office", "busy");
  scene.MakePost(
      "office", "away",
      StrCat("absences { first_day ", scene.June(16), "last_day ", scene.June(18), "} stand_ins: '", head, "'"));
  scene.Sit("board", head);
  scene.AddTask("own", StrCat("owner: 'Văn phòng' post: '", head, "' due_date ", scene.June(20)));
  scene.AddTask("board", StrCat("owner: 'organisations/board' due_date ", scene.June(21)));
  scene.AddTask("taken", StrCat("owner: 'organisations/board' post: 'organisations/office/posts/busy' due_date ",
                                scene.June(21)));
  scene.AddTask("stand-in",
                StrCat("owner: 'Văn phòng' post: 'organisations/office/posts/away' due_date ", scene.June(22)));
  scene.AddTask("others", StrCat("owner: 'organisations/u1' due_date ", scene.June(20)));
  EXPECT_THAT(scene.Told("person: 'persons/p-1'"), ElementsAre("TASK own"));
  EXPECT_THAT(scene.Told("person: 'persons/p-1' inbox: true"), ElementsAre("TASK own", "TASK board", "TASK stand-in"));
  // Once the other is back nobody stands in.
  EXPECT_THAT(scene.Told("person: 'persons/p-1' inbox: true as_of " + scene.June(19)),
              ElementsAre("TASK own", "TASK board"));
  EXPECT_THAT(scene.Told("person: 'persons/p-2' inbox: true"), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto page,
                       scene.Call(&AlertLists::ListSchedulingAlerts, "person: 'persons/p-1' inbox: true"));
  EXPECT_THAT(page.posts(), ElementsAre("organisations/office/posts/away", head));
  EXPECT_THAT(page.bodies(), ElementsAre("organisations/board"));
  // What may not be read lies in no inbox either.
  EXPECT_THAT(scene.Told("person: 'persons/p-1' inbox: true", kStranger), IsEmpty());
  EXPECT_THAT(scene.Told(), Contains("TASK others"));
  EXPECT_THAT(scene.Told("person: 'persons/p-1' inbox: true"), Not(Contains("TASK others")));
}

}  // namespace
}  // namespace congress::scheduling
