#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr char kPlan[] =
    "plan_id: 'p' plan { organisation: 'organisations/province' congress: 'congresses/x' number: '47-KH/BCĐ' title: "
    "'Chuẩn bị đại hội' } ";
constexpr char kRows[] =
    "code,title,owner,class,due,done_on,document\\n1,Giao ban,Văn phòng,regular,,,\\n2,Đề án,Ban Tổ "
    "chức,one-off,2025-06-10,,\\n3,Trụ sở,organisations/u1,completed,2025-06-01,2025-06-05,9-BC\\n";

std::string Import(const std::string& csv, const std::string& more = "") {
  return StrCat("parent: 'plans/p' csv: '", csv, "' ", more);
}
std::string Name(const std::string& task) { return StrCat("name: 'plans/p/tasks/", task, "' "); }

class TaskScene : public Scene {
 public:
  TaskScene() { EXPECT_THAT(Call(&Tasks::CreatePlan, kPlan), IsOk()); }
  void ImportRows() { EXPECT_THAT(Call(&Tasks::ImportTasks, Import(kRows)), IsOk()); }
};

TEST(Plans, AreMadeReadAndListed) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Tasks::CreatePlan, StrCat(kPlan, kUuid), kClerk));
  EXPECT_EQ(made.name(), "plans/p");
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Tasks::CreatePlan, StrCat(kPlan, kUuid), kClerk));
  EXPECT_EQ(again.SerializeAsString(), made.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Tasks::GetPlan, "name: 'plans/p'", kReader));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  const std::string own_plan = "plan_id: 'q' plan { organisation: 'organisations/u1' number: '1' title: 'Riêng' }";
  ASSERT_THAT(scene.Call(&Tasks::CreatePlan, own_plan, kUnitClerk), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto of_congress, scene.Call(&Tasks::ListPlans, "congress: 'congresses/x'"));
  EXPECT_EQ(of_congress.plans_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Call(&Tasks::ListPlans, "", kUnitClerk));
  ASSERT_EQ(own.plans_size(), 1);
  EXPECT_EQ(own.plans(0).name(), "plans/q");
}

