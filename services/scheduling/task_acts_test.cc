#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

std::string TaskName(const std::string& task) { return StrCat("name: 'plans/p/tasks/", task, "' "); }

class ActScene : public Scene {
 public:
  ActScene() {
    MakePlan("p");
    EXPECT_THAT(AddTask("p", "A"), IsOk());
  }
  int Total(const std::string& more = "") {
    const auto progress = Call(&Tasks::GetPlanProgress, StrCat("name: 'plans/p' ", more));
    EXPECT_THAT(progress, IsOk());
    return progress.ok() ? progress->total_count() : -1;
  }
};

TEST(CancelTask, LeavesTheTaskInReportsOfDaysBefore) {
  ActScene scene;
  const auto cancel = [&](const std::string& more, const std::string& binding = kAdmin) {
    return scene.Call(&Tasks::CancelTask, StrCat(TaskName("a"), more), binding);
  };
  EXPECT_THAT(cancel(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(cancel("reason: 'Không còn cần'", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(cancel("reason: 'Không còn cần'", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(cancel("reason: 'Không còn cần' etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto cancelled, cancel("reason: 'Không còn cần'", kClerk));
  EXPECT_EQ(cancelled.cancellation().from_date().day(), 16);
  EXPECT_EQ(cancelled.change(), v1::Task::CANCELLED);
  EXPECT_EQ(scene.Total(), 0);
  EXPECT_EQ(scene.Total(StrCat("as_of ", Date(2025, 6, 15))), 1);
  EXPECT_THAT(cancel("reason: 'Lần nữa'"), StatusIs(kFailed, "TASK_CANCELLED"));
  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, TaskName("a")), StatusIs(kFailed, "TASK_CANCELLED"));

  const auto reopen = [&](const std::string& more, const std::string& binding = kAdmin) {
    return scene.Call(&Tasks::ReopenTask, StrCat(TaskName("a"), more), binding);
  };
  EXPECT_THAT(reopen(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(reopen("reason: 'Vẫn cần'", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(reopen("reason: 'Vẫn cần'", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(reopen("reason: 'Vẫn cần' etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(reopen("reason: 'Vẫn cần'", kClerk), IsOk());
  EXPECT_EQ(scene.Total(), 1);
  EXPECT_THAT(reopen("reason: 'Vẫn cần'"), StatusIs(kFailed, "TASK_OPEN"));
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, TaskName("a")), IsOk());
  EXPECT_THAT(cancel("reason: 'Xong rồi'"), StatusIs(kFailed, "TASK_COMPLETED"));
  ASSERT_THAT(cancel("reason: 'Nhập nhầm' mistaken: true"), IsOk());
  EXPECT_EQ(scene.Total(StrCat("as_of ", Date(2025, 6, 15))), 0) << "it never was";

  ASSERT_OK_AND_ASSIGN(const auto versions, scene.Call(&Tasks::ListTaskVersions, TaskName("a"), kReader));
  std::vector<std::string> told;
  for (const auto& one : versions.versions()) {
    told.push_back(StrCat(v1::Task::Change_Name(one.change()), one.reason().empty() ? "" : ": ", one.reason()));
  }
  EXPECT_EQ(told, (std::vector<std::string>{"ADDED", "CANCELLED: Không còn cần", "REOPENED: Vẫn cần", "COMPLETED",
                                            "CANCELLED: Nhập nhầm"}));
  EXPECT_EQ(versions.versions(0).account(), "an");
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&Tasks::ListTaskVersions, StrCat(TaskName("a"), "page_size: 2")));
  EXPECT_NE(page.next_page_token(), "");
  EXPECT_THAT(scene.Call(&Tasks::ListTaskVersions, StrCat(TaskName("a"), "page_token: 'x'")),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::ListTaskVersions, TaskName("a"), kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::ListTaskVersions, "name: 'a'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ClaimTask, IsOfOnePostAtATime) {
  ActScene scene;
  ASSERT_THAT(scene.MakePost("office", "head"), IsOk());
  ASSERT_THAT(scene.MakePost("office", "deputy"), IsOk());
  const auto claim = [&](const std::string& post, const std::string& more = "", const std::string& binding = kAdmin) {
    return scene.Call(&Tasks::ClaimTask, StrCat(TaskName("a"), "post: 'organisations/office/posts/", post, "' ", more),
                      binding);
  };
  EXPECT_THAT(claim("none"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(claim("head", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(claim("head", "", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(claim("head", "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Tasks::ClaimTask, TaskName("a")), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto claimed, claim("head", "", kClerk));
  EXPECT_EQ(claimed.post(), "organisations/office/posts/head");
  const auto taken = claim("deputy");
  EXPECT_THAT(taken, StatusIs(kFailed, "TASK_CLAIMED"));
  EXPECT_EQ(support::MetadataIn(taken.status(), "post"), "organisations/office/posts/head");
  ASSERT_OK_AND_ASSIGN(const auto mine,
                       scene.Call(&Tasks::ListTasks, "parent: 'plans/-' post: 'organisations/office/posts/head'"));
  EXPECT_EQ(mine.tasks_size(), 1);
  const auto release = [&](const std::string& more = "", const std::string& binding = kAdmin) {
    return scene.Call(&Tasks::ReleaseTask, StrCat(TaskName("a"), more), binding);
  };
  EXPECT_THAT(release("", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(release("", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(release("etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Tasks::ReleaseTask, "name: 'a'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto released, release("", kClerk));
  EXPECT_EQ(released.post(), "");
  ASSERT_OK_AND_ASSIGN(const auto again, release());
  EXPECT_EQ(again.etag(), released.etag());
  ASSERT_THAT(claim("deputy"), IsOk());
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, TaskName("a")), IsOk());
  EXPECT_THAT(claim("deputy"), StatusIs(kFailed, "TASK_COMPLETED"));
  ASSERT_THAT(scene.Call(&Tasks::CancelTask, StrCat(TaskName("a"), "reason: 'Nhầm' mistaken: true")), IsOk());
  EXPECT_THAT(claim("deputy"), StatusIs(kFailed, "TASK_CANCELLED"));
}

// Friday of each week, from Monday 2 June on; today is Monday 16 June.
class RhythmScene : public ActScene {
 public:
  RhythmScene() {
    EXPECT_THAT(Call(&Calendars::CreateCalendar, CalendarText()), IsOk());
    MakePlan("c", "calendar: 'calendars/vn'");
    EXPECT_THAT(
        AddTask("p", "W",
                StrCat("task_class: REGULAR start_date ", Date(2025, 6, 2), "rhythm { every: WEEK due_day: 5 }")),
        IsOk());
  }
  absl::StatusOr<v1::ListOccurrencesResponse> Occurrences(const std::string& more,
                                                          const std::string& task = "p/tasks/w",
                                                          const std::string& binding = kAdmin) {
    return Call(&Tasks::ListOccurrences, StrCat("parent: 'plans/", task, "' ", more), binding);
  }
  std::string Listed(const std::string& more, const std::string& task = "p/tasks/w") {
    const auto all = Occurrences(more, task);
    EXPECT_THAT(all, IsOk());
    std::string told;
    if (!all.ok()) return told;
    for (const auto& one : all->occurrences()) {
      told += StrCat(one.period(), one.has_done_date() ? " done; " : "; ");
    }
    return told;
  }
};

TEST(Occurrences, FollowFromTheRhythmAndAreDoneOneByOne) {
  RhythmScene scene;
  const std::string until = StrCat("until ", Date(2025, 6, 20));
  EXPECT_EQ(scene.Listed(until), "2025-W23; 2025-W24; 2025-W25; ");
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p'"));
  EXPECT_EQ(before.overdue_occurrences_size(), 2);
  const auto done = [&](const std::string& more) {
    return scene.Call(&Tasks::CompleteTask, StrCat(TaskName("w"), more));
  };
  ASSERT_THAT(done(StrCat("occurrence: '2025-W23' document: '3-BC' done_date ", Date(2025, 6, 6))), IsOk());
  EXPECT_THAT(done("occurrence: '2025-W23'"), StatusIs(kFailed, "TASK_COMPLETED"));
  EXPECT_THAT(done("occurrence: '2025-W22'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(done(StrCat("occurrence: '2025-W24' done_date ", Date(2025, 6, 17))),
              StatusIs(kFailed, "DONE_IN_FUTURE"));
  EXPECT_THAT(done(""), StatusIs(kFailed, "TASK_REGULAR"));
  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, StrCat(TaskName("a"), "occurrence: '2025-W23'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(scene.Listed(until), "2025-W23 done; 2025-W24; 2025-W25; ");
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p'"));
  EXPECT_EQ(after.overdue_occurrences_size(), 1);
  const std::string back = StrCat(TaskName("w"), "reason: 'Nhầm kỳ' occurrence: ");
  ASSERT_THAT(scene.Call(&Tasks::ReopenTask, StrCat(back, "'2025-W23'")), IsOk());
  EXPECT_THAT(scene.Call(&Tasks::ReopenTask, StrCat(back, "'2025-W23'")), StatusIs(kFailed, "TASK_OPEN"));
  EXPECT_THAT(scene.Call(&Tasks::ReopenTask, StrCat(back, "'2020'")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Occurrences("page_size: 1"));
  EXPECT_EQ(first.occurrences(0).entries_size(), 2) << "what was entered stays";
  EXPECT_NE(first.next_page_token(), "");
  EXPECT_THAT(scene.Occurrences("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Occurrences("", "p/tasks/none"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Occurrences("", "p/tasks/w", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::ListOccurrences, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(Occurrences, CountWorkingDaysByThePlansCalendar) {
  RhythmScene scene;
  const std::string monthly = "task_class: REGULAR rhythm { every: MONTH due_day: -1 working_days: true }";
  EXPECT_THAT(scene.AddTask("p", "M", monthly), StatusIs(kInvalid, "FIELDS_INVALID")) << "without a calendar";
  ASSERT_THAT(scene.AddTask("c", "M", monthly), IsOk());
  EXPECT_EQ(scene.Listed("", "c/tasks/m"), "2025-06; 2025-07; 2025-08; ");
  EXPECT_THAT(scene.Occurrences(StrCat("until ", Date(2026, 2, 1)), "c/tasks/m"),
              StatusIs(kFailed, "DATE_NOT_COVERED"));
  scene.Noon(absl::CivilDay(2025, 12, 20));
  EXPECT_THAT(scene.Occurrences("", "c/tasks/m"), IsOk()) << "as far as the calendar goes";
}

TEST(CreateOccurrence, IsForWhatIsDemanded) {
  RhythmScene scene;
  ASSERT_THAT(scene.AddTask("p", "D", "task_class: REGULAR rhythm { every: ON_DEMAND }"), IsOk());
  const auto create = [&](const std::string& task, const std::string& period, const std::string& binding = kAdmin) {
    return scene.Call(&Tasks::CreateOccurrence,
                      StrCat("parent: 'plans/p/tasks/", task, "' occurrence { period: '", period, "' due_date ",
                             Date(2025, 6, 13), "} "),
                      binding);
  };
  EXPECT_THAT(create("w", "18-NQ/TU"), StatusIs(kFailed, "TASK_NOT_ON_DEMAND"));
  EXPECT_THAT(create("d", "/"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create("d", "18-NQ/TU", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(create("d", "18-NQ/TU", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto made, create("d", "18-NQ/TU", kClerk));
  EXPECT_EQ(made.name(), "plans/p/tasks/d/occurrences/18-nq-tu");
  EXPECT_THAT(create("d", "18-NQ/TU"), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_EQ(scene.Listed("", "p/tasks/d"), "18-NQ/TU; ");
  ASSERT_OK_AND_ASSIGN(const auto progress, scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p'"));
  EXPECT_EQ(progress.overdue_occurrences_size(), 3) << "with two of the week";
  ASSERT_THAT(scene.Call(&Tasks::CompleteTask, StrCat(TaskName("d"), "occurrence: '18-NQ/TU'")), IsOk());
  EXPECT_EQ(scene.Listed("", "p/tasks/d"), "18-NQ/TU done; ");
}

}  // namespace
}  // namespace congress::scheduling
