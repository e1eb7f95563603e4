#include "services/scheduling/progress_service.h"

#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;

std::string AsOf(CivilDay day) { return StrCat("as_of ", Date(static_cast<int>(day.year()), day.month(), day.day())); }

// "19 = 2 + 6 + 11" on 10 June, entered on 1 and 9 June.
class NineteenScene : public Scene {
 public:
  NineteenScene() {
    Noon(CivilDay(2025, 6, 1));
    MakePlan("p");
    std::string rows = "code,title,owner,class,due,done_on,document\\n";
    for (int i = 1; i <= 19; ++i) {
      rows += StrCat("T", i, ",Việc,Văn phòng,", i <= 2 ? "regular" : "one-off", ",,,\\n");
    }
    EXPECT_THAT(Call(&Tasks::ImportTasks, StrCat("parent: 'plans/p' csv: '", rows, "'")), IsOk());
    Noon(CivilDay(2025, 6, 9));
    for (int i = 3; i <= 8; ++i) EXPECT_THAT(Complete(StrCat("t", i), CivilDay(2025, 6, i)), IsOk());
  }
  absl::StatusOr<v1::Task> Complete(const std::string& task, CivilDay day) {
    return Call(&Tasks::CompleteTask, StrCat("name: 'plans/p/tasks/", task, "' done_date ",
                                             Date(static_cast<int>(day.year()), day.month(), day.day())));
  }
  v1::GetPlanProgressResponse Measured(const std::string& more) {
    const auto progress = Call(&Tasks::GetPlanProgress, StrCat("name: 'plans/p' ", more));
    EXPECT_THAT(progress, IsOk());
    return progress.value_or(v1::GetPlanProgressResponse());
  }
  static std::string Sum(const v1::GetPlanProgressResponse& progress) {
    return StrCat(progress.total_count(), " = ", progress.regular_count(), " + ", progress.completed_count(), " + ",
                  progress.continuing_count());
  }
  // A task is added, and completions are entered of a day before the report and of one after it.
  void EnterJuly() {
    Noon(CivilDay(2025, 7, 5));
    EXPECT_THAT(AddTask("p", "T20"), IsOk());
    EXPECT_THAT(Complete("t9", CivilDay(2025, 6, 9)), IsOk());
    EXPECT_THAT(Complete("t10", CivilDay(2025, 7, 1)), IsOk());
  }
};

TEST(GetPlanProgress, OfADayThatIsOverStaysTheSameWhateverIsEnteredLater) {
  NineteenScene scene;
  EXPECT_EQ(scene.Sum(scene.Measured(AsOf(CivilDay(2025, 6, 10)))), "19 = 2 + 6 + 11");
  scene.EnterJuly();
  const auto told = scene.Measured(AsOf(CivilDay(2025, 6, 10)));
  EXPECT_EQ(scene.Sum(told), "19 = 2 + 6 + 11");
  EXPECT_EQ(told.later_entry_count(), 1);
  EXPECT_EQ(told.report(), "");
  const auto now = scene.Measured(StrCat(AsOf(CivilDay(2025, 6, 10)), "known_at { seconds: 1800000000 }"));
  EXPECT_EQ(scene.Sum(now), "19 = 2 + 7 + 10");
  EXPECT_EQ(now.known_at().seconds(), absl::ToUnixSeconds(scene.service().now())) << "at most now";
  EXPECT_EQ(now.later_entry_count(), 0);
  EXPECT_EQ(scene.Sum(scene.Measured("")), "20 = 2 + 8 + 10");
  EXPECT_EQ(scene.Measured(StrCat(AsOf(CivilDay(2025, 7, 4)), "known_at { seconds: 1800000000 }")).not_started_count(),
            1);
}

