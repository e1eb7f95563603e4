#include "services/scheduling/domain/task.h"

#include "platform/civil/civil.h"
#include "services/scheduling/domain/progress.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;

v1::Task OneOff(const std::string& code) {
  v1::Task task;
  task.set_name("plans/p/tasks/" + code);
  task.set_code(code);
  task.set_title("Rà soát tài sản công");
  task.set_owner("Sở Tài chính");
  task.set_task_class(v1::Task::ONE_OFF);
  return task;
}

TEST(TaskId, IsMadeFromTheCode) {
  const struct {
    const char* code;
    const char* id;
  } rows[] = {{"T01", "t01"}, {"1", "task-1"}, {"I.2", "i-2"}, {"II/3.a", "ii-3-a"}, {"a--b_", "a-b"}};
  for (const auto& row : rows) {
    ASSERT_OK_AND_ASSIGN(const std::string id, TaskId(row.code));
    EXPECT_EQ(id, row.id);
  }
  for (const char* code : {"", "-", "..", "Đ1", "a b", "a\nb"}) EXPECT_FALSE(TaskId(code).ok()) << code;
  EXPECT_FALSE(TaskId(std::string(64, 'a')).ok());
  EXPECT_TRUE(TaskId(std::string(63, 'a')).ok());
}

TEST(CheckTask, TellsAllThatIsIncompleteOrContradicts) {
  v1::Plan plan;
  plan.set_organisation("organisations/province");
  const auto faults = [&](const v1::Task& task) {
    status::Violations violations;
    CheckTask(task, plan, nullptr, "task", &violations);
    return support::FieldsIn(violations.ToStatus());
  };
  EXPECT_EQ(faults(OneOff("a")), "");
  EXPECT_EQ(faults(v1::Task()), "task.code task.title task.owner task.task_class ");
  v1::Task task = OneOff("*");
  task.set_organisation("organisations/u1");
  task.mutable_rhythm()->set_working_days(true);
  task.mutable_due_rule()->set_working_days(true);
  EXPECT_EQ(faults(task), "task.code task.rhythm task.organisation task.rhythm task.due_rule ");
}

TEST(CompleteTask, SetsTheDayOnceAndNeverInTheFuture) {
  const CivilDay today(2025, 6, 16);
  EXPECT_THAT(CompleteTask(OneOff("a"), today + 1, "", today),
              StatusIs(absl::StatusCode::kFailedPrecondition, "DONE_IN_FUTURE"));
  v1::Task task = OneOff("a");
  task.set_document("12-KH/TU");
  ASSERT_OK_AND_ASSIGN(task, CompleteTask(task, today, "", today));
  EXPECT_EQ(task.document(), "12-KH/TU");
  EXPECT_EQ(civil::FromDate(task.done_date()), today);
  EXPECT_THAT(CompleteTask(task, today, "", today), StatusIs(absl::StatusCode::kFailedPrecondition, "TASK_COMPLETED"));
  ASSERT_OK_AND_ASSIGN(const v1::Task other, CompleteTask(OneOff("b"), today - 3, "15-BC/TU", today));
  EXPECT_EQ(other.document(), "15-BC/TU");
  task = OneOff("c");
  task.set_task_class(v1::Task::REGULAR);
  EXPECT_THAT(CompleteTask(task, today, "", today), StatusIs(absl::StatusCode::kFailedPrecondition, "TASK_REGULAR"));
}

// The published state of 10 June 2025: 19 tasks = 2 regular + 6 completed + 11 continuing.
std::vector<v1::Task> NineteenTasks() {
  std::vector<v1::Task> tasks;
  for (int i = 0; i < 19; ++i) {
    v1::Task task = OneOff("t" + std::to_string(i));
    if (i < 2) task.set_task_class(v1::Task::REGULAR);
    if (i >= 2 && i < 8) *task.mutable_done_date() = civil::ToDate(CivilDay(2025, 6, 3 + i));
    *task.mutable_due_date() = civil::ToDate(CivilDay(2025, 6, 20) - i);
    tasks.push_back(task);
  }
  return tasks;
}

constexpr auto kVietnamese = status::Language::kVietnamese;

TEST(MeasureProgress, AddsUpToTheWholeAsOfTheReportedDay) {
  const auto progress = MeasureProgress(NineteenTasks(), CivilDay(2025, 6, 10), kVietnamese);
  EXPECT_EQ(progress.total_count(), 19);
  EXPECT_EQ(progress.regular_count(), 2);
  EXPECT_EQ(progress.completed_count(), 6);
  EXPECT_EQ(progress.continuing_count(), 11);
  EXPECT_EQ(progress.summary(),
            "Tính đến ngày 10/6/2025: 19 nhiệm vụ = 2 thường xuyên + 6 đã hoàn thành + 11 đang tiếp tục thực hiện; "
            "8 quá hạn.");
}

TEST(MeasureProgress, AddsUpAndNeverLosesACompletionAsTimePasses) {
  int completed_before = 0;
  for (CivilDay day(2025, 5, 25); day < CivilDay(2025, 7, 5); ++day) {
    const auto progress = MeasureProgress(NineteenTasks(), day, kVietnamese);
    EXPECT_EQ(progress.total_count(),
              progress.regular_count() + progress.completed_count() + progress.continuing_count());
    EXPECT_GE(progress.completed_count(), completed_before);
    EXPECT_LE(progress.overdue_tasks_size(), progress.continuing_count());
    completed_before = progress.completed_count();
  }
}

