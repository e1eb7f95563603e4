// Conclusions, issued with the real drafting, each service with its own store and key.
#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/scheduling/v1/conclusion_service.grpc.pb.h"
#include "congress/scheduling/v1/figure_service.grpc.pb.h"
#include "services/drafting/install.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using Conclusions = v1::ConclusionService::StubInterface;
using Papers = drafting::v1::IssuingService;
using Register = drafting::v1::NumberRegisterService;

struct Drafting {
  support::TestService drafting{drafting::Service()};
};

// The meeting m was held on 10 June; its notice is due in three working days. Plan p takes tasks.
class ConclusionScene : protected Drafting,
                        public support::ServiceFixture<v1::CalendarService, v1::TaskService, v1::SchedulingService,
                                                       v1::MeetingService, v1::ConclusionService, v1::FigureService> {
 public:
  // `reaches`: whether it finds drafting.
  explicit ConclusionScene(bool reaches = true)
      : ServiceFixture(Service(), reaches ? Peers{{"drafting", drafting.channel()}} : Peers{}) {
    const auto series = support::Parse<drafting::v1::CreateNumberSeriesRequest>(R"(
      number_series_id: "tb"
      number_series {
        organisation: "organisations/province" issuer: "Tỉnh ủy Mẫu" issuer_symbol: "TU" term: "2025-2030"
        document_type: "TB" first_number: 15
      })");
    EXPECT_THAT(rpc::Invoke(*numbers_, &Register::StubInterface::CreateNumberSeries, drafting.Admin(), series), IsOk());
    EXPECT_THAT(Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
    EXPECT_THAT(
        Call(&Meetings::CreateMeeting,
             StrCat("meeting_id: 'm' meeting { organisation: 'organisations/province' congress: 'congresses/x' ",
                    "kind: APPROVAL title: 'Phiên duyệt' calendar: 'calendars/vn' notice_working_days: 3 }")),
        IsOk());
    EXPECT_THAT(
        Call(&Meetings::HoldMeeting, StrCat("name: 'meetings/m' slots { date ", Date(2025, 6, 10), "part: DAY }")),
        IsOk());
    EXPECT_THAT(Call(&Tasks::CreatePlan,
                     "plan_id: 'p' plan { organisation: 'organisations/province' number: '1-KH' title: 'Kế hoạch' }"),
                IsOk());
  }
  absl::StatusOr<v1::Conclusion> Create(const std::string& id = "k", const std::string& more = "",
                                        const std::string& binding = kAdmin) {
    return Call(&Conclusions::CreateConclusion, CreateText(id, more), binding);
  }
  static std::string CreateText(const std::string& id, const std::string& more = "") {
    return StrCat("parent: 'meetings/m' conclusion_id: '", id, "' conclusion { title: 'Kết luận phiên duyệt' ",
                  "text: 'Các đơn vị khẩn trương.' plan: 'plans/p' items { code: '1' text: 'Rà soát hồ sơ' ",
                  "owner: 'Ban Tổ chức' due_date ", Date(2025, 6, 30), "} ", more, " } ");
  }
  absl::StatusOr<v1::Conclusion> Issue(const std::string& more, const std::string& binding = kAdmin) {
    return Call(&Conclusions::IssueConclusion, kConclusion + more, binding);
  }
  absl::StatusOr<v1::Conclusion> Get() { return Call(&Conclusions::GetConclusion, kConclusion); }
  int NumbersTaken() {
    drafting::v1::ListNumberEntriesRequest request;
    request.set_parent("numberSeries/tb");
    return rpc::Invoke(*numbers_, &Register::StubInterface::ListNumberEntries, drafting.Admin(), request)
        ->number_entries_size();
  }
  // As an attempt before has done.
  absl::StatusOr<drafting::v1::IssuedPaper> IssueInDrafting(const std::string& abstract) {
    const auto request = support::Parse<drafting::v1::IssuePaperRequest>(
        StrCat("parent: 'numberSeries/tb' intention: 'meetings/m/conclusions/k' document_type: 'TB' paper { language: ",
               "VIETNAMESE abstract: '", abstract, "' body { paragraph { spans { text: 'Trước đây.' } } } }"));
    return rpc::Invoke(*papers_, &Papers::StubInterface::IssuePaper, drafting.Admin(), request);
  }

  const std::string kConclusion = "name: 'meetings/m/conclusions/k' ";
  const std::string kSeries = "number_series: 'numberSeries/tb' form { place: 'Mẫu' signer_title: 'BÍ THƯ' } ";
  const std::string kElsewhere = StrCat("number: '9-TB/TU' date ", Date(2025, 6, 11));

 private:
  std::unique_ptr<Papers::StubInterface> papers_ = Papers::NewStub(drafting.channel());
  std::unique_ptr<Register::StubInterface> numbers_ = Register::NewStub(drafting.channel());
};

TEST(Conclusions, AreDraftedOfMeetingsThatWereHeld) {
  ConclusionScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Create("k", "", kClerk));
  EXPECT_EQ(made.state(), v1::Conclusion::DRAFT);
  EXPECT_EQ(made.due_date().day(), 13);
  EXPECT_THAT(scene.Create(), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Create("l", "plan: 'plans/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Create("l", "title: ''"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Create("l", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting,
                         "meeting_id: 'n' meeting { organisation: 'organisations/province' kind: OTHER title: 'x' }"),
              IsOk());
  EXPECT_THAT(scene.Call(&Conclusions::CreateConclusion,
                         "parent: 'meetings/n' conclusion_id: 'k' conclusion { title: 'x' text: 'x' }"),
              StatusIs(kFailed, "MEETING_NOT_HELD"));
  ASSERT_OK_AND_ASSIGN(const auto changed, scene.Call(&Conclusions::UpdateConclusion,
                                                      "conclusion { name: 'meetings/m/conclusions/k' title: 'Khác' }"));
  EXPECT_EQ(changed.title(), "Khác");
  EXPECT_THAT(scene.Call(&Conclusions::UpdateConclusion,
                         "conclusion { name: 'meetings/m/conclusions/k' title: 'x' } etag: '999'"),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  for (const char* parent : {"meetings/m", "meetings/-"}) {
    ASSERT_OK_AND_ASSIGN(const auto listed, scene.Call(&Conclusions::ListConclusions,
                                                       StrCat("state: DRAFT parent: '", parent, "'"), kReader));
    EXPECT_EQ(listed.conclusions_size(), 1);
  }
  EXPECT_THAT(scene.Call(&Conclusions::ListConclusions, "parent: 'meetings/m' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_EQ(scene.Call(&Conclusions::ListConclusions, "parent: 'meetings/m'", kStranger)->conclusions_size(), 0);
  ASSERT_THAT(scene.Call(&Conclusions::DeleteConclusion, scene.kConclusion), IsOk());
  EXPECT_THAT(scene.Get(), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

// A draft is due by the calendar as it is now, an issued one by that of its day; none is older than its meeting.
TEST(Conclusions, AreDueByTheCalendar) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Create(), IsOk());
  const auto off = [&](int day) {
    return scene.Call(&Calendars::UpdateCalendar,
                      StrCat("allow_affected: true calendar { name: 'calendars/vn' holidays { date ",
                             Date(2025, 6, day), "title: 'Nghỉ bù' } }"));
  };
  ASSERT_OK_AND_ASSIGN(const auto moved, off(12));
  ASSERT_EQ(moved.affected_size(), 1);
  EXPECT_EQ(moved.affected(0).after().day(), 16);
  EXPECT_EQ(scene.Get()->due_date().day(), 16);
  ASSERT_OK_AND_ASSIGN(const auto changed, scene.Call(&Conclusions::UpdateConclusion,
                                                      "conclusion { name: 'meetings/m/conclusions/k' title: 'Khác' }"));
  EXPECT_EQ(changed.due_date().day(), 16);
  const auto early = scene.Issue(StrCat("number: '9-TB/TU' date ", Date(2025, 6, 9)));
  EXPECT_THAT(early, StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(support::FieldsIn(early.status()), "date ");
  ASSERT_OK_AND_ASSIGN(const auto issued, scene.Issue(StrCat("number: '9-TB/TU' date ", Date(2025, 6, 10))));
  EXPECT_EQ(issued.due_date().day(), 16);
  EXPECT_EQ(off(11)->affected_size(), 0);
  EXPECT_EQ(scene.Get()->due_date().day(), 16);
}

TEST(Conclusions, AreForWhoMay) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Create(), IsOk());
  const auto denied = StatusIs(kDenied, "PERMISSION_MISSING");
  const std::string update = "conclusion { name: 'meetings/m/conclusions/k' title: 'x' }";
  EXPECT_THAT(scene.Call(&Conclusions::GetConclusion, scene.kConclusion, "nobody@province"), denied);
  EXPECT_THAT(scene.Call(&Conclusions::GetConclusion, scene.kConclusion, kReader), IsOk());
  EXPECT_THAT(scene.Call(&Conclusions::GetConclusion, scene.kConclusion, kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Conclusions::ListConclusions, "parent: 'meetings/m'", "nobody@province"), denied);
  EXPECT_THAT(scene.Call(&Conclusions::UpdateConclusion, update, kReader), denied);
  EXPECT_THAT(scene.Call(&Conclusions::UpdateConclusion, update, kClerk), IsOk());
  EXPECT_THAT(scene.Call(&Conclusions::DeleteConclusion, scene.kConclusion, kReader), denied);
  EXPECT_THAT(scene.Call(&Conclusions::DeleteConclusion, scene.kConclusion, kClerk), IsOk());
}

TEST(Conclusions, AreRefusedWhereTheCalendarEnds) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         "calendar { name: 'calendars/vn' first_year: 2030 last_year: 2030 } update_mask { paths: "
                         "'first_year' paths: 'last_year' paths: 'holidays' }"),
              IsOk());
  EXPECT_THAT(scene.Create(), StatusIs(kFailed, "DATE_NOT_COVERED"));
}

