#include "gmock/gmock.h"
#include "services/scheduling/testing/figure_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

class ReportScene : public FigureScene {
 public:
  ReportScene() {
    EXPECT_THAT(
        Call(&Tasks::CreatePlan,
             "plan_id: 'p' plan { organisation: 'organisations/province' number: '47-KH/BCĐ' title: 'Kế hoạch' }"),
        IsOk());
    EXPECT_THAT(Call(&Tasks::CreateTask,
                     "parent: 'plans/p' task { code: '1' title: 'Đề án' owner: 'Ban' task_class: ONE_OFF }"),
                IsOk());
    MakeParts();
    EXPECT_THAT(Report(Said("all", "669") + Said("a", "440") + Said("b", "69") + Said("c", "190")), IsOk());
  }
  std::string Text(const std::string& more = "") {
    const auto made = Export(more);
    EXPECT_THAT(made, IsOk());
    return made.ok() ? made->content() : "";
  }
  void Noon(absl::CivilDay day) { service().SetNow(absl::FromCivil(day, civil::Zone()) + absl::Hours(12)); }
  absl::StatusOr<v1::ExportWorkReportResponse> Export(const std::string& more, const std::string& binding = kAdmin) {
    return Call(&FigureStub::ExportWorkReport,
                StrCat("organisation: 'organisations/province' first_day ", June(1), "last_day ", June(30),
                       "plans: 'plans/p' ", more),
                binding);
  }
};

TEST(ExportWorkReport, DrawsTasksFiguresAndFindingsTogether) {
  ReportScene scene;
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Export("", "inspector@province"));
  EXPECT_EQ(made.file_name(), "work-report.txt");
  EXPECT_EQ(made.paper().type(), "BÁO CÁO");
  EXPECT_THAT(made.content(), HasSubstr("1 nhiệm vụ"));
  EXPECT_THAT(made.content(), HasSubstr("Ý kiến all"));
  EXPECT_THAT(made.content(), HasSubstr("chờ giải trình"));
  ASSERT_OK_AND_ASSIGN(const auto docx, scene.Export("paper_format: DOCX figures: 'figures/a' "));
  EXPECT_EQ(docx.file_name(), "work-report.docx");
}

// What comes later changes no report that was given.
TEST(ExportWorkReport, SaysTomorrowWhatItSaidToday) {
  ReportScene scene;
  const std::string then = "known_at " + scene.Now();
  const std::string given = scene.Text();
  EXPECT_THAT(given, HasSubstr("699"));
  scene.Later();
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "699", "supersedes: 'figures/all/reports/20250615-1' ")), IsOk());
  ASSERT_THAT(scene.Call(&Tasks::CreateTask,
                         "parent: 'plans/p' task { code: '2' title: 'Mới' owner: 'Ban' task_class: ONE_OFF }"),
              IsOk());
  ASSERT_THAT(
      scene.Call(&Tasks::CompleteTask, StrCat("name: 'plans/p/tasks/task-1' done_date ", FigureScene::June(12))),
      IsOk());
  EXPECT_EQ(scene.Text(then), given);
  EXPECT_THAT(scene.Text(), HasSubstr("resolved"));
  EXPECT_THAT(scene.Text(), Not(HasSubstr("to be explained")));
}

// A report on the plan that was recorded fixes what the report on the work of that day knows, also of figures.
TEST(ExportWorkReport, KnowsWhatTheRecordedReportOfItsDayKnew) {
  ReportScene scene;
  const std::string day = StrCat("name: 'plans/p' as_of ", FigureScene::June(30));
  scene.Noon(absl::CivilDay(2025, 6, 30));
  ASSERT_OK_AND_ASSIGN(const auto recorded, scene.Call(&Progress::RecordPlanProgress, day));
  ASSERT_OK_AND_ASSIGN(const auto given, scene.Export(""));
  EXPECT_EQ(given.known_at().seconds(), recorded.known_time().seconds());
  scene.Noon(absl::CivilDay(2025, 7, 8));
  ASSERT_THAT(scene.Call(&Tasks::CreateTask,
                         StrCat("parent: 'plans/p' task { code: '2' title: 'Mới' owner: 'Ban' task_class: ONE_OFF ",
                                "start_date ", FigureScene::June(1), "}")),
              IsOk());
  ASSERT_THAT(
      scene.Call(&Tasks::CompleteTask, StrCat("name: 'plans/p/tasks/task-1' done_date ", FigureScene::June(12))),
      IsOk());
  ASSERT_THAT(scene.Report(FigureScene::Said("all", "699", "supersedes: 'figures/all/reports/20250615-1' ")), IsOk());
  EXPECT_EQ(scene.Text(), given.content());
  ASSERT_OK_AND_ASSIGN(const auto progress, scene.Call(&Tasks::GetPlanProgress, day));
  EXPECT_THAT(scene.Text(), HasSubstr(progress.summary()));
  EXPECT_NE(scene.Text("known_at " + scene.Now()), given.content()) << "what is known now";
}

// A partner of a joint programme draws the report from it as the plan's own organisation does.
TEST(ExportWorkReport, OfAJointProgrammeIsForBothSides) {
  ReportScene scene;
  ASSERT_THAT(scene.Call(&Tasks::UpdatePlan, "plan { name: 'plans/p' partners: 'organisations/council' }"), IsOk());
  const std::string own = StrCat("organisation: 'organisations/council' first_day ", FigureScene::June(1), "last_day ",
                                 FigureScene::June(30), "plans: 'plans/p' ");
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&FigureStub::ExportWorkReport, own, "secretary@council"));
  EXPECT_THAT(made.content(), HasSubstr("47-KH/BCĐ"));
  EXPECT_THAT(scene.Call(&FigureStub::ExportWorkReport,
                         StrCat("organisation: 'organisations/u1' first_day ", FigureScene::June(1), "last_day ",
                                FigureScene::June(30), "plans: 'plans/p' "),
                         "secretary@u1"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(ExportWorkReport, IsRefusedWithoutPermissionOrSense) {
  ReportScene scene;
  EXPECT_THAT(scene.Export("", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Export("", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Export("plans: 'plans/x' "), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Export("figures: 'figures/x' "), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Export("last_day { month: 5 } "), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling
