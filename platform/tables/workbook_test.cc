#include "platform/tables/workbook.h"

#include <map>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "platform/tables/sheet.h"
#include "tests/support/status_matchers.h"

namespace congress::tables {
namespace {

using support::MetadataIn;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The parts of a workbook of one sheet with these rows; further parts go over them.
std::map<std::string, std::string> Parts(const std::string& rows) {
  return {{"_rels/.rels",
           "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>"},
          {"xl/workbook.xml",
           "<workbook><sheets><sheet name='Đơn vị' sheetId='1' r:id='r1' xmlns:r='r'/></sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels",
           "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"
           "<Relationship Id='r2' Type='x/styles' Target='/xl/styles.xml'/>"
           "<Relationship Id='r3' Type='x/sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
          {"xl/styles.xml",
           "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='00000'/>"
           "<numFmt numFmtId='165' formatCode='[$-42A]dd/mm/yyyy;@'/><numFmt numFmtId='166' formatCode='#,##0 "
           "&quot;đảng viên&quot;'/>"
           "<numFmt numFmtId='167' formatCode='[Red]0;h:mm'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
           "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/>"
           "<xf numFmtId='167'/></cellXfs></styleSheet>"},
          {"xl/sharedStrings.xml",
           "<sst><si><t>code</t></si><si><r><t>Xã </t></r><r><t>Một</t></r><rPh><t>đọc</t></rPh></si>"
           "<si><t>a_x000D_\nb_x005F_x000D_</t></si></sst>"},
          {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
}

absl::StatusOr<std::vector<csv::Row>> ReadParts(const std::map<std::string, std::string>& parts,
                                                const Form& form = {}) {
  return ReadWorkbook(
      [&](const std::string& path) -> absl::StatusOr<std::string> {
        const auto found = parts.find(path);
        if (found == parts.end()) return absl::NotFoundError(path);
        return found->second;
      },
      form);
}

absl::StatusOr<std::vector<csv::Row>> ReadRows(const std::string& rows, const Form& form = {}) {
  return ReadParts(Parts(rows), form);
}

TEST(ReadWorkbook, ReadsTextsNumbersAndDaysAsTheyAreMeant) {
  ASSERT_OK_AND_ASSIGN(
      const auto rows,
      ReadRows("<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='inlineStr'><is><t>tên</t></is></c></row>"
               "<row r='3'/><row r='4'><c r='A4' s='2'><v>123</v></c><c r='B4' t='s'><v>1</v></c><c r='C4' "
               "s='1'><v>45839</v></c>"
               "<c r='D4' s='3'><v>45839</v></c><c r='E4' s='4'><v>1234</v></c><c r='F4' t='b'><v>1</v></c>"
               "<c r='G4' t='str'><f>A1</f><v>chữ</v></c><c r='H4' s='5'><v>0.5</v></c><c r='I4' "
               "t='d'><v>2025-07-01T00:00:00</v></c>"
               "<c r='J4' s='1'/></row>"
               "<row><c t='s'><v>2</v></c><c><v>5.0</v></c></row>"));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].line, 2);
  EXPECT_THAT(rows[0].fields, ElementsAre("code", "", "tên"));
  EXPECT_EQ(rows[1].line, 4);
  EXPECT_THAT(rows[1].fields,
              ElementsAre("00123", "Xã Một", "2025-07-01", "2025-07-01", "1234", "true", "chữ", "0.5", "2025-07-01"));
  EXPECT_EQ(rows[2].line, 5);
  EXPECT_THAT(rows[2].fields, ElementsAre("a\r\nb_x000D_", "5", ""));
}

TEST(ReadWorkbook, NumbersAreNeverRounded) {
  const struct {
    const char* value;
    const char* text;
  } kCases[] = {{"1.6681E4", "16681"},
                {"1E+5", "100000"},
                {"1.5E-2", "0.015"},
                {"-12", "-12"},
                {"0.1", "0.1"},
                {"40012345678", "40012345678"},
                {"1.23456789012345E+19", "1.23456789012345E+19"},
                {"1E400", "1E400"},
                {"1.234", "1.234"},
                {"0", "0"},
                {"x", "x"},
                {"1E99999999999", "1E99999999999"},
                {".5", "0.5"},
                {"-", "-"}};
  for (const auto& [value, text] : kCases) EXPECT_EQ(NumberText(value, {}, {}), text) << value;
  EXPECT_EQ(NumberText("1.234", {}, {.decimal = ','}), "1,234");
  EXPECT_EQ(NumberText("1234", {}, {.decimal = ','}), "1234");
}

TEST(ReadWorkbook, CountsDaysAsASpreadsheetDoes) {
  const NumberFormat date = {.is_date = true};
  EXPECT_EQ(NumberText("1", date, {}), "1900-01-01");
  EXPECT_EQ(NumberText("59", date, {}), "1900-02-28");
  EXPECT_EQ(NumberText("60", date, {}), "60");
  EXPECT_EQ(NumberText("61", date, {}), "1900-03-01");
  for (const char* value : {"45839", "45839.0", "4.5839E4", "45839.5", "4.58395E+4"}) {
    EXPECT_EQ(NumberText(value, date, {.decimal = ','}), "2025-07-01") << value;
  }
  EXPECT_EQ(NumberText("0.5", date, {}), "0.5");
  EXPECT_EQ(NumberText("-45839.0", date, {}), "-45839");
  EXPECT_EQ(NumberText("44377", date, {.from_1904 = true}), "2025-07-01");
  auto parts = Parts("<row r='1'><c r='A1' s='1'><v>44377</v></c></row>");
  parts["xl/workbook.xml"].replace(10, 0, "<workbookPr date1904='1'/>");
  ASSERT_OK_AND_ASSIGN(const auto rows, ReadParts(parts));
  EXPECT_THAT(rows[0].fields, ElementsAre("2025-07-01"));
}

TEST(ReadWorkbook, TakesTheSheetThatIsNamedOtherwiseTheFirstInSight) {
  auto parts = Parts("<row r='1'><c r='A1'><v>1</v></c></row>");
  parts["xl/workbook.xml"] =
      "<workbook xmlns:r='r'><sheets><sheet name='Ẩn' state='hidden' r:id='r9'/><sheet name='Đơn vị' r:id='r1'/>"
      "<sheet name='Khác' r:id='r9'/></sheets></workbook>";
  EXPECT_TRUE(ReadParts(parts).ok());
  EXPECT_TRUE(ReadParts(parts, {.sheet = "don vi"}).ok());
  const absl::Status missing = ReadParts(parts, {.sheet = "Sheet1"}).status();
  EXPECT_EQ(MetadataIn(missing, "cause"), "sheet_missing");
  EXPECT_EQ(MetadataIn(missing, "sheets"), "“Ẩn”, “Đơn vị”, “Khác”");
}

TEST(ReadWorkbook, NeverFollowsWhatLiesElsewhereNorEntities) {
  auto parts = Parts("");
  parts["xl/_rels/workbook.xml.rels"] =
      "<Relationships><Relationship Id='r1' Type='x/worksheet' TargetMode='External' Target='worksheets/sheet1.xml'/>"
      "</Relationships>";
  EXPECT_EQ(MetadataIn(ReadParts(parts).status(), "cause"), "workbook");
  for (const char* part : {"xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"}) {
    parts = Parts("");
    parts[part].insert(0, "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>");
    EXPECT_EQ(MetadataIn(ReadParts(parts).status(), "cause"), "workbook") << part;
  }
  parts = Parts("");
  parts["xl/worksheets/sheet1.xml"].insert(0, "<!DOCTYPE x [<!ENTITY a 'b'>]>");
  EXPECT_EQ(MetadataIn(ReadParts(parts).status(), "cause"), "sheet_broken");
}

TEST(ReadWorkbook, TellsWhatIsWrongBySheetLineAndColumn) {
  const std::string before = "<row r='1'><c r='A1'><v>1</v></c></row>";
  const std::string cell = "<row r='7'><c r='C7'";
  const struct {
    std::string rows;
    const char* cause;
    const char* line;
    const char* column;
  } kCases[] = {{cell + " t='e'><v>#REF!</v></c></row>", "cell_error", "7", "C"},
                {cell + "><f>A1*2</f></c></row>", "cell_uncomputed", "7", "C"},
                {cell + " t='s'><v>99</v></c></row>", "sheet_broken", "7", "C"},
                {cell + " t='str'><v>a\xff</v></c></row>", "sheet_broken", "7", "C"},
                {cell + "><v>1</v></c><c r='C7'><v>2</v></c></row>", "sheet_broken", "7", "C"},
                {cell + "><v>1</v>", "sheet_broken", "7", "C"},
                {cell + " t='str'><v>" + std::string(40'000, 'x') + "</v></c></row>", "cell_long", "7", "C"},
                {"<row r='1048577'/>", "sheet_rows", "1048577", "A"},
                {"<row r='99999999999'/>", "sheet_rows", "2147483647", "A"},
                {"<row r='9x'/>", "sheet_broken", "9", "A"},
                {"<row r='9'><c r='XFD9'><v>1</v></c></row>", "sheet_columns", "9", "XFD"}};
  for (const auto& [rows, cause, line, column] : kCases) {
    const absl::Status status = ReadRows(before + rows).status();
    EXPECT_EQ(MetadataIn(status, "cause"), cause);
    EXPECT_EQ(MetadataIn(status, "sheet"), "Đơn vị") << cause;
    EXPECT_EQ(MetadataIn(status, "line"), line) << cause;
    EXPECT_EQ(MetadataIn(status, "column"), column) << cause;
  }
}

TEST(ReadWorkbook, TwoMillionRowsWithoutContentAreRefusedAndAMillionAreNone) {
  std::string rows;
  for (int i = 1; i <= 2'000'000; ++i) absl::StrAppend(&rows, "<row r='", i, "'/>");
  EXPECT_EQ(MetadataIn(ReadRows(rows).status(), "cause"), "sheet_rows");
  rows.resize(rows.find("<row r='1048577'"));
  ASSERT_OK_AND_ASSIGN(const auto read, ReadRows(rows));
  EXPECT_THAT(read, IsEmpty());
}

TEST(ReadWorkbook, ManyCellsOfOneLongTextAreRefused) {
  auto parts = Parts("");
  parts["xl/sharedStrings.xml"] = "<sst><si><t>" + std::string(30'000, 'x') + "</t></si></sst>";
  std::string rows = "<worksheet>";
  for (int i = 0; i < 3'000; ++i) rows += "<row><c t='s'><v>0</v></c></row>";
  parts["xl/worksheets/sheet1.xml"] = rows + "</worksheet>";
  EXPECT_EQ(MetadataIn(ReadParts(parts).status(), "cause"), "unpacked");
}

}  // namespace
}  // namespace congress::tables