TEST(IssueConclusion, IsNumberedByDraftingAndItsItemsBecomeTasks) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Create(), IsOk());
  EXPECT_THAT(scene.Issue(scene.kSeries, kClerk), StatusIs(kFailed, "ISSUE_REFUSED")) << "a clerk issues no papers";
  EXPECT_EQ(scene.Get()->state(), v1::Conclusion::DRAFT) << "nothing was begun";
  ASSERT_OK_AND_ASSIGN(const auto issued, scene.Issue(scene.kSeries + kUuid));
  EXPECT_EQ(issued.state(), v1::Conclusion::ISSUED);
  EXPECT_EQ(issued.number(), "15-TB/TU");
  EXPECT_EQ(issued.paper(), "numberSeries/tb/papers/000015");
  EXPECT_EQ(issued.open_task_count(), 1);
  ASSERT_OK_AND_ASSIGN(const auto task, scene.Call(&Tasks::GetTask, "name: 'plans/p/tasks/task-1'"));
  EXPECT_EQ(task.title(), "Rà soát hồ sơ");
  EXPECT_EQ(task.document(), "15-TB/TU");
  EXPECT_EQ(task.source(), issued.name());
  // Entered as every task is, with its history.
  EXPECT_EQ(task.change(), v1::Task::ADDED);
  EXPECT_EQ(issued.items(0).task(), task.name());
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Issue(scene.kSeries + kUuid));
  EXPECT_EQ(replayed.number(), issued.number());
  EXPECT_THAT(scene.Issue(scene.kSeries), StatusIs(kFailed, "CONCLUSION_ISSUED"));
  EXPECT_EQ(scene.NumbersTaken(), 1);
  EXPECT_THAT(scene.Call(&Conclusions::UpdateConclusion, "conclusion { name: 'meetings/m/conclusions/k' title: 'x' }"),
              StatusIs(kFailed, "CONCLUSION_ISSUED"));
  EXPECT_THAT(scene.Call(&Conclusions::DeleteConclusion, scene.kConclusion), StatusIs(kFailed, "CONCLUSION_ISSUED"));
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/task-1'"), IsOk());
  EXPECT_EQ(scene.Get()->open_task_count(), 0);
}

