#include "gmock/gmock.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

std::string Item(const std::string& code, int offset, const std::string& more = "") {
  return StrCat("items { code: '", code, "' title: 'Việc ", code,
                "' owner: 'Văn phòng' task_class: ONE_OFF offset: ", offset, " working_days: true ", more, " } ");
}
std::string Create(const std::string& id, const std::string& items,
                   const std::string& organisation = "organisations/province") {
  return StrCat("task_template_id: '", id, "' task_template { organisation: '", organisation,
                "' display_name: 'Chuẩn bị đại hội cấp xã' legal_basis: '45-CT/TW' ", items, " } ");
}
std::string Apply(const std::string& plan, const std::string& id, const std::string& more = "") {
  return StrCat("parent: 'plans/", plan, "' template: 'taskTemplates/", id, "' anchor ", Date(2025, 9, 3), more);
}

TEST(TaskTemplates, MakeTasksCountedBackInWorkingDays) {
  Scene scene;
  ASSERT_THAT(scene.Call(&Calendars::CreateCalendar, Scene::CalendarText()), IsOk());
  scene.MakePlan("p", "calendar: 'calendars/vn'");
  const std::string regular =
      "items { code: 'III' title: 'Giao ban' owner: 'Văn phòng' task_class: REGULAR rhythm { every: WEEK } } ";
  ASSERT_THAT(scene.Call(&Templates::CreateTaskTemplate,
                         Create("xa", StrCat(Item("I", -10), Item("II", -2, "after: 'I'"), regular)), kClerk),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto preview,
                       scene.Call(&Templates::ApplyTaskTemplate, Apply("p", "xa", "validate_only: true"), kClerk));
  EXPECT_EQ(preview.tasks_size(), 3);
  EXPECT_THAT(scene.Call(&Tasks::GetTask, "name: 'plans/p/tasks/i'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Templates::ApplyTaskTemplate, Apply("p", "xa"), kClerk));
  ASSERT_EQ(made.tasks_size(), 3);
  // 2 September is a holiday, 30 and 31 August are a weekend.
  EXPECT_EQ(made.tasks(1).due_date().day(), 29);
  EXPECT_EQ(made.tasks(1).due_date().month(), 8);
  EXPECT_EQ(made.tasks(0).due_date().day(), 19);
  EXPECT_EQ(made.tasks(0).source(), "taskTemplates/xa");
  EXPECT_THAT(made.tasks(1).blocked_by(), ::testing::ElementsAre("plans/p/tasks/i"));
  EXPECT_EQ(made.tasks(2).rhythm().every(), v1::Rhythm::WEEK);
  EXPECT_THAT(scene.Call(&Templates::ApplyTaskTemplate, Apply("p", "xa")), StatusIs(kExists, "RESOURCE_EXISTS"));
  ASSERT_OK_AND_ASSIGN(const auto other,
                       scene.Call(&Templates::ApplyTaskTemplate, Apply("p", "xa", "code_prefix: 'XA1.'")));
  EXPECT_EQ(other.tasks(1).code(), "XA1.II");
  EXPECT_THAT(other.tasks(1).after(), ::testing::ElementsAre("plans/p/tasks/xa1-i"));
  scene.MakePlan("q");
  EXPECT_THAT(scene.Call(&Templates::ApplyTaskTemplate, Apply("q", "xa")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Templates::ApplyTaskTemplate, Apply("p", "none")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Templates::ApplyTaskTemplate, Apply("p", "xa"), kReader),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  scene.MakePlan("r", "calendar: 'calendars/vn'");
  EXPECT_THAT(scene.Call(&Templates::ApplyTaskTemplate,
                         StrCat("parent: 'plans/r' template: 'taskTemplates/xa' anchor ", Date(2026, 1, 5))),
              StatusIs(kFailed, "DATE_NOT_COVERED"));
}

TEST(TaskTemplates, AreReadListedChangedAndDeleted) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Templates::CreateTaskTemplate, Create("xa", Item("I", -10))));
  ASSERT_THAT(
      scene.Call(&Templates::CreateTaskTemplate, Create("rieng", Item("I", -10), "organisations/u1"), kUnitClerk),
      IsOk());
  // What the province keeps is used by all.
  ASSERT_OK_AND_ASSIGN(const auto read,
                       scene.Call(&Templates::GetTaskTemplate, "name: 'taskTemplates/xa'", kUnitClerk));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.Call(&Templates::GetTaskTemplate, "name: 'taskTemplates/rieng'", kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Templates::GetTaskTemplate, "name: 'xa'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto count = [&](const std::string& binding) {
    const auto page = scene.Call(&Templates::ListTaskTemplates, "", binding);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->task_templates_size() : -1;
  };
  EXPECT_EQ(count(kAdmin), 2);
  EXPECT_EQ(count(kUnitClerk), 2);
  EXPECT_EQ(count(kStranger), 1);
  EXPECT_THAT(scene.Call(&Templates::ListTaskTemplates, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Templates::ListTaskTemplates, "page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));

  const auto update = [&](const std::string& fields, const std::string& more = "",
                          const std::string& binding = kAdmin) {
    return scene.Call(&Templates::UpdateTaskTemplate,
                      StrCat("task_template { name: 'taskTemplates/xa' ", fields, " } ", more), binding);
  };
  ASSERT_THAT(update("display_name: 'Mẫu mới'", StrCat("etag: '", made.etag(), "'"), kClerk), IsOk());
  EXPECT_THAT(update("display_name: 'A'", StrCat("etag: '", made.etag(), "'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(update("display_name: 'A'", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(update(Item("I", 0, "after: 'II'")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(update(StrCat(Item("I", 0, "after: 'II'"), Item("II", 0, "after: 'I'"))),
              StatusIs(kFailed, "DEPENDENCY_CYCLE"));
  EXPECT_THAT(scene.Call(&Templates::UpdateTaskTemplate, "task_template { display_name: 'A' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto remove = [&](const std::string& more, const std::string& binding = kAdmin) {
    return scene.Call(&Templates::DeleteTaskTemplate, StrCat("name: 'taskTemplates/xa' ", more), binding);
  };
  EXPECT_THAT(remove("etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(remove("", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_THAT(remove("", kClerk), IsOk());
  EXPECT_THAT(remove(""), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Templates::DeleteTaskTemplate, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(TaskTemplates, AreRefusedWithoutPermissionOrSense) {
  Scene scene;
  const auto create = [&](const std::string& text, const std::string& binding = kAdmin) {
    return scene.Call(&Templates::CreateTaskTemplate, text, binding);
  };
  EXPECT_THAT(create(Create("xa", Item("I", -10)), kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(create(Create("xa", Item("I", -10)), kStranger), StatusIs(kDenied, "PERMISSION_MISSING"));
  const auto wrong = create(Create("xa", StrCat(Item("I.1", 0), Item("i-1", 0), Item("Đ", 0, "rhythm { every: WEEK }"),
                                                Item("II", 0, "after: 'IX'"))));
  EXPECT_THAT(wrong, StatusIs(kInvalid, "FIELDS_INVALID"));
  for (const char* field : {"items[1].code", "items[2].code", "items[2].rhythm", "items[3].after"}) {
    EXPECT_THAT(std::string(wrong.status().message()), ::testing::HasSubstr(field));
  }
  const auto cycle = create(Create("xa", StrCat(Item("I", 0, "after: 'II'"), Item("II", 0, "after: 'I'"))));
  EXPECT_THAT(cycle, StatusIs(kFailed, "DEPENDENCY_CYCLE"));
  EXPECT_EQ(support::MetadataIn(cycle.status(), "cycle"), "I → II → I");
  ASSERT_THAT(create(Create("xa", Item("I", -10))), IsOk());
  EXPECT_THAT(create(Create("xa", Item("I", -10))), StatusIs(kExists, "RESOURCE_EXISTS"));
}

}  // namespace
}  // namespace congress::scheduling
