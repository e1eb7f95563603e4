#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/paper/testing_paper.h"
#include "tests/support/spreadsheet.h"
#include "tests/support/status_matchers.h"

namespace congress::paper {
namespace {

using support::StatusIs;
using ::testing::ElementsAre;

// The texts and numbers of a sheet from left to right and down, as they stand.
std::string WordsOf(const support::ReadSheet& sheet) {
  std::string words;
  for (const auto& [address, cell] : sheet.cells) words += cell.value + "\n";
  return words;
}

TEST(RenderWorkbook, GivesEachSectionASheetAndEachTableItsRows) {
  const v1::Paper paper = DecisionOn(3);
  ASSERT_OK_AND_ASSIGN(const File file, RenderWorkbook(paper));
  EXPECT_STREQ(file.extension, ".xlsx");
  ASSERT_OK_AND_ASSIGN(const support::Spreadsheet read, support::ReadSpreadsheet(file.content));
  EXPECT_THAT(read.names, ElementsAre("Văn bản", "Phụ lục 1"));
  const v1::Table* table = nullptr;
  for (const v1::Block& block : paper.annexes(0).body()) {
    if (block.has_table()) table = &block.table();
  }
  ASSERT_NE(table, nullptr);
  const std::string words = WordsOf(read.sheets.at("Phụ lục 1"));
  for (const v1::Row& row : table->rows()) {
    for (const v1::Cell& cell : row.cells()) {
      for (const v1::Span& span : cell.spans()) EXPECT_THAT(words, ::testing::HasSubstr(span.text()));
    }
  }
  EXPECT_THAT(WordsOf(read.sheets.at("Văn bản")), ::testing::HasSubstr(paper.type()));
  ASSERT_OK_AND_ASSIGN(const File again, RenderWorkbook(paper));
  EXPECT_EQ(again.content, file.content);
}

TEST(RenderWorkbook, NumbersOfTablesAreNumbersAndOtherTextsTexts) {
  v1::Paper paper;
  v1::Table& table = *paper.add_body()->mutable_table();
  for (int i = 0; i < 3; ++i) AddColumn(1, v1::CENTRE, &table);
  AddRow({"2025", "STT", "Ngày"}, table.add_heading());
  AddRow({"12", "012", "=1+1"}, table.add_rows());
  ASSERT_OK_AND_ASSIGN(const File file, RenderWorkbook(paper));
  ASSERT_OK_AND_ASSIGN(const support::Spreadsheet read, support::ReadSpreadsheet(file.content));
  std::map<std::string, bool> text;
  for (const auto& [address, cell] : read.sheets.begin()->second.cells) {
    EXPECT_EQ(cell.formula, "");
    text[cell.value] = cell.is_text;
  }
  EXPECT_FALSE(text.at("12"));
  for (const char* other : {"2025", "012", "=1+1", "STT"}) EXPECT_TRUE(text.at(other)) << other;
}

TEST(RenderWorkbook, RefusesWhatNoCellHolds) {
  v1::Paper paper;
  AddText(std::string(32768, 'a'), paper.mutable_body());
  EXPECT_THAT(RenderWorkbook(paper), StatusIs(absl::StatusCode::kInvalidArgument, "PAPER_TOO_LARGE"));
  paper.Clear();
  AddText("\x01", paper.mutable_body());
  EXPECT_THAT(RenderWorkbook(paper), StatusIs(absl::StatusCode::kInvalidArgument, "CHARACTER_NOT_IN_PAPER"));
}

}  // namespace
}  // namespace congress::paper