TEST(IssueConclusion, RecordsOneThatWasIssuedElsewhere) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Create(), IsOk());
  EXPECT_THAT(scene.Issue(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Issue(scene.kElsewhere, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Issue(scene.kElsewhere + " etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto issued, scene.Issue(scene.kElsewhere, kClerk));
  EXPECT_EQ(issued.number(), "9-TB/TU");
  EXPECT_EQ(issued.paper(), "");
  EXPECT_EQ(scene.NumbersTaken(), 0);
}

TEST(ExportWorkReport, TellsWhatWasConcludedAndWhatIsOwed) {
  ConclusionScene scene;
  const auto text = [&](int month, const std::string& more = "") {
    const auto report = scene.Call(&v1::FigureService::StubInterface::ExportWorkReport,
                                   StrCat("organisation: 'organisations/province' first_day ", Date(2025, month, 1),
                                          "last_day ", Date(2025, month, 30), "plans: 'plans/p' ", more));
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->content() : "";
  };
  const std::string given = text(6);
  EXPECT_THAT(given, HasSubstr("Phiên duyệt: the notice was due on 2025-06-13"));
  const std::string then = StrCat("known_at { seconds: ", absl::ToUnixSeconds(scene.service().now()), " }");
  scene.service().SetNow(scene.service().now() + absl::Hours(1));
  ASSERT_THAT(scene.Call(&Calendars::UpdateCalendar,
                         StrCat("allow_affected: true calendar { name: 'calendars/vn' holidays { date ",
                                Date(2025, 6, 12), "title: 'Nghỉ bù' } }")),
              IsOk());
  EXPECT_THAT(text(6), HasSubstr("the notice was due on 2025-06-16"));
  ASSERT_THAT(scene.Create(), IsOk());
  ASSERT_THAT(scene.Issue(scene.kElsewhere), IsOk());
  EXPECT_THAT(text(6), HasSubstr("Notice 9-TB/TU of 2025-06-11: Kết luận phiên duyệt; tasks done: 0/1"));
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/task-1'"), IsOk());
  EXPECT_THAT(text(6), HasSubstr("tasks done: 1/1"));
  EXPECT_THAT(text(6), Not(HasSubstr("was due on")));
  EXPECT_EQ(text(6, then), given) << "by the calendar as it was known";
  EXPECT_THAT(text(7), Not(HasSubstr("9-TB/TU")));
}

TEST(IssueConclusion, LooksAtItsTasksBeforeANumberIsTaken) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Create(), IsOk());
  ASSERT_THAT(
      scene.Call(&Tasks::CreateTask, "parent: 'plans/p' task { code: '1' title: 'x' owner: 'x' task_class: ONE_OFF }"),
      IsOk());
  EXPECT_THAT(scene.Issue(scene.kSeries), StatusIs(kFailed, "TASK_CODE_TAKEN"));
  EXPECT_EQ(scene.NumbersTaken(), 0);
}

TEST(IssueConclusion, IsUnderWayUntilDraftingAnswers) {
  ConclusionScene scene(/*reaches=*/false);
  ASSERT_THAT(scene.Create(), IsOk());
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(scene.Issue(scene.kSeries), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  }
  EXPECT_EQ(scene.Get()->state(), v1::Conclusion::ISSUING);
  EXPECT_EQ(scene.Call(&Conclusions::ListConclusions, "parent: 'meetings/m' state: ISSUING")->conclusions_size(), 1);
  EXPECT_THAT(scene.Issue("number_series: 'numberSeries/other'"), StatusIs(kFailed, "CONCLUSION_ISSUING"));
  EXPECT_THAT(scene.Issue(scene.kElsewhere), StatusIs(kFailed, "CONCLUSION_ISSUING"));
  EXPECT_THAT(scene.Call(&Conclusions::UpdateConclusion, "conclusion { name: 'meetings/m/conclusions/k' title: 'x' }"),
              StatusIs(kFailed, "CONCLUSION_ISSUING"));
  EXPECT_THAT(scene.Call(&Conclusions::DeleteConclusion, scene.kConclusion), StatusIs(kFailed, "CONCLUSION_ISSUING"));
}

// A call that was killed behind drafting's answer has left the paper; the next one takes it up.
TEST(IssueConclusion, TakesUpWhatAnAttemptBeforeHasIssued) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Create(), IsOk());
  ASSERT_THAT(scene.IssueInDrafting("Kết luận phiên duyệt"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto issued, scene.Issue(scene.kSeries));
  EXPECT_EQ(issued.number(), "15-TB/TU");
  EXPECT_EQ(scene.NumbersTaken(), 1);
}

