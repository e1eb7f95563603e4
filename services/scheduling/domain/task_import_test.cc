#include "services/scheduling/domain/task_import.h"

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "services/scheduling/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;

constexpr char kHeader[] = "code,title,owner,class,due,done_on,document\n";

v1::Plan Plan() {
  v1::Plan plan;
  plan.set_name("plans/p");
  plan.set_organisation("organisations/province");
  return plan;
}

absl::StatusOr<TaskImport> Read(const std::string& rows, const std::vector<v1::Task>& stored = {}) {
  auto table = csv::Parse(kHeader + rows);
  RETURN_IF_ERROR(table.status());
  return ReadTasks(*table, Plan(), stored, sample::kToday);
}

TEST(ReadTasks, MakesATaskOfEachRow) {
  ASSERT_OK_AND_ASSIGN(const TaskImport import, Read("I.1,Giao ban tuần,Văn phòng,regular,,,\n"
                                                     "I.2,\"Đề án, bước 1\",Ban Tổ chức,one-off,2025-06-30,,\n"
                                                     "I.3,Sắp xếp trụ sở,Sở Xây dựng,completed,2025-06-01,2025-06-05,"
                                                     "9-BC\n"
                                                     "I.4,Bàn giao,Sở Nội vụ,continuing,2025-07-01,,\n"));
  EXPECT_EQ(import.new_count, 4);
  ASSERT_EQ(import.tasks.size(), 4u);
  EXPECT_EQ(import.tasks[0].task_class(), v1::Task::REGULAR);
  EXPECT_EQ(import.tasks[1].name(), "plans/p/tasks/i-2");
  EXPECT_EQ(import.tasks[1].title(), "Đề án, bước 1");
  EXPECT_EQ(import.tasks[1].organisation(), "organisations/province");
  EXPECT_EQ(civil::FromDate(import.tasks[2].done_date()), CivilDay(2025, 6, 5));
  EXPECT_FALSE(import.tasks[3].has_done_date());
  EXPECT_THAT(RejectErrors(import), IsOk());
}

TEST(ReadTasks, ChangesNothingTheSecondTime) {
  const std::string rows = "1,A,X,one-off,2025-06-30,,\n2,B,Y,regular,,,\n3,C,Z,completed,,2025-06-01,7-QĐ\n";
  ASSERT_OK_AND_ASSIGN(const TaskImport first, Read(rows));
  ASSERT_OK_AND_ASSIGN(const TaskImport second, Read(rows, first.tasks));
  EXPECT_EQ(second.unchanged_count, 3);
  EXPECT_TRUE(second.tasks.empty());
}

TEST(ReadTasks, LeavesACompletionThatTheFileDoesNotKnow) {
  const std::string rows = "1,A,X,one-off,2025-06-30,,\n";
  ASSERT_OK_AND_ASSIGN(TaskImport first, Read(rows));
  *first.tasks[0].mutable_done_date() = civil::ToDate(CivilDay(2025, 6, 10));
  first.tasks[0].set_document("3-BC");
  ASSERT_OK_AND_ASSIGN(const TaskImport second, Read(rows, first.tasks));
  EXPECT_EQ(second.unchanged_count, 1);
}

TEST(ReadTasks, NamesTheColumnsThatARowChanges) {
  ASSERT_OK_AND_ASSIGN(const TaskImport first, Read("1,A,X,one-off,2025-06-30,,\n"));
  ASSERT_OK_AND_ASSIGN(const TaskImport second, Read("1,B,X,one-off,,2025-06-10,5-BC\n", first.tasks));
  ASSERT_EQ(second.changed_count, 1);
  EXPECT_EQ(second.reasons[0].en, "title, done_on, document; due is emptied (was 2025-06-30)");
  EXPECT_EQ(second.reasons[0].vi, "title, done_on, document; due bị xoá (trước là 2025-06-30)");
  EXPECT_EQ(second.tasks[0].title(), "B");
  EXPECT_FALSE(second.tasks[0].has_due_date());
}