TEST(MeasureProgress, CallsATaskOverdueFromTheDayBehindItsDueDateOn) {
  v1::Task task = OneOff("a");
  *task.mutable_due_date() = civil::ToDate(CivilDay(2025, 6, 10));
  EXPECT_EQ(MeasureProgress({task}, CivilDay(2025, 6, 10), kVietnamese).overdue_tasks_size(), 0);
  EXPECT_EQ(MeasureProgress({task}, CivilDay(2025, 6, 11), kVietnamese).overdue_tasks_size(), 1);
  task.set_task_class(v1::Task::REGULAR);
  EXPECT_EQ(MeasureProgress({task}, CivilDay(2025, 6, 11), kVietnamese).overdue_tasks_size(), 0);
}

TEST(MeasureProgress, ListsTheLongestOverdueFirst) {
  const auto progress = MeasureProgress(NineteenTasks(), CivilDay(2025, 7, 1), kVietnamese);
  ASSERT_EQ(progress.overdue_tasks_size(), 11);
  EXPECT_EQ(progress.overdue_tasks(0).code(), "t18");
  EXPECT_EQ(progress.overdue_tasks(10).code(), "t8");
}

using support::kFailed;

TEST(CancelTask, IsTakenBackByReopeningAsACompletionIs) {
  const CivilDay today(2025, 6, 16);
  ASSERT_OK_AND_ASSIGN(const v1::Task cancelled, CancelTask(OneOff("a"), "Không còn cần", today, false));
  EXPECT_EQ(cancelled.cancellation().reason(), "Không còn cần");
  EXPECT_TRUE(IsSettled(cancelled));
  EXPECT_THAT(CancelTask(cancelled, "", today, true), StatusIs(kFailed, "TASK_CANCELLED"));
  EXPECT_THAT(CompleteTask(cancelled, today, "", today), StatusIs(kFailed, "TASK_CANCELLED"));
  ASSERT_OK_AND_ASSIGN(const v1::Task open, ReopenTask(cancelled));
  EXPECT_FALSE(IsSettled(open));
  EXPECT_THAT(ReopenTask(open), StatusIs(kFailed, "TASK_OPEN"));
  ASSERT_OK_AND_ASSIGN(const v1::Task done, CompleteTask(open, today, "", today));
  EXPECT_THAT(CancelTask(done, "", today, false), StatusIs(kFailed, "TASK_COMPLETED"));
  // Who entered it by mistake takes the completion back with it, and gets it back by reopening.
  ASSERT_OK_AND_ASSIGN(const v1::Task mistaken, CancelTask(done, "Nhầm", today, true));
  ASSERT_OK_AND_ASSIGN(const v1::Task again, ReopenTask(mistaken));
  EXPECT_TRUE(again.has_done_date());
}

TEST(PlaceTask, IsOfAPartyAndReckonsItsDueDate) {
  v1::Plan plan;
  plan.set_organisation("organisations/province");
  plan.add_partners("organisations/council");
  ASSERT_OK_AND_ASSIGN(const v1::Task own, PlaceTask(OneOff("a"), plan, nullptr));
  EXPECT_EQ(own.organisation(), "organisations/province");
  v1::Task task = OneOff("a");
  task.set_organisation("organisations/council");
  *task.mutable_due_rule()->mutable_anchor() = civil::ToDate(CivilDay(2025, 8, 31));
  task.mutable_due_rule()->set_days(-10);
  ASSERT_OK_AND_ASSIGN(const v1::Task theirs, PlaceTask(task, plan, nullptr));
  EXPECT_EQ(civil::FromDate(theirs.due_date()), CivilDay(2025, 8, 21));
  task.set_task_class(v1::Task::REGULAR);
  *task.mutable_done_date() = civil::ToDate(CivilDay(2025, 6, 1));
  EXPECT_THAT(PlaceTask(task, plan, nullptr), StatusIs(absl::StatusCode::kFailedPrecondition, "TASK_REGULAR"));
}

TEST(Reckon, SaysTheDayOfTheRuleWhereTheCalendarCoversIt) {
  v1::Calendar calendar;
  calendar.set_first_year(2025);
  calendar.set_last_year(2025);
  const WorkingDays days(calendar);
  v1::Task task = OneOff("a");
  *task.mutable_due_date() = civil::ToDate(CivilDay(2025, 6, 2));
  EXPECT_EQ(civil::FromDate(Reckon(task, &days).due_date()), CivilDay(2025, 6, 2)) << "no rule";
  *task.mutable_due_rule()->mutable_anchor() = civil::ToDate(CivilDay(2025, 6, 6));
  task.mutable_due_rule()->set_days(1);
  task.mutable_due_rule()->set_working_days(true);
  EXPECT_EQ(civil::FromDate(Reckon(task, &days).due_date()), CivilDay(2025, 6, 9));
  EXPECT_EQ(civil::FromDate(Reckon(task, nullptr).due_date()), CivilDay(2025, 6, 2));
  task.mutable_due_rule()->set_days(3000);
  EXPECT_EQ(civil::FromDate(Reckon(task, &days).due_date()), CivilDay(2025, 6, 2)) << "not covered";
}

}  // namespace
}  // namespace congress::scheduling
