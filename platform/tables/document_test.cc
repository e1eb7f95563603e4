#include "platform/tables/document.h"

#include <map>
#include <tuple>

#include "gtest/gtest.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/tables/tables.h"
#include "tests/support/status_matchers.h"

namespace congress::tables {
namespace {

using support::kInvalid;
using support::MetadataIn;
using support::StatusIs;
using ::testing::ElementsAre;

// A paper with these rows in a table of two columns.
std::string FileOf(const std::vector<std::vector<std::string>>& rows, bool tall = false) {
  paper::v1::Paper paper;
  paper::AddText("Bảng góp ý", paper.mutable_body());
  if (!rows.empty()) {
    paper::v1::Table& table = *paper.add_body()->mutable_table();
    paper::AddColumn(1, paper::v1::ALIGN_UNSPECIFIED, &table);
    paper::AddColumn(2, paper::v1::ALIGN_UNSPECIFIED, &table);
    for (size_t i = 0; i < rows.size(); ++i) {
      paper::v1::Row* row = i == 0 ? table.add_heading() : table.add_rows();
      paper::AddRow(rows[i], row);
      if (tall && i == 1) row->mutable_cells(0)->set_rows(2);
    }
  }
  auto file = paper::RenderDocx(paper);
  EXPECT_THAT(file, support::IsOk());
  return *std::move(file);
}

TEST(ReadDocument, ReadsTheFirstTable) {
  ASSERT_OK_AND_ASSIGN(
      const auto table,
      Read(FileOf({{"Organisation", "text"}, {"organisations/a", "dòng một\ndòng hai"}, {"", "ba"}}), {}));
  EXPECT_THAT(table.header, ElementsAre("Organisation", "text"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0].line, 2);
  EXPECT_THAT(table.rows[0].fields, ElementsAre("organisations/a", "dòng một\ndòng hai"));
  EXPECT_THAT(table.rows[1].fields, ElementsAre("", "ba"));
}

// A unit with several opinions stands once beside them.
TEST(ReadDocument, TakesACellForEachRowThatItCovers) {
  ASSERT_OK_AND_ASSIGN(const auto table,
                       Read(FileOf({{"organisation", "text"}, {"organisations/a", "một"}, {"hai"}}, true), {}));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_THAT(table.rows[1].fields, ElementsAre("organisations/a", "hai"));
}

// A document with this body, which has no relations of its own: it need not have any.
absl::StatusOr<Document> ReadBody(const std::string& body) {
  const std::map<std::string, std::string> parts = {
      {"_rels/.rels",
       "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='word/document.xml'/></Relationships>"},
      {"word/document.xml", "<w:document xmlns:w='w'><w:body>" + body + "</w:body></w:document>"}};
  return ReadDocument(
      [&](const std::string& path) -> absl::StatusOr<std::string> {
        const auto found = parts.find(path);
        if (found == parts.end()) return absl::NotFoundError(path);
        return found->second;
      },
      [](std::string_view cause) { return csv::Malformed(cause, {}); });
}

std::string Words(const std::string& text) { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"; }

// Rows of two cells, each of them what stands in one.
std::string Table(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string table = "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>";
  for (const auto& [one, other] : rows) {
    table += "<w:tr><w:tc>" + one + "</w:tc><w:tc>" + other + "</w:tc></w:tr>";
  }
  return table + "</w:tbl>";
}

const Columns kColumns = {.needed = {"unit", "text"}, .titles = {{csv::TitleKey("Nội dung"), "text"}}};

TEST(RowsWith, JoinsTheTablesThatHaveTheColumns) {
  ASSERT_OK_AND_ASSIGN(
      Document document,
      ReadBody(Words("-----") + Words("Kính gửi") + Table({{Words("ĐẢNG BỘ"), Words("")}}) + Words("Danh sách") +
               Table({{Words("unit"), Words("text")}, {Words("a"), Words("một")}}) +
               Table({{Words("Nội  dung"), Words("UNIT")}, {Words("hai"), Words("b")}})));
  EXPECT_EQ(document.tables.size(), 3u);
  ASSERT_OK_AND_ASSIGN(const Columned read, RowsWith(std::move(document), kColumns, csv::Names::kOnce));
  EXPECT_THAT(read.table.header, ElementsAre("unit", "text"));
  ASSERT_EQ(read.table.rows.size(), 2u);
  EXPECT_THAT(read.table.rows[1].fields, ElementsAre("b", "hai"));
  EXPECT_EQ(read.table.rows[0].table, 2);
  EXPECT_EQ(read.table.rows[1].table, 3);
  EXPECT_EQ(read.table.rows[1].line, 2);
  ASSERT_EQ(read.unread.size(), 2u);
  EXPECT_EQ(read.unread[0].count, 2);
  EXPECT_EQ(read.unread[0].text, "Kính gửi");
  EXPECT_EQ(read.unread[1].table, 1);
  EXPECT_THAT(read.unread[1].missing, ElementsAre("unit", "text"));
}

TEST(RowsWith, TellsWhatNoCellHolds) {
  const std::string note = "<w:p><w:r><w:t>một</w:t><w:footnoteReference w:id='2'/></w:r></w:p>";
  const std::string hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>";
  ASSERT_OK_AND_ASSIGN(
      Document document,
      ReadBody(Table({{Words("unit"), Words("text")},
                      {Words("a"), note},
                      {Words("b"), note + hidden},
                      {Words("c"), Words("ba") + Table({{Words("x"), Words("y")}}) + Words("")}}) +
               "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>" + Words("x") + "</w:tc><w:tc>" + Words("y") +
               "</w:tc></w:tr></w:tbl>" + "<w:p><w:r><w:drawing/></w:r></w:p>"));
  ASSERT_OK_AND_ASSIGN(const Columned read, RowsWith(document, kColumns, csv::Names::kOnce));
  EXPECT_EQ(read.table.rows.size(), 3u);
  std::vector<std::tuple<int, docx::Unheld, int>> told;
  for (const Unread& one : read.unread) told.emplace_back(one.table, one.what.value(), one.count);
  EXPECT_THAT(told, ElementsAre(std::tuple(0, docx::Unheld::kPicture, 1), std::tuple(1, docx::Unheld::kFootnote, 2),
                                std::tuple(1, docx::Unheld::kHidden, 1), std::tuple(1, docx::Unheld::kTable, 1),
                                std::tuple(2, docx::Unheld::kTable, 1)));
  document.tables.erase(document.tables.begin());
  const auto first = FirstRows(std::move(document));
  EXPECT_EQ(MetadataIn(first.status(), "cause"), "document_table") << "it is no workbook";
}

TEST(RowsWith, SaysWhatEachTableLacks) {
  ASSERT_OK_AND_ASSIGN(Document document, ReadBody(Table({{Words("unit"), Words("x")}, {Words("a"), Words("b")}}) +
                                                   Table({{Words("Nội dung"), Words("y")}})));
  const auto refused = RowsWith(std::move(document), kColumns, csv::Names::kOnce);
  EXPECT_THAT(refused, StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_EQ(MetadataIn(refused.status(), "cause"), "tables_lack");
  EXPECT_EQ(MetadataIn(refused.status(), "missing"), "1 (text); 2 (unit)");
  ASSERT_OK_AND_ASSIGN(Document none, ReadBody(Words("x")));
  EXPECT_EQ(MetadataIn(RowsWith(std::move(none), kColumns, csv::Names::kOnce).status(), "cause"), "tableless");
}

TEST(ReadColumns, TakesTheTitlesInAnyFile) {
  ASSERT_OK_AND_ASSIGN(const Columned read, ReadColumns("Nội dung;unit\nx;a\n", {}, kColumns));
  EXPECT_THAT(read.table.header, ElementsAre("text", "unit"));
  EXPECT_EQ(MetadataIn(ReadColumns("Nội dung;x\n1;a\n", {}, kColumns).status(), "cause"), "columns_missing");
  EXPECT_EQ(MetadataIn(ReadColumns("Nội dung;text;unit\n1;a;b\n", {}, kColumns).status(), "cause"), "column_twice");
}

TEST(ReadDocument, RefusesADocumentWithoutATable) {
  const auto table = Read(FileOf({}), {});
  EXPECT_THAT(table, StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_EQ(MetadataIn(table.status(), "cause"), "tableless");
}

}  // namespace
}  // namespace congress::tables
