// What the demo shows of personnel: votes that add up, numbered acts, a package that can be checked, one person in four
// stages. The expected numbers were worked out by hand from examples/sample-province/personnel.yaml.
#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/demo_run.h"
#include "tests/support/zip.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;

TEST_F(DemoRun, EveryBallotAddsUp) {
  const csv::Table table = TableOf(path("personnel-votes.csv"));
  // Of each step, how many stood and how many were chosen.
  std::map<std::pair<std::string, std::string>, std::pair<int, int>> counts;
  for (const csv::Row& row : table.rows) {
    const auto number = [&](const char* column) { return Number(table, row, column); };
    EXPECT_GE(number("convened"), number("present"));
    EXPECT_GE(number("present"), number("issued"));
    EXPECT_GE(number("issued"), number("returned"));
    EXPECT_EQ(number("returned"), number("valid") + number("invalid"));
    EXPECT_EQ(number("agree") + number("disagree") + number("blank"), number("valid"));
    EXPECT_EQ(number("needed"), number("base") / 2 + 1);
    const bool chosen = Cell(table, row, "chosen") == "yes";
    EXPECT_TRUE(!chosen || number("agree") >= number("needed"));
    EXPECT_FALSE(Cell(table, row, "result").empty());
    auto& [stood, passed] = counts[{Cell(table, row, "process"), Cell(table, row, "date")}];
    ++stood;
    passed += chosen ? 1 : 0;
  }
  const std::map<std::pair<std::string, std::string>, std::pair<int, int>> expected = {
      {{"Giới thiệu nhân sự tái cử (giả định)", "2026-01-22"}, {7, 6}},
      {{"Giới thiệu nhân sự tái cử (giả định)", "2026-01-23"}, {6, 6}},
      {{"Giới thiệu nhân sự tái cử (giả định)", "2026-01-26"}, {6, 6}},
      {{"Giới thiệu nhân sự tái cử (giả định)", "2026-01-27"}, {6, 5}},
      {{"Giới thiệu nhân sự lần đầu (giả định)", "2026-02-03"}, {4, 4}},
      {{"Giới thiệu nhân sự lần đầu (giả định)", "2026-02-04"}, {4, 4}},
      {{"Giới thiệu nhân sự lần đầu (giả định)", "2026-02-05"}, {4, 4}},
      {{"Giới thiệu nhân sự lần đầu (giả định)", "2026-02-06"}, {4, 3}},
      {{"Diễn tập bầu Ban Thường vụ (giả định)", "2026-02-10"}, {5, 4}}};
  EXPECT_EQ(counts, expected);
  EXPECT_THAT(run_->errors, HasSubstr("8 người được giới thiệu vào cấp ủy"));
}

TEST_F(DemoRun, DossiersAreJudgedByTheRules) {
  EXPECT_THAT(run_->errors,
              ContainsRegex("hồ sơ xét theo tiêu chuẩn tính đến [0-9/]+: [1-9][0-9]* đủ, [0-9]+ không đủ, [1-9][0-9]* "
                            "chưa rõ"));
}

TEST_F(DemoRun, NobodyStandsForTheFirstTimeBeforeTheReElectionIsOver) {
  const size_t refused = run_->errors.find("Giới thiệu nhân sự lần đầu (giả định) chưa được bắt đầu");
  ASSERT_NE(refused, std::string::npos) << run_->errors;
  EXPECT_LT(refused, run_->errors.find("Giới thiệu nhân sự tái cử (giả định): 7 người"));
}

