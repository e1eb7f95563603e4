// Plans that change, programmes of two bodies, and tasks that wait for each other.
#include "gmock/gmock.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;

constexpr char kCouncilClerk[] = "clerk@council";

TEST(Plans, AreChangedAndDeleted) {
  Scene scene;
  scene.MakePlan("p");
  const auto update = [&](const std::string& more, const std::string& etag = "", const std::string& binding = kAdmin) {
    return scene.Call(&Tasks::UpdatePlan, StrCat("plan { name: 'plans/p' ", more, " } etag: '", etag, "'"), binding);
  };
  ASSERT_OK_AND_ASSIGN(const auto changed, update("title: 'Kế hoạch mới' legal_basis: '45-CT/TW'", "", kClerk));
  EXPECT_EQ(changed.title(), "Kế hoạch mới");
  EXPECT_THAT(update("title: 'A'", "1"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(update("title: 'A'", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(update("title: 'A'", "", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(update("calendar: 'calendars/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::UpdatePlan, "plan { title: 'A' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::CreatePlan,
                         "plan_id: 'q' plan { organisation: 'organisations/province' number: '1' "
                         "title: 'A' calendar: 'calendars/none' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  EXPECT_THAT(update("calendar: 'calendars/vn'"), IsOk());

  const auto remove = [&](const std::string& more = "", const std::string& binding = kAdmin) {
    return scene.Call(&Tasks::DeletePlan, StrCat("name: 'plans/p' ", more), binding);
  };
  EXPECT_THAT(remove("etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(remove("", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(remove("", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::DeletePlan, "name: 'p'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.AddTask("p", "1"), IsOk());
  const auto refused = remove();
  EXPECT_THAT(refused, StatusIs(kFailed, "PLAN_NOT_EMPTY"));
  EXPECT_EQ(refused.status().message(), "The plan has 1 task. What was entered by mistake is cancelled, not deleted.");
  scene.MakePlan("empty");
  ASSERT_THAT(scene.Call(&Progress::RecordPlanProgress, "name: 'plans/empty'"), IsOk());
  ASSERT_THAT(scene.Call(&Tasks::DeletePlan, "name: 'plans/empty'", kClerk), IsOk());
  scene.MakePlan("empty");
  ASSERT_OK_AND_ASSIGN(const auto reports, scene.Call(&Progress::ListProgressReports, "parent: 'plans/empty'"));
  EXPECT_EQ(reports.progress_reports_size(), 0);
}

TEST(JointProgramme, IsReadByBothAndChangedByEachInItsPart) {
  Scene scene;
  scene.MakePlan("p", "partners: 'organisations/council'");
  ASSERT_OK_AND_ASSIGN(const auto own, scene.AddTask("p", "1"));
  EXPECT_EQ(own.organisation(), "organisations/province");
  EXPECT_THAT(scene.AddTask("p", "2", "", kCouncilClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.AddTask("p", "2", "organisation: 'organisations/u1'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto theirs,
                       scene.AddTask("p", "2", "organisation: 'organisations/council'", kCouncilClerk));
  EXPECT_EQ(theirs.organisation(), "organisations/council");

  EXPECT_THAT(scene.Call(&Tasks::GetPlan, "name: 'plans/p'", kCouncilClerk), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto plans, scene.Call(&Tasks::ListPlans, "", kCouncilClerk));
  EXPECT_EQ(plans.plans_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto tasks, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'", kCouncilClerk));
  EXPECT_EQ(tasks.tasks_size(), 2);
  EXPECT_THAT(scene.Call(&Tasks::GetTask, "name: 'plans/p/tasks/task-1'", kCouncilClerk), IsOk());
  const auto complete = [&](const std::string& task, const std::string& binding) {
    return scene.Call(&Tasks::CompleteTask, StrCat("name: 'plans/p/tasks/", task, "'"), binding);
  };
  EXPECT_THAT(complete("task-1", kCouncilClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(complete("task-2", kCouncilClerk), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto progress, scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p'", kCouncilClerk));
  ASSERT_EQ(progress.parties_size(), 2);
  EXPECT_EQ(progress.parties(0).counts().continuing_count(), 1);
  EXPECT_EQ(progress.parties(1).counts().completed_count(), 1);

  const std::string header = "code,title,owner,class,organisation,due,done_on,document\\n";
  const auto import = [&](const std::string& row, const std::string& binding) {
    return scene.Call(&Tasks::ImportTasks, StrCat("parent: 'plans/p' csv: '", header, row, "\\n'"), binding);
  };
  EXPECT_THAT(import("3,C,X,one-off,council,,,", kCouncilClerk), IsOk());
  EXPECT_THAT(import("4,D,X,one-off,,,,", kCouncilClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(import("4,D,X,one-off,,,,", kAdmin), IsOk());

  const auto without = scene.Call(&Tasks::UpdatePlan, "plan { name: 'plans/p' } update_mask { paths: 'partners' }");
  EXPECT_THAT(without, StatusIs(kFailed, "PARTNER_HAS_TASKS"));
  EXPECT_EQ(support::MetadataIn(without.status(), "tasks"), "2");
  EXPECT_THAT(scene.Call(&Tasks::UpdatePlan, "plan { name: 'plans/p' title: 'A' }", kCouncilClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST(Dependencies, AreToldWhileTheyWaitAndMakeNoCycle) {
  Scene scene;
  scene.MakePlan("p");
  ASSERT_THAT(scene.AddTask("p", "A"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto second, scene.AddTask("p", "B", "after: 'plans/p/tasks/a'"));
  EXPECT_THAT(second.blocked_by(), ElementsAre("plans/p/tasks/a"));
  ASSERT_THAT(scene.AddTask("p", "C", "after: 'plans/p/tasks/b'"), IsOk());
  EXPECT_THAT(scene.AddTask("p", "D", "after: 'plans/p/tasks/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.AddTask("p", "D", "post: 'organisations/o/posts/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto cycle = scene.Call(&Tasks::UpdateTask, "task { name: 'plans/p/tasks/a' after: 'plans/p/tasks/c' }");
  EXPECT_THAT(cycle, StatusIs(kFailed, "DEPENDENCY_CYCLE"));
  EXPECT_EQ(support::MetadataIn(cycle.status(), "cycle"), "A → C → B → A");
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask, "task { name: 'plans/p/tasks/a' after: 'plans/p/tasks/a' }"),
              StatusIs(kFailed, "DEPENDENCY_CYCLE"));
  EXPECT_THAT(
      scene.Call(&Tasks::ImportTasks,
                 "parent: 'plans/p' csv: 'code,title,owner,class,after\\nA,Đề án,Văn phòng,one-off,X\\nX,Việc,Văn "
                 "phòng,one-off,C\\n'"),
      StatusIs(kFailed, "DEPENDENCY_CYCLE"));
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, "name: 'plans/p/tasks/a'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'"));
  EXPECT_THAT(list.tasks(1).blocked_by(), ElementsAre());
  EXPECT_THAT(list.tasks(2).blocked_by(), ElementsAre("plans/p/tasks/b"));
}

TEST(DueRule, CountsFromItsAnchorByThePlansCalendar) {
  Scene scene;
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  scene.MakePlan("p");
  scene.MakePlan("c", "calendar: 'calendars/vn'");
  const auto rule = [](const std::string& day, int days, bool working) {
    return StrCat("due_rule { anchor ", day, "days: ", days, working ? " working_days: true" : "", " }");
  };
  ASSERT_OK_AND_ASSIGN(const auto civil_days, scene.AddTask("p", "1", rule(August(31), -30, false)));
  EXPECT_EQ(civil_days.due_date().day(), 1);
  EXPECT_THAT(scene.AddTask("p", "2", rule(August(31), -30, true)), StatusIs(kInvalid, "FIELDS_INVALID"));
  // The National Day is left out.
  ASSERT_OK_AND_ASSIGN(const auto working, scene.AddTask("c", "1", rule(Date(2025, 9, 3), -2, true)));
  EXPECT_EQ(working.due_date().month(), 8);
  EXPECT_EQ(working.due_date().day(), 29);
  EXPECT_THAT(scene.AddTask("c", "2", rule(Date(2026, 1, 5), -1, true)), StatusIs(kFailed, "DATE_NOT_COVERED"));
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask,
                         StrCat("task { name: 'plans/c/tasks/task-1' ", rule(Date(2026, 1, 5), 1, true), " }")),
              StatusIs(kFailed, "DATE_NOT_COVERED"));
  ASSERT_OK_AND_ASSIGN(const auto due, scene.Call(&Tasks::ListTasks, StrCat("parent: 'plans/-' due_by ", August(1))));
  ASSERT_EQ(due.tasks_size(), 1);
  EXPECT_EQ(due.tasks(0).name(), civil_days.name());
}

TEST(ListTasks, FindsWhatABodyOwnsOrCoordinatesInAllPlans) {
  Scene scene;
  scene.MakePlan("p");
  scene.MakePlan("q");
  ASSERT_THAT(scene.AddTask("p", "1", "coordinators: 'organisations/u1'"), IsOk());
  ASSERT_THAT(scene.AddTask("q", "1", "owner: 'organisations/u1'"), IsOk());
  ASSERT_THAT(scene.AddTask("q", "2"), IsOk());
  const auto count = [&](const std::string& more) {
    const auto page = scene.Call(&Tasks::ListTasks, StrCat("parent: 'plans/-' ", more));
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->tasks_size() : -1;
  };
  EXPECT_EQ(count(""), 3);
  EXPECT_EQ(count("body: 'organisations/u1'"), 2);
  EXPECT_EQ(count("owner: 'organisations/u1'"), 1);
  EXPECT_EQ(count("body: 'Văn phòng'"), 2);
}

}  // namespace
}  // namespace congress::scheduling