TEST(IssueConclusion, TakesNoPaperForItsOwnThatSaysSomethingElse) {
  ConclusionScene scene;
  ASSERT_THAT(scene.Create(), IsOk());
  ASSERT_THAT(scene.IssueInDrafting("Văn bản khác"), IsOk());
  EXPECT_THAT(scene.Issue(scene.kSeries), StatusIs(kFailed, "ISSUE_REFUSED"));
  EXPECT_EQ(scene.Get()->state(), v1::Conclusion::DRAFT);
}

TEST(Readiness, NamesConclusionsThatAreOverdueAlsoWhereNoneWasDrafted) {
  ConclusionScene scene;
  const auto reasons = [&](int day) {
    const auto board =
        scene.Call(&Scheduling::GetSchedulingReadiness, StrCat("parent: 'congresses/x' as_of ", Date(2025, 6, day)));
    std::string told;
    for (const auto& blocker : board->blockers()) told += blocker.reason() + " ";
    return told;
  };
  EXPECT_EQ(reasons(13), "NO_MEETINGS ");
  EXPECT_EQ(reasons(14), "NO_MEETINGS CONCLUSION_OVERDUE ");
  ASSERT_THAT(scene.Create(), IsOk());
  EXPECT_EQ(reasons(14), "NO_MEETINGS CONCLUSION_OVERDUE ") << "a draft is no notice";
  ASSERT_THAT(scene.Issue(scene.kElsewhere), IsOk());
  EXPECT_EQ(reasons(14), "NO_MEETINGS ");
}

}  // namespace
}  // namespace congress::scheduling
