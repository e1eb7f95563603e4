#include "platform/tables/document.h"

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

TEST(ReadDocument, RefusesADocumentWithoutATable) {
  const auto table = Read(FileOf({}), {});
  EXPECT_THAT(table, StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_EQ(MetadataIn(table.status(), "cause"), "empty");
}

}  // namespace
}  // namespace congress::tables