TEST(ReadTasks, TellsEachWrongRowByItsLine) {
  const struct {
    const char* row;
    const char* reason;
  } rows[] = {
      {",A,X,one-off,,,\n", "has no letter or digit"},
      {"Đ1,A,X,one-off,,,\n", "may have only letters"},
      {"1,,X,one-off,,,\n", "the column title is empty"},
      {"1,A,,one-off,,,\n", "the column owner is empty"},
      {"1,A,X,monthly,,,\n", "class must be"},
      {"1,A,X,one-off,30/6/2025,,\n", "must be a date"},
      {"1,A,X,one-off,2025-02-30,,\n", "must be a date"},
      {"1,A,X,one-off,,2025-06-17,\n", "has not come yet"},
      {"1,A,X,regular,,2025-06-01,\n", "a regular task has no done_on"},
      {"1,A,X,completed,,,\n", "needs done_on"},
      {"1,A,X,continuing,,2025-06-01,\n", "has no done_on"},
      {"1,A,X,one-off,45839,,\n", "the column due is '45839', which is how a spreadsheet counts 2025-07-01"},
      {"1.5E+10,A,X,one-off,,,\n", "the code '1.5E+10' has lost its digits"},
      {"1,A\aB,X,one-off,,,\n", "the column title has the character U+0007 at position 2"},
      {"ok,A,X,one-off,,,\n", "same task as line 2"},
  };
  for (const auto& row : rows) {
    ASSERT_OK_AND_ASSIGN(const TaskImport import, Read(std::string("OK,A,X,one-off,,,\n") + row.row));
    ASSERT_EQ(import.error_count, 1) << row.row;
    EXPECT_EQ(import.rows[1].line(), 3);
    EXPECT_EQ(import.rows[1].state(), v1::ImportRow::ERROR);
    EXPECT_THAT(import.reasons[1].en, ::testing::HasSubstr(row.reason));
    const absl::Status rejected = RejectErrors(import);
    EXPECT_THAT(rejected, StatusIs(absl::StatusCode::kInvalidArgument, "IMPORT_REJECTED"));
    google::rpc::BadRequest details;
    ASSERT_TRUE(status::Detail(rejected, &details));
    EXPECT_EQ(details.field_violations(0).field(), "csv.line[3]");
  }
}

TEST(ReadTasks, TellsWhatItCleanedAndCodesThatDifferByZerosOnly) {
  ASSERT_OK_AND_ASSIGN(const TaskImport import,
                       Read("01,\"A\nB\",\u00a0X \u200b,one-off,,,\n1,A,X,one-off,,,\n10,A,X,one-off,,,\n"));
  ASSERT_EQ(import.new_count, 3);
  EXPECT_EQ(import.tasks[0].title(), "A B");
  EXPECT_EQ(import.tasks[0].owner(), "X");
  EXPECT_EQ(import.reasons[0].en, "a line break in the column title became a space");
  EXPECT_EQ(import.reasons[1].en, "the code differs from that of line 2 only by zeros before the number");
  EXPECT_EQ(import.reasons[2].en, "");
}

TEST(ReadTasks, TellsColumnsThatAreNotTaken) {
  const auto ignored = [](const std::string& header) {
    return ReadTasks(*csv::Parse(header + "\n"), Plan(), {}, sample::kToday)->ignored_columns;
  };
  EXPECT_THAT(ignored("code,title,owner,class,Due,done on,document"), ::testing::IsEmpty());
  EXPECT_THAT(ignored("name,organisation,code,title,owner,task_class,due_date,done_date,etag"),
              ::testing::ElementsAre("name", "etag"));
  EXPECT_THAT(ignored("code,title,owner,class,deu,ghi chú"), ::testing::ElementsAre("deu", "ghi chú"));
}