TEST(Plans, AreRefusedWithoutPermissionOrSense) {
  Scene scene;
  EXPECT_THAT(scene.Call(&Tasks::CreatePlan, kPlan, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Tasks::CreatePlan, kPlan, kStranger), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Tasks::CreatePlan, "plan_id: 'p' plan { number: '1' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.Call(&Tasks::CreatePlan, kPlan), IsOk());
  EXPECT_THAT(scene.Call(&Tasks::CreatePlan, kPlan), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Call(&Tasks::GetPlan, "name: 'plans/p'", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::GetPlan, "name: 'plans'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::ListPlans, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::ListPlans, "congress: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p'", kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::GetPlanProgress, "name: 'p'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ImportTasks, PreviewsThenImportsThenChangesNothing) {
  TaskScene scene;
  ASSERT_OK_AND_ASSIGN(const auto preview,
                       scene.Call(&Tasks::ImportTasks, Import(kRows, "validate_only: true page_size: 2")));
  EXPECT_EQ(preview.new_count(), 3);
  ASSERT_EQ(preview.rows_size(), 2);
  EXPECT_EQ(preview.rows(0).line(), 2);
  const std::string next = StrCat("page_token: '", preview.next_page_token(), "'");
  ASSERT_OK_AND_ASSIGN(const auto rest,
                       scene.Call(&Tasks::ImportTasks, Import(kRows, "validate_only: true page_size: 2 " + next)));
  ASSERT_EQ(rest.rows_size(), 1);
  EXPECT_EQ(rest.next_page_token(), "");
  ASSERT_OK_AND_ASSIGN(const auto none, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'"));
  EXPECT_EQ(none.tasks_size(), 0);

  ASSERT_OK_AND_ASSIGN(const auto imported, scene.Call(&Tasks::ImportTasks, Import(kRows, kUuid), kClerk));
  EXPECT_EQ(imported.new_count(), 3);
  EXPECT_EQ(imported.rows_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Call(&Tasks::ImportTasks, Import(kRows, kUuid), kClerk));
  EXPECT_EQ(replayed.new_count(), 3);
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'"));
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Tasks::ImportTasks, Import(kRows)));
  EXPECT_EQ(again.unchanged_count(), 3);
  EXPECT_EQ(again.new_count() + again.changed_count(), 0);
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'"));
  EXPECT_EQ(before.SerializeAsString(), after.SerializeAsString());
}

TEST(ImportTasks, TakesNothingOfAFileWithAWrongRow) {
  TaskScene scene;
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import(StrCat(kRows, "4,,X,one-off,,,\\n"))),
              StatusIs(kInvalid, "IMPORT_REJECTED"));
  ASSERT_OK_AND_ASSIGN(const auto none, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'"));
  EXPECT_EQ(none.tasks_size(), 0);
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import("code,title\\n1,2\\n")), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import("\\377")), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import("PK\\003\\004", "sheet: 'A'")),
              StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import(kRows, "validate_only: true page_token: 'x'")),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import(kRows), kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import(kRows), kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(TaskService, CreatesReadsListsAndUpdatesTasks) {
  TaskScene scene;
  const std::string create =
      "parent: 'plans/p' task { code: 'I.1' title: 'Báo cáo' owner: 'Văn phòng' task_class: ONE_OFF } ";
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Tasks::CreateTask, create + kUuid, kClerk));
  EXPECT_EQ(made.name(), "plans/p/tasks/i-1");
  EXPECT_EQ(made.organisation(), "organisations/province");
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Call(&Tasks::CreateTask, create + kUuid, kClerk));
  EXPECT_EQ(replayed.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.Call(&Tasks::CreateTask, create), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Call(&Tasks::CreateTask, create, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Tasks::CreateTask, create, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::CreateTask, "parent: 'plans/p' task { code: 'Đ' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::GetTask, Name("i-1"), kReader), IsOk());
  EXPECT_THAT(scene.Call(&Tasks::GetTask, Name("i-1"), kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::GetTask, "name: 'plans/p'"), StatusIs(kInvalid, "FIELDS_INVALID"));

  const std::string rename = StrCat("task { ", Name("i-1"), "title: 'Báo cáo tháng' } ");
  ASSERT_OK_AND_ASSIGN(const auto renamed,
                       scene.Call(&Tasks::UpdateTask, StrCat(rename, "etag: '", made.etag(), "'"), kClerk));
  EXPECT_EQ(renamed.title(), "Báo cáo tháng");
  EXPECT_EQ(renamed.owner(), "Văn phòng");
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask, StrCat(rename, "etag: '", made.etag(), "'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask, rename, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask, rename, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask, StrCat("task { ", Name("i-1"), "} update_mask { paths: 'title' }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask, "task { title: 'A' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(TaskService, PutsNoUnitInChargeThatHasEndedOrThatNobodyKnows) {
  TaskScene scene;
  scene.ImportRows();
  ASSERT_THAT(scene.Call(&Tasks::CreatePlan,
                         "plan_id: 'q' plan { organisation: 'organisations/u1' number: '1' title: 'Riêng' }"),
              IsOk());
  scene.service().organisations().End("organisations/u1", sample::kToday, "organisations/u2");
  const auto create = [&](const std::string& owner, const std::string& plan = "plans/p") {
    return scene.Call(
        &Tasks::CreateTask,
        StrCat("parent: '", plan, "' task { code: '9' title: 'Đề án' task_class: ONE_OFF ", "owner: '", owner, "' }"));
  };
  EXPECT_THAT(create("organisations/u1"), StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_THAT(create("organisations/nowhere"), StatusIs(kMissing, "ORGANISATION_UNKNOWN"));
  EXPECT_THAT(create("organisations/Ban Tổ chức"), StatusIs(kInvalid, "FIELDS_INVALID"));
  // Nor by a file, of which all such rows are told.
  const std::string rows = StrCat(kRows, "4,Nhà khách,organisations/u1,one-off,2025-09-01,,\\n",
                                  "5,Nhà khách,organisations/u2,one-off,2025-09-01,,\\n",
                                  "6,Nhà khách,organisations/u1,one-off,2025-09-01,,\\n");
  const auto ended = scene.Call(&Tasks::ImportTasks, Import(rows));
  EXPECT_THAT(ended, StatusIs(kInvalid, "IMPORT_REJECTED"));
  EXPECT_EQ(support::FieldsIn(ended.status()), "csv.line[5] csv.line[7] ");
  ASSERT_OK_AND_ASSIGN(const auto preview, scene.Call(&Tasks::ImportTasks, Import(rows, "validate_only: true")));
  EXPECT_EQ(preview.error_count(), 2);
  EXPECT_EQ(preview.new_count(), 1);
  // Of a file all rows that name nobody are told.
  const auto nobody = scene.Call(
      &Tasks::ImportTasks, Import(StrCat("code,title,owner,class,coordinators\\n5,A,organisations/nowhere,",
                                         "one-off,\\n6,B,Ban,one-off,organisations/u2;organisations/nowhere\\n")));
  EXPECT_THAT(nobody, StatusIs(kInvalid, "IMPORT_REJECTED"));
  EXPECT_EQ(support::FieldsIn(nobody.status()), "csv.line[2] csv.line[3] ");
  // What stands goes on.
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask,
                         "task { name: 'plans/p/tasks/task-3' title: 'Trụ sở mới' } update_mask { paths: 'title' }"),
              IsOk());
  EXPECT_THAT(scene.Call(&Tasks::ImportTasks, Import(kRows)), IsOk());
  // Nor the unit whose plan it is.
  const auto refused = create("organisations/u1", "plans/q");
  EXPECT_THAT(refused, StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "successor"), "organisations/u2");
  EXPECT_THAT(create("organisations/u2", "plans/q"), IsOk());
}

