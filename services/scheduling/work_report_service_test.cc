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