TEST(ReadTasks, ACompletedTaskIsNotContinuing) {
  ASSERT_OK_AND_ASSIGN(const TaskImport first, Read("1,A,X,completed,,2025-06-01,\n"));
  ASSERT_OK_AND_ASSIGN(const TaskImport second, Read("1,A,X,continuing,,,\n", first.tasks));
  EXPECT_EQ(second.error_count, 1);
  EXPECT_EQ(second.reasons[0].en,
            "the task was completed on 2025-06-01, so it is not continuing; write one-off to leave it as it is");
  EXPECT_EQ(second.reasons[0].vi,
            "nhiệm vụ đã hoàn thành ngày 01/6/2025 nên không còn đang thực hiện; nếu giữ nguyên thì ghi one-off");
  ASSERT_OK_AND_ASSIGN(const TaskImport third, Read("1,A,X,one-off,,,\n", first.tasks));
  EXPECT_EQ(third.unchanged_count, 1);
}

TEST(ReadTasks, AFileWithoutAColumnLeavesWhatIsStored) {
  ASSERT_OK_AND_ASSIGN(const TaskImport first, Read("1,A,X,completed,2025-06-30,2025-06-01,3-BC\n"));
  ASSERT_OK_AND_ASSIGN(const csv::Table table, csv::Parse("Code;TITLE;Owner;Class\n1;B;X;One-off\n"));
  ASSERT_OK_AND_ASSIGN(const TaskImport second, ReadTasks(table, Plan(), first.tasks, sample::kToday));
  ASSERT_EQ(second.changed_count, 1);
  EXPECT_EQ(second.reasons[0].en, "title");
  EXPECT_EQ(civil::FromDate(second.tasks[0].due_date()), CivilDay(2025, 6, 30));
  EXPECT_EQ(second.tasks[0].document(), "3-BC");
}

TEST(ReadTasks, WhatIsExportedChangesNothing) {
  ASSERT_OK_AND_ASSIGN(const TaskImport first, Read("I.1,- Rà soát,+84 912,one-off,2025-06-30,2025-06-01,@Ban\n"
                                                    "I.2,=1+1,X,regular,,,\n"));
  // As a list of tasks is printed.
  std::string listed = csv::Line({"name", "code", "title", "owner", "task_class", "due_date", "done_date", "document"});
  for (const v1::Task& task : first.tasks) {
    const auto day = [](const google::type::Date& date) { return civil::Format(date); };
    listed += csv::Line({task.name(), task.code(), task.title(), task.owner(), v1::Task::Class_Name(task.task_class()),
                         day(task.due_date()), day(task.done_date()), task.document()});
  }
  ASSERT_OK_AND_ASSIGN(const csv::Table table, csv::Parse(listed));
  ASSERT_OK_AND_ASSIGN(const TaskImport second, ReadTasks(table, Plan(), first.tasks, sample::kToday));
  EXPECT_EQ(second.unchanged_count, 2);
}

TEST(ReadTasks, TellsACodeThatASpreadsheetMadeADay) {
  ASSERT_OK_AND_ASSIGN(
      const TaskImport import,
      Read("1-Feb,A,X,one-off,,,\n01-Thg2,A,X,one-off,,,\n1-2,A,X,one-off,,,\n01/07/2025,A,X,one-off,,,\n"));
  EXPECT_THAT(import.reasons[3].en,
              testing::HasSubstr("the code '01/07/2025' looks like a date that a spreadsheet made of another code"));
  EXPECT_EQ(import.reasons[0].en, "the code '1-Feb' looks like a date that a spreadsheet made of another code");
  EXPECT_EQ(import.reasons[1].vi, "mã '01-Thg2' giống ngày tháng do bảng tính tự đổi từ mã khác");
  EXPECT_EQ(import.reasons[2].en, "");
}

TEST(ReadTasks, RefusesToMakeACompletedTaskRegular) {
  ASSERT_OK_AND_ASSIGN(const TaskImport first, Read("1,A,X,completed,,2025-06-01,\n"));
  ASSERT_OK_AND_ASSIGN(const TaskImport second, Read("1,A,X,regular,,,\n", first.tasks));
  EXPECT_EQ(second.error_count, 1);
}