TEST_F(DemoRun, TheMinutesNameWhoWasVotedOn) {
  const auto parts = support::Unzip(Content(path("personnel-process.docx")));
  ASSERT_THAT(parts, IsOk());
  const std::string& text = parts->at("word/document.xml");
  for (const char* part : {"BIÊN BẢN", "Giới thiệu nhân sự lần đầu", "Số người được triệu tập: 9; có mặt: 9"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

// The decision of the allocation took 41.
TEST_F(DemoRun, EachUnitHasItsNumberedAct) {
  const csv::Table table = TableOf(path("personnel-plans.csv"));
  std::map<std::string, std::string> numbers;
  for (const csv::Row& row : table.rows) {
    if (Cell(table, row, "state") != "DECIDED") {
      EXPECT_EQ(Cell(table, row, "state"), "APPRAISED") << "the scheme names nobody yet";
      EXPECT_EQ(Cell(table, row, "organisation"), "organisations/province");
      EXPECT_EQ(Cell(table, row, "organisation_name"), "Đảng bộ tỉnh Sông Mơ (giả định)");
      continue;
    }
    numbers[Cell(table, row, "organisation")] = Cell(table, row, "decision_number");
    EXPECT_EQ(Cell(table, row, "decision_date"), "2026-02-20");
    EXPECT_EQ(Number(table, row, "persons"), 1);
    EXPECT_EQ(Number(table, row, "filled"), 1);
  }
  EXPECT_EQ(numbers, (std::map<std::string, std::string>{{"organisations/unit-90001", "42-QĐ/TU"},
                                                         {"organisations/unit-90002", "43-QĐ/TU"},
                                                         {"organisations/unit-90003", "44-QĐ/TU"},
                                                         {"organisations/unit-90004", "45-QĐ/TU"},
                                                         {"organisations/unit-90005", "46-QĐ/TU"},
                                                         {"organisations/unit-90006", "47-QĐ/TU"}}));
  // 90001 and 90005 were made of three.
  EXPECT_THAT(run_->errors, HasSubstr("4 có nhiều nhất 11 ủy viên, 2 có nhiều nhất 15 ủy viên"));
}

TEST_F(DemoRun, ThePackageIsCheckedWithoutTheSuite) {
  const support::Finished checked =
      support::RunToEnd({support::Binary("congressctl"), "bundle", "verify", path("package.zip"), "--sender",
                         StrCat(folder_->path(), "/demo/data/public-keys/process-dossiers.pem")},
                        {{"LC_MESSAGES", "vi_VN.UTF-8"}});
  EXPECT_EQ(checked.status, 0) << checked.errors;
  EXPECT_THAT(checked.output, HasSubstr("Hồ sơ nhân sự tỉnh Sông Mơ (giả định)"));
  EXPECT_THAT(run_->errors, HasSubstr("Ban Tổ chức Trung ương (giả định) đã nhận (6-CV/BTCTW), chấp nhận theo "
                                      "7-TB/BTCTW: package.zip"));
}

TEST_F(DemoRun, OnePersonGoesThroughFourStagesWithAConflict) {
  const csv::Table table = TableOf(path("stages.csv"));
  std::vector<std::string> stages;
  for (const csv::Row& row : table.rows) {
    stages.push_back(Cell(table, row, "stage"));
    const bool last = stages.back() == "STATE_ELECTION";
    EXPECT_EQ(Cell(table, row, "conflicts").empty(), !last) << Cell(table, row, "conflicts");
  }
  EXPECT_EQ(stages, (std::vector<std::string>{"ARRANGEMENT", "CONGRESS", "NATIONAL_CONGRESS", "STATE_ELECTION"}));
  // Born in February 1970, 60 in February 2030: 44 months after June 2026.
  EXPECT_THAT(Cell(table, table.rows.back(), "conflicts"), HasSubstr("44"));
  EXPECT_THAT(run_->errors, HasSubstr("Một người chỉ giữ một trong các vị trí này"));
}

TEST_F(DemoRun, AFreezeStopsWhoHasNoException) {
  EXPECT_THAT(run_->errors, HasSubstr("Một quyết định bổ nhiệm bị từ chối: "));
  EXPECT_THAT(run_->errors, HasSubstr("Công văn giả định"));
  EXPECT_THAT(run_->errors, HasSubstr("Theo ngoại lệ 9-TB/TU, một người khác được bổ nhiệm"));
}

}  // namespace
}  // namespace congress::e2e
