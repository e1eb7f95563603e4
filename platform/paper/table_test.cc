#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/paper/testing_paper.h"
#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/status_matchers.h"
#include "tests/support/zip.h"

namespace congress::paper {
namespace {

using support::IsOk;
using support::StatusIs;

// What a program writes of the PDF that it is given.
std::string From(const v1::Paper& paper, const Layout& layout, const std::vector<std::string>& program) {
  const auto pdf = RenderPdf(paper, layout);
  EXPECT_THAT(pdf, IsOk());
  const auto read = support::RunToEnd(program, {}, *pdf);
  EXPECT_EQ(read.status, 0) << read.errors;
  return read.output;
}

// How many lines are drawn whose SVG has this command: ` L ` of every line, ` Z ` of a box.
size_t Drawn(const v1::Paper& paper, const Layout& layout, const std::string& command) {
  size_t count = 0;
  const std::string svg = From(paper, layout, {"/usr/bin/pdftocairo", "-svg", "-", "-"});
  for (const auto line : absl::StrSplit(svg, '\n')) {
    if (absl::StrContains(line, "stroke-width") && absl::StrContains(line, command)) ++count;
  }
  return count;
}

TEST(Paper, RefusesATableThatIsNotFilled) {
  v1::Paper paper = DecisionOn(1);
  v1::Table& table = *paper.mutable_annexes(0)->mutable_body(0)->mutable_table();
  table.mutable_rows(0)->mutable_cells(4)->set_columns(2);
  for (const auto& file : {RenderText(paper), RenderDocx(paper), RenderPdf(paper)}) {
    EXPECT_THAT(file, StatusIs(absl::StatusCode::kInvalidArgument, "TABLE_INCONSISTENT"));
  }
  table.Clear();
  EXPECT_THAT(RenderText(paper), StatusIs(absl::StatusCode::kInvalidArgument, "TABLE_INCONSISTENT"));
}

TEST(Paper, RefusesCellsThatCoverWhatIsNotTheirs) {
  // A table of three columns; each row as the columns and rows of its cells.
  const auto check = [](const std::vector<std::vector<std::pair<int, int>>>& rows) {
    v1::Paper paper;
    v1::Table& table = *paper.add_body()->mutable_table();
    for (int i = 0; i < 3; ++i) table.add_columns();
    for (const auto& cells : rows) {
      v1::Row& row = *table.add_rows();
      for (const auto& [columns, covered] : cells) {
        v1::Cell& cell = *row.add_cells();
        cell.set_columns(columns);
        cell.set_rows(covered);
      }
    }
    EXPECT_EQ(RenderPdf(paper).ok() && RenderDocx(paper).ok() && RenderText(paper).ok(), Check(paper).ok());
    return Check(paper);
  };
  EXPECT_THAT(check({{{1, 2}, {2, 1}}, {{1, 1}, {1, 1}}}), IsOk());
  EXPECT_THAT(check({{{1, 1}, {2, 3}}, {{1, 2}}, {}}), IsOk());
  EXPECT_FALSE(check({{{1, 1}, {1, 2}, {1, 1}}, {{2, 1}, {1, 1}}}).ok()) << "over a cell from above";
  EXPECT_FALSE(check({{{1, 2}, {2, 1}}, {{1, 1}}}).ok()) << "a column without a cell";
  EXPECT_FALSE(check({{{1, 2}, {2, 1}}, {{1, 1}, {1, 1}, {1, 1}}}).ok()) << "too many";
  EXPECT_FALSE(check({{{1, 2}, {2, 1}}}).ok()) << "more rows than there are";
}

TEST(Pdf, DrawsALineBelowTheNameOfTheParty) {
  Layout without = Layout::Default();
  without.styles.at("motto").ruled = false;
  const v1::Paper paper;
  EXPECT_EQ(Drawn(paper, Layout::Default(), " L "), Drawn(paper, without, " L ") + 1);
}

// Both break it alike, and its second line is not a single word.
TEST(Pdf, KeepsCentredTextAwayFromBothSides) {
  v1::Paper paper;
  paper.set_abstract("về việc phân bổ đại biểu dự Đại hội đại biểu Đảng bộ tỉnh Mẫu lần thứ XX");
  const auto lines = [&](const Layout& layout) {
    return From(paper, layout, {"/usr/bin/pdftotext", "-raw", "-", "-"});
  };
  EXPECT_THAT(lines(Layout::Default()), testing::ContainsRegex("\n[^\n]* lần thứ XX\n"));
  Layout narrow = Layout::Default();
  narrow.styles.at("abstract").indent = 70;
  EXPECT_THAT(lines(narrow), testing::HasSubstr("\nvề việc\n"));
}

// A cell over two rows is one box.
TEST(Pdf, DrawsOneBoxForACellOverSeveralRows) {
  v1::Paper paper;
  v1::Table& table = *paper.add_body()->mutable_table();
  AddRow({"1", "2"}, table.add_rows());
  AddRow({"3", "4"}, table.add_rows());
  for (int i = 0; i < 2; ++i) table.add_columns();
  EXPECT_EQ(Drawn(paper, Layout::Default(), " Z "), 4U);
  table.mutable_rows(0)->mutable_cells(0)->set_rows(2);
  table.mutable_rows(1)->mutable_cells()->RemoveLast();
  EXPECT_EQ(Drawn(paper, Layout::Default(), " Z "), 3U);
}

std::vector<std::string> PagesOf(const v1::Paper& paper) {
  return absl::StrSplit(From(paper, Layout::Default(), {"/usr/bin/pdftotext", "-raw", "-", "-"}), '\f',
                        absl::SkipEmpty());
}

// The title of some rows does not stand at the foot of a page without them.
TEST(Paper, ATitleAcrossATableGoesWithTheRowBelowIt) {
  v1::Paper paper;
  v1::Table& table = *paper.add_body()->mutable_table();
  for (int i = 0; i < 2; ++i) table.add_columns();
  AddRow({"tên", "số"}, table.add_heading());
  for (int i = 0; i < 60; ++i) {
    AddCell(StrCat("tổ", i), table.add_rows(), 2, /*bold=*/true);
    AddRow({StrCat("một", i), "x"}, table.add_rows());
    // Titles come to lie at each height of a page.
    if (i % 3 == 0) AddRow({StrCat("hai", i), "x"}, table.add_rows());
  }
  const std::vector<std::string> pages = PagesOf(paper);
  EXPECT_GT(pages.size(), 3U);
  for (const std::string& page : pages) {
    const std::vector<std::string> lines = absl::StrSplit(page, '\n', absl::SkipEmpty());
    EXPECT_FALSE(absl::StartsWith(lines.back(), "tổ")) << page;
  }
  ASSERT_OK_AND_ASSIGN(const std::string docx, RenderDocx(paper));
  size_t kept = 0;
  ASSERT_OK_AND_ASSIGN(auto parts, support::Unzip(docx));
  const std::string& xml = parts["word/document.xml"];
  for (size_t at = xml.find("w:keepNext"); at != std::string::npos; at = xml.find("w:keepNext", at + 1)) ++kept;
  EXPECT_GE(kept, 62U) << "titles, and both cells of the heading";
}

TEST(Pdf, RowsThatACellCoversGoToTheNextPageTogether) {
  v1::Paper paper;
  v1::Table& table = *paper.add_body()->mutable_table();
  for (int i = 0; i < 2; ++i) table.add_columns();
  for (int i = 0; i < 60; ++i) {
    v1::Row& row = *table.add_rows();
    AddTallCell(StrCat("chung", i), 3, &row);
    AddCell(StrCat("một", i), &row);
    AddRow({StrCat("hai", i)}, table.add_rows());
    AddRow({StrCat("ba", i)}, table.add_rows());
  }
  const std::vector<std::string> pages = PagesOf(paper);
  EXPECT_GT(pages.size(), 3U);
  for (const std::string& page : pages) {
    for (int i = 0; i < 60; ++i) {
      const auto has = [&](const char* word) {
        return absl::StrContains(" " + absl::StrReplaceAll(page, {{"\n", " "}}), StrCat(" ", word, i, " "));
      };
      EXPECT_EQ(has("ba"), has("một")) << i;
    }
  }
}

TEST(Pdf, ASignatureIsOnAPageWithTheLastRowsOfATable) {
  v1::Paper paper;
  paper.mutable_signature()->set_authority("T/M TỈNH ỦY");
  v1::Table& table = *paper.add_body()->mutable_table();
  for (int i = 0; i < 2; ++i) table.add_columns();
  AddRow({"tên", "số"}, table.add_heading());
  for (int i = 1; i < 40; ++i) {
    AddRow({StrCat("Xã ", i, "."), "x"}, table.add_rows());
    for (const std::string& page : PagesOf(paper)) {
      if (page.find("T/M TỈNH ỦY") == page.npos) continue;
      EXPECT_THAT(page, testing::HasSubstr(StrCat("Xã ", i, ".")));
      EXPECT_THAT(page, testing::HasSubstr(StrCat("Xã ", std::max(1, i - 1), ".")));
    }
  }
}

// Nor is the only row of a table: what stands above it comes along.
TEST(Pdf, ASignatureIsOnAPageWithWhatStandsAboveAShortTable) {
  v1::Paper paper;
  paper.mutable_signature()->set_authority("T/M TỈNH ỦY");
  for (int i = 1; i < 40; ++i) {
    AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", StrCat("Đoạn ", i, "."));
    v1::Paper with_table = paper;
    v1::Table& table = *with_table.add_body()->mutable_table();
    table.add_columns();
    AddRow({"tên"}, table.add_heading());
    AddRow({"Xã một"}, table.add_rows());
    for (const std::string& page : PagesOf(with_table)) {
      if (page.find("T/M TỈNH ỦY") == page.npos) continue;
      EXPECT_THAT(page, testing::HasSubstr(StrCat("Đoạn ", i, ".")));
    }
  }
}

TEST(Pdf, ALineAloneIsNotTextEnoughForASignature) {
  v1::Paper paper;
  paper.mutable_signature()->set_authority("T/M TỈNH ỦY");
  for (int i = 1; i < 40; ++i) {
    AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", StrCat("Đoạn ", i, "."));
    for (const std::string& page : PagesOf(paper)) {
      if (page.find("T/M TỈNH ỦY") == page.npos) continue;
      EXPECT_THAT(page, testing::HasSubstr(StrCat("Đoạn ", std::max(1, i - 1), ".")));
    }
  }
}

}  // namespace
}  // namespace congress::paper