TEST(CreateTask, TellsAllThatIsWrongAtOnce) {
  TaskScene scene;
  const auto refused = scene.Call(
      &Tasks::CreateTask,
      StrCat("parent: 'plans/p' task { code: 'Đ' title: 'A' owner: 'X' task_class: ONE_OFF ",
             "organisation: 'organisations/u1' due_rule { anchor ", Date(2025, 6, 2), "working_days: true } }"));
  EXPECT_THAT(refused, StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(support::FieldsIn(refused.status()), "task.code task.organisation task.due_rule ");
}

TEST(ListTasks, FollowsTheOrderInWhichCodesAreRead) {
  TaskScene scene;
  std::string rows = "code,title,owner,class,due,done_on,document\\n";
  for (const char* code : {"10", "2", "1", "I.10", "I.2", "I.1", "IX", "V"}) rows += StrCat(code, ",A,X,regular,,,\\n");
  ASSERT_THAT(scene.Call(&Tasks::ImportTasks, Import(rows)), IsOk());
  std::vector<std::string> codes;
  std::string token;
  do {
    ASSERT_OK_AND_ASSIGN(
        const auto page,
        scene.Call(&Tasks::ListTasks, StrCat("parent: 'plans/p' page_size: 3 page_token: '", token, "'")));
    for (const auto& task : page.tasks()) codes.push_back(task.code());
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(codes, (std::vector<std::string>{"1", "2", "10", "I.1", "I.2", "I.10", "V", "IX"}));
}

TEST(ListTasks, FiltersAndPages) {
  TaskScene scene;
  scene.ImportRows();
  ASSERT_OK_AND_ASSIGN(const auto owned, scene.Call(&Tasks::ListTasks, "parent: 'plans/p' owner: 'Ban Tổ chức'"));
  ASSERT_EQ(owned.tasks_size(), 1);
  EXPECT_EQ(owned.tasks(0).code(), "2");
  ASSERT_OK_AND_ASSIGN(const auto regular, scene.Call(&Tasks::ListTasks, "parent: 'plans/p' task_class: REGULAR"));
  EXPECT_EQ(regular.tasks_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&Tasks::ListTasks, "parent: 'plans/p' page_size: 2"));
  EXPECT_EQ(page.tasks_size(), 2);
  EXPECT_NE(page.next_page_token(), "");
  ASSERT_OK_AND_ASSIGN(const auto hidden, scene.Call(&Tasks::ListTasks, "parent: 'plans/p'", kStranger));
  EXPECT_EQ(hidden.tasks_size(), 0);
  EXPECT_THAT(scene.Call(&Tasks::ListTasks, "parent: 'plans/p' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Tasks::ListTasks, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(CompleteTask, IsRecordedOnceAndMovesTheProgress) {
  TaskScene scene;
  scene.ImportRows();
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p'", kReader));
  EXPECT_EQ(before.total_count(), 3);
  EXPECT_EQ(before.regular_count(), 1);
  EXPECT_EQ(before.completed_count(), 1);
  EXPECT_EQ(before.continuing_count(), 1);
  ASSERT_EQ(before.overdue_tasks_size(), 1);
  EXPECT_EQ(before.as_of().day(), 16);

  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, Name("task-2"), kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, Name("task-2"), kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, Name("task-2") + "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, StrCat(Name("task-2"), "done_date ", Date(2025, 6, 17))),
              StatusIs(kFailed, "DONE_IN_FUTURE"));
  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, Name("task-1")), StatusIs(kFailed, "TASK_REGULAR"));
  const std::string complete = StrCat(Name("task-2"), "document: '5-BC' ", kUuid);
  ASSERT_OK_AND_ASSIGN(const auto done, scene.Call(&Tasks::CompleteTask, complete, kClerk));
  EXPECT_EQ(done.done_date().day(), 16);
  EXPECT_EQ(done.document(), "5-BC");
  ASSERT_OK_AND_ASSIGN(const auto replayed, scene.Call(&Tasks::CompleteTask, complete, kClerk));
  EXPECT_EQ(replayed.SerializeAsString(), done.SerializeAsString());
  EXPECT_THAT(scene.Call(&Tasks::CompleteTask, Name("task-2")), StatusIs(kFailed, "TASK_COMPLETED"));
  EXPECT_THAT(scene.Call(&Tasks::UpdateTask, StrCat("task { ", Name("task-2"), "task_class: REGULAR }")),
              StatusIs(kFailed, "TASK_REGULAR"));

  ASSERT_OK_AND_ASSIGN(const auto after, scene.Call(&Tasks::GetPlanProgress, "name: 'plans/p'"));
  EXPECT_EQ(after.completed_count(), 2);
  EXPECT_EQ(after.overdue_tasks_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto earlier,
                       scene.Call(&Tasks::GetPlanProgress, StrCat("name: 'plans/p' as_of ", Date(2025, 6, 15))));
  EXPECT_EQ(earlier.completed_count(), 1);
  EXPECT_EQ(earlier.summary(), "As of 2025-06-15: 3 tasks = 1 regular + 1 completed + 1 continuing; 1 overdue.");
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto vietnamese,
                       scene.Call(&Tasks::GetPlanProgress, StrCat("name: 'plans/p' as_of ", Date(2025, 6, 15))));
  EXPECT_EQ(vietnamese.summary(),
            "Tính đến ngày 15/6/2025: 3 nhiệm vụ = 1 thường xuyên + 1 đã hoàn thành + 1 đang tiếp tục thực hiện; 1 quá "
            "hạn.");
}

}  // namespace
}  // namespace congress::scheduling