TEST(ReadTasks, RefusesAFileOfAnotherForm) {
  const auto malformed = StatusIs(absl::StatusCode::kInvalidArgument, "CSV_MALFORMED");
  EXPECT_THAT(Read("1,A\n"), malformed);
  ASSERT_OK_AND_ASSIGN(const csv::Table table, csv::Parse("code,title\n1,A\n"));
  const auto missing = ReadTasks(table, Plan(), {}, sample::kToday);
  EXPECT_THAT(missing, malformed);
  EXPECT_THAT(missing.status().message(), ::testing::HasSubstr("owner, class"));
  std::string many;
  for (int i = 0; i <= 5000; ++i) many += std::to_string(i) + ",A,X,one-off,,,\n";
  EXPECT_THAT(Read(many), malformed);
}

TEST(ReadTasks, TakesPartyCoordinatorsStartPredecessorsAndPost) {
  v1::Plan plan = Plan();
  plan.add_partners("organisations/council");
  const auto read = [&](const std::string& rows, const std::vector<v1::Task>& stored = {}) {
    const auto table = csv::Parse("code,title,owner,class,organisation,coordinators,start,after,post\n" + rows);
    return ReadTasks(*table, plan, stored, sample::kToday,
                     {"organisations/o/posts/head", "organisations/u1", "plans/p/tasks/task-9"});
  };
  ASSERT_OK_AND_ASSIGN(const TaskImport import,
                       read("1,A,X,one-off,council,Sở Tài chính; organisations/u1,2025-07-01,2;9,"
                            "organisations/o/posts/head\n2,B,X,one-off,,,,,\n"));
  ASSERT_EQ(import.tasks.size(), 2u) << import.reasons[0].en;
  const v1::Task& task = import.tasks[0];
  EXPECT_EQ(task.organisation(), "organisations/council");
  EXPECT_EQ(import.tasks[1].organisation(), "organisations/province");
  EXPECT_THAT(task.coordinators(), ::testing::ElementsAre("Sở Tài chính", "organisations/u1"));
  EXPECT_EQ(civil::FromDate(task.start_date()), CivilDay(2025, 7, 1));
  EXPECT_THAT(task.after(), ::testing::ElementsAre("plans/p/tasks/task-2", "plans/p/tasks/task-9"));
  EXPECT_EQ(task.post(), "organisations/o/posts/head");
  // Empty cells leave what is stored; others change it.
  ASSERT_OK_AND_ASSIGN(const TaskImport again, read("1,A,X,one-off,,,,,\n", import.tasks));
  EXPECT_EQ(again.unchanged_count, 1);
  ASSERT_OK_AND_ASSIGN(const TaskImport other, read("1,A,X,one-off,council,Y,2025-07-02,9,\n", import.tasks));
  EXPECT_EQ(other.reasons[0].en, "start, coordinators, after");
  const struct {
    const char* row;
    const char* reason;
  } wrong[] = {
      {"3,A,X,one-off,elsewhere,,,,\n",
       "'organisations/elsewhere' is neither the plan's organisation nor one of its partners"},
      {"1,A,X,one-off,province,,,,\n", "the task belongs to organisations/council, which does not change"},
      {"1,A,X,one-off,,,,77,\n", "the column after names no task: 'plans/p/tasks/task-77'"},
      {"1,A,X,one-off,,,,Đ,\n", "the column after names no task: 'Đ'"},
      {"1,A,X,one-off,,,,,organisations/o/posts/none\n", "the column post names no post: 'organisations/o/posts/none'"},
  };
  for (const auto& row : wrong) {
    ASSERT_OK_AND_ASSIGN(const TaskImport refused, read(row.row, import.tasks));
    EXPECT_EQ(refused.error_count, 1) << row.row;
    EXPECT_EQ(refused.reasons[0].en, row.reason);
  }
}

}  // namespace
}  // namespace congress::scheduling