TEST(RecordPlanProgress, FixesWhatTheDayKnew) {
  NineteenScene scene;
  scene.Noon(CivilDay(2025, 6, 12));
  ASSERT_THAT(scene.Complete("t11", CivilDay(2025, 6, 10)), IsOk());
  const std::string record = StrCat("name: 'plans/p' ", AsOf(CivilDay(2025, 6, 10)), "paper: '55-BC/BCĐ' ");
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Progress::RecordPlanProgress, record, kClerk));
  EXPECT_EQ(report.name(), "plans/p/progressReports/2025-06-10");
  EXPECT_EQ(report.counts().completed_count(), 7);
  EXPECT_EQ(report.paper(), "55-BC/BCĐ");
  // At the same time as the report, and yet after it.
  ASSERT_THAT(scene.Complete("t12", CivilDay(2025, 6, 10)), IsOk());
  scene.EnterJuly();
  const auto told = scene.Measured(AsOf(CivilDay(2025, 6, 10)));
  EXPECT_EQ(scene.Sum(told), "19 = 2 + 7 + 10");
  EXPECT_EQ(told.report(), report.name());
  EXPECT_EQ(told.later_entry_count(), 2);
  // A second report of the day corrects the first, which stays.
  ASSERT_OK_AND_ASSIGN(const auto corrected, scene.Call(&Progress::RecordPlanProgress, record));
  EXPECT_EQ(corrected.name(), "plans/p/progressReports/2025-06-10-2");
  EXPECT_EQ(scene.Sum(scene.Measured(AsOf(CivilDay(2025, 6, 10)))), "19 = 2 + 9 + 8");
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Call(&Progress::ListProgressReports, "parent: 'plans/p'", kReader));
  ASSERT_EQ(list.progress_reports_size(), 2);
  EXPECT_EQ(list.progress_reports(0).SerializeAsString(), report.SerializeAsString());

  const std::string both = StrCat("name: 'plans/p' before { report: '", report.name(), "' } ");
  ASSERT_OK_AND_ASSIGN(
      const auto compared,
      scene.Call(&Progress::ComparePlanProgress, StrCat(both, "after { report: '", corrected.name(), "' }"), kReader));
  ASSERT_EQ(compared.differences_size(), 3);
  EXPECT_EQ(compared.differences(0).task().code(), "T9");
  EXPECT_EQ(compared.differences(0).cause(), v1::TaskDifference::COMPLETION_ENTERED_LATER);
  EXPECT_EQ(compared.differences(2).cause(), v1::TaskDifference::ADDED);
  ASSERT_OK_AND_ASSIGN(const auto since, scene.Call(&Progress::ComparePlanProgress,
                                                    StrCat(both, "after { ", AsOf(CivilDay(2025, 7, 5)), " }")));
  EXPECT_EQ(since.after().total_count(), 20);
}

// What is entered between the counting and the keeping of a report is in it, or comes after it.
TEST(RecordPlanProgress, MissesNothingThatIsEnteredMeanwhile) {
  NineteenScene scene;
  auth::Principal admin;
  admin.subject = "an";
  admin.bindings = {{"administrator", std::string(auth::kProvince)}};
  v1::RecordPlanProgressRequest request;
  request.set_name("plans/p");
  const ProgressService service;
  v1::ProgressReport report;
  int attempts = 0;
  EXPECT_THAT(scene.service().gate().Perform(admin, "test",
                                             [&](rpc::Call& call) -> absl::Status {
                                               ASSIGN_OR_RETURN(report, service.RecordPlanProgress(call, request));
                                               if (++attempts > 1) return absl::OkStatus();
                                               return scene.Complete("t9", CivilDay(2025, 6, 9)).status();
                                             }),
              IsOk());
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(report.counts().completed_count(), 7);
}

// "19 = 2 + 6 + 11" counts tasks; times at which a regular one was due are counted beside them.
TEST(GetPlanProgress, CountsOverdueTimesOfRegularTasksBesideTheTasks) {
  NineteenScene scene;
  ASSERT_THAT(
      scene.Call(&Tasks::UpdateTask,
                 StrCat("task { name: 'plans/p/tasks/t1' start_date ", Date(2025, 5, 26),
                        "rhythm { every: WEEK due_day: 5 } } update_mask { paths: 'start_date' paths: 'rhythm' }")),
      IsOk());
  const auto told = scene.Measured(AsOf(CivilDay(2025, 6, 10)));
  EXPECT_EQ(NineteenScene::Sum(told), "19 = 2 + 6 + 11");
  EXPECT_EQ(told.overdue_tasks_size(), 0);
  EXPECT_EQ(told.overdue_occurrence_count(), 2);
  EXPECT_EQ(told.summary(),
            "As of 2025-06-10: 19 tasks = 2 regular + 6 completed + 11 continuing; 0 overdue. Of regular tasks 2 times "
            "are overdue.");
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Progress::RecordPlanProgress,
                                                     StrCat("name: 'plans/p' ", AsOf(CivilDay(2025, 6, 9)))));
  EXPECT_EQ(report.counts().overdue_occurrence_count(), 2);
  ASSERT_OK_AND_ASSIGN(const auto compared, scene.Call(&Progress::ComparePlanProgress,
                                                       StrCat("name: 'plans/p' before { ", AsOf(CivilDay(2025, 6, 2)),
                                                              " } after { ", AsOf(CivilDay(2025, 6, 9)), " }")));
  EXPECT_EQ(compared.before().overdue_occurrence_count(), 1);
  EXPECT_EQ(compared.after().overdue_occurrence_count(), 2);
}

// A report goes by the calendar that the plan went by then, not by the one that it goes by now.
TEST(RecordPlanProgress, KeepsTheCalendarOfThePlan) {
  Scene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar,
                         StrCat("calendar_id: 'other' calendar { organisation: 'organisations/province' display_name: ",
                                "'Khác' first_year: 2025 last_year: 2025 holidays { date ", Date(2025, 6, 13),
                                "title: 'Nghỉ' } }")),
              IsOk());
  scene.MakePlan("p", StrCat("calendar: 'calendars/vn' issue_date ", Date(2025, 6, 9)));
  // The last working day of each week: 13 June, by the other calendar 12 June.
  ASSERT_THAT(scene.AddTask("p", "1",
                            StrCat("task_class: REGULAR start_date ", Date(2025, 6, 9),
                                   "rhythm { every: WEEK due_day: -1 working_days: true }")),
              IsOk());
  const std::string friday = StrCat("name: 'plans/p' ", AsOf(CivilDay(2025, 6, 13)));
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Progress::RecordPlanProgress, friday));
  EXPECT_EQ(report.counts().overdue_occurrence_count(), 0);
  ASSERT_OK_AND_ASSIGN(const auto changed,
                       scene.Call(&Tasks::UpdatePlan, "plan { name: 'plans/p' calendar: 'calendars/other' }"));
  ASSERT_EQ(changed.earlier_calendars_size(), 1);
  EXPECT_EQ(changed.earlier_calendars(0).calendar(), "calendars/vn");
  scene.Noon(sample::kToday + 1);
  EXPECT_EQ(scene.Call(&Tasks::GetPlanProgress, friday)->overdue_occurrence_count(), 0) << "as it was given";
  EXPECT_EQ(
      scene.Call(&Tasks::GetPlanProgress, friday + "known_at { seconds: 1800000000 }")->overdue_occurrence_count(), 1);
  EXPECT_THAT(scene.Call(&Calendars::DeleteCalendar, "name: 'calendars/vn'"), StatusIs(kFailed, "CALENDAR_IN_USE"));
}

TEST(CreateTask, CountsFromTheDayOnWhichItIsEnteredUnlessItCameWithThePlan) {
  Scene scene;
  scene.MakePlan("p", StrCat("issue_date ", Date(2025, 5, 2)));
  ASSERT_OK_AND_ASSIGN(const auto first, scene.AddTask("p", "1"));
  EXPECT_EQ(first.start_date().month(), 5);
  ASSERT_THAT(scene.Call(&Progress::RecordPlanProgress, "name: 'plans/p'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto second, scene.AddTask("p", "2"));
  EXPECT_EQ(second.start_date().day(), 16);
  ASSERT_OK_AND_ASSIGN(const auto told, scene.AddTask("p", "3", StrCat("start_date ", Date(2025, 4, 1))));
  EXPECT_EQ(told.start_date().month(), 4);
  scene.MakePlan("q");
  ASSERT_OK_AND_ASSIGN(const auto undated, scene.AddTask("q", "1"));
  EXPECT_FALSE(undated.has_start_date());
  scene.Noon(sample::kToday + 1);
  ASSERT_OK_AND_ASSIGN(const auto later, scene.AddTask("q", "2"));
  EXPECT_EQ(later.start_date().day(), 17);
}

TEST(ProgressReports, AreRefusedWithoutPermissionOrSense) {
  NineteenScene scene;
  const auto record = [&](const std::string& text, const std::string& binding = kAdmin) {
    return scene.Call(&Progress::RecordPlanProgress, text, binding);
  };
  EXPECT_THAT(record("name: 'plans/p'", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(record("name: 'plans/p'", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(record("name: 'p'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto list = [&](const std::string& text, const std::string& binding = kAdmin) {
    return scene.Call(&Progress::ListProgressReports, text, binding);
  };
  EXPECT_THAT(list("parent: 'plans/p'", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(list("parent: 'plans/p' page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(list(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto compare = [&](const std::string& first, const std::string& second, const std::string& binding = kAdmin) {
    return scene.Call(&Progress::ComparePlanProgress,
                      StrCat("name: 'plans/p' before { ", first, " } after { ", second, " }"), binding);
  };
  const std::string june = AsOf(CivilDay(2025, 6, 10));
  EXPECT_THAT(compare(june, AsOf(CivilDay(2025, 6, 9))), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(compare(june, StrCat(june, "known_at { seconds: 1 }")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(compare("report: 'plans/p/progressReports/none'", june), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(compare("report: 'plans/q/progressReports/none'", june), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(compare(june, june, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace congress::scheduling
