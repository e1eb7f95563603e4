// Old registers that are taken over from a table, and given back.
#include "services/drafting/testing/register_scene.h"
#include "tests/support/spreadsheet.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;
using tables::v1::ImportRow;
using ::testing::HasSubstr;

const char kOld[] =
    "number,document_date,title,secrecy,holder\n"
    "1,2025-06-01,Quyết định một,,\n"
    "03-QĐ/TU,2025-06-03,Quyết định ba,,\n"
    "4,2025-06-03,,MAT,Văn phòng\n";

std::string EntryOf(int number) { return StrCat("numberSeries/qd/entries/00000", number); }

class NumberImport : public RegisterTest {};

class RefusingImport : public RegisterTest {
 protected:
  RefusingImport() : RegisterTest("number_series { date_order: REFUSE }") {}
};

TEST_F(NumberImport, TakesTheNumbersAndRaisesTheNextOne) {
  ASSERT_OK_AND_ASSIGN(const auto preview, Import(kOld, "cu", "validate_only: true"));
  EXPECT_EQ(preview.new_count(), 3);
  EXPECT_THAT(Get(EntryOf(1)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto done, Import(kOld));
  EXPECT_EQ(done.SerializeAsString(), preview.SerializeAsString());
  EXPECT_THAT(done.rows(1).reason(), HasSubstr("02 to 02"));
  ASSERT_OK_AND_ASSIGN(const auto first, Get(EntryOf(1)));
  EXPECT_EQ(first.state(), v1::NumberEntry::ASSIGNED);
  EXPECT_EQ(first.formatted(), "Số 01-QĐ/TU");
  EXPECT_EQ(first.number_import(), "numberSeries/qd/imports/cu");
  ASSERT_OK_AND_ASSIGN(const auto open, Get(EntryOf(2)));
  EXPECT_EQ(open.state(), v1::NumberEntry::LOST);
  EXPECT_EQ(open.void_reason(), "not in the imported register");
  EXPECT_EQ(Get(EntryOf(4))->holder(), "Văn phòng");
  EXPECT_EQ(Reserve("a")->number(), 5);
  ASSERT_OK_AND_ASSIGN(const auto gaps, Gaps("reserved_days: 30"));
  EXPECT_EQ(gaps.assigned_count() + gaps.reserved_count() + gaps.lost_count(), gaps.last_number());
}

TEST_F(NumberImport, TheSameTableChangesNothing) {
  ASSERT_THAT(Import(kOld), IsOk());
  EXPECT_THAT(Import(kOld), StatusIs(kExists, "RESOURCE_EXISTS"));
  ASSERT_OK_AND_ASSIGN(const auto again, Import(kOld, "lai"));
  EXPECT_EQ(again.unchanged_count(), 3);
  const auto list = [&](const std::string& more) {
    return scene.Call(&Register::ListNumberImports, StrCat("parent: 'numberSeries/qd' ", more));
  };
  ASSERT_OK_AND_ASSIGN(const auto imports, list(""));
  ASSERT_EQ(imports.number_imports_size(), 1) << "what changes nothing is no import";
  EXPECT_EQ(imports.number_imports(0).number_count(), 3);
  EXPECT_EQ(imports.number_imports(0).gap_count(), 1);
  EXPECT_EQ(imports.number_imports(0).last_number(), 4);
  EXPECT_THAT(list("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(list("page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(list("parent: 'numberSeries/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  // The missing one turns up.
  ASSERT_OK_AND_ASSIGN(const auto found, Import("number,document_date,title\n2,2025-06-02,Hai\n", "bo-sung"));
  EXPECT_EQ(found.changed_count(), 1);
  EXPECT_EQ(Get(EntryOf(2))->state(), v1::NumberEntry::ASSIGNED);
}

TEST_F(NumberImport, TellsByRowWhatIsWrong) {
  ASSERT_THAT(Update(Day("first_date", 6, 1)), IsOk());
  Issue("a", 6, 20);
  const char table[] =
      "number,document_date,title,secrecy\n"
      "1,2025-06-20,Khác,\n"
      "2,2025-05-31,Trước nhiệm kỳ,\n"
      "số hai,2025-06-21,Không đọc được,\n"
      "3-QĐ/BTC,2025-06-21,Cơ quan khác,\n"
      "4-NQ/TU,2025-06-21,Loại khác,\n"
      "5,21/6/25 sáng,Ngày sai,\n"
      "6,2025-06-21,Mật mà có trích yếu,MAT\n"
      "7,2025-06-21,,\n"
      "8,2025-06-21,Tám,\n"
      "8,2025-06-21,Tám lần nữa,\n"
      "9,2099-06-21,Chưa đến ngày,\n";
  EXPECT_THAT(Import(table), StatusIs(kInvalid, "ROWS_REJECTED"));
  ASSERT_OK_AND_ASSIGN(const auto told, Import(table, "cu", "validate_only: true"));
  EXPECT_EQ(told.error_count(), 10);
  std::map<int, std::string> reasons;
  for (const ImportRow& row : told.rows()) {
    EXPECT_EQ(row.line(), static_cast<int>(reasons.size()) + 2) << "in the order of the file";
    reasons[row.line()] = row.reason();
  }
  EXPECT_THAT(reasons[2], HasSubstr("says something else"));
  EXPECT_THAT(reasons[3], HasSubstr("2025-06-01"));
  EXPECT_THAT(reasons[4], HasSubstr("127-QĐ/TU"));
  EXPECT_THAT(reasons[5], HasSubstr("not a number of TU"));
  EXPECT_THAT(reasons[6], HasSubstr("NQ"));
  EXPECT_THAT(reasons[11], HasSubstr("line 10 has this number already"));
  EXPECT_THAT(reasons[12], HasSubstr("not be later than today"));
  EXPECT_THAT(Get(EntryOf(2)), StatusIs(kMissing, "RESOURCE_NOT_FOUND")) << "all or none";
}

TEST_F(NumberImport, WarnsOfDatesOutOfOrder) {
  const char table[] = "number,document_date,title\n1,2025-06-05,Một\n2,2025-06-04,Hai\n";
  ASSERT_OK_AND_ASSIGN(const auto done, Import(table));
  EXPECT_EQ(done.new_count(), 2);
  EXPECT_THAT(done.rows(1).reason(), HasSubstr("2025-06-04"));
  EXPECT_EQ(Check()->findings_size(), 1);
}

TEST_F(RefusingImport, RefusesDatesOutOfOrder) {
  const char table[] = "number,document_date,title\n1,2025-06-05,Một\n2,2025-06-04,Hai\n";
  EXPECT_THAT(Import(table), StatusIs(kInvalid, "ROWS_REJECTED"));
  ASSERT_OK_AND_ASSIGN(const auto told, Import(table, "cu", "validate_only: true"));
  EXPECT_EQ(told.error_count(), 2) << "either may be the wrong one";
}

TEST_F(NumberImport, RefusesWhatIsNoOldRegister) {
  EXPECT_THAT(Import("number,title\n1,Một\n"), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(Import("number,document_date,title\n1,2025-06-05,Một\n900,2025-06-05,Chín trăm\n"),
              StatusIs(kFailed, "GAP_TOO_LARGE"));
  EXPECT_THAT(Import(kOld, "cu", "parent: 'numberSeries/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Import(kOld, "Cũ"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.service().store().Commit({.writes = {{.key = "x", .value = "x"}}, .jump_to = store::FirstOf(1)}),
              IsOk());
  EXPECT_THAT(Import(kOld), StatusIs(kFailed, "SERIES_WAITS"));
}

TEST_F(NumberImport, ATitleThatBearsAMarkIsAskedAbout) {
  const std::string marked = "number,document_date,title\n1,2025-06-01,MẬT - Quyết định\n";
  ASSERT_OK_AND_ASSIGN(const auto preview, Import(marked, "cu", "validate_only: true"));
  EXPECT_EQ(preview.rows(0).state(), ImportRow::ERROR);
  EXPECT_THAT(preview.rows(0).reason(), HasSubstr("MẬT"));
  EXPECT_THAT(Import(marked, "cu"), StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_THAT(Import(marked, "cu", "not_graded: true"), IsOk());
}

TEST_F(NumberImport, IsUndoneAsIfItHadNotBeen) {
  ASSERT_THAT(Import(kOld), IsOk());
  EXPECT_THAT(Undo("cu", "etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Undo("khac"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Undo("cu", "reason: ''"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto undone, Undo("cu", kUuid));
  EXPECT_EQ(undone.state(), v1::NumberImport::UNDONE);
  EXPECT_EQ(undone.undo_reason(), "Nhầm tệp");
  ASSERT_OK_AND_ASSIGN(const auto again, Undo("cu", kUuid));
  EXPECT_EQ(again.SerializeAsString(), undone.SerializeAsString()) << "the same call";
  EXPECT_THAT(Undo(), StatusIs(kFailed, "IMPORT_UNDONE")) << "another call";
  EXPECT_THAT(Get(EntryOf(1)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Reserve("a")->number(), 1);
}

TEST_F(NumberImport, AfterANumberWasGivenItsOwnAreVoided) {
  ASSERT_THAT(Import(kOld), IsOk());
  EXPECT_EQ(Reserve("a")->number(), 5);
  ASSERT_THAT(Undo(), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto first, Get(EntryOf(1)));
  EXPECT_EQ(first.state(), v1::NumberEntry::VOIDED);
  EXPECT_EQ(first.void_reason(), "Nhầm tệp");
  EXPECT_EQ(Gaps()->voided_count(), 4);
  EXPECT_EQ(Reserve("b")->number(), 6);
  // The right table may bring them.
  ASSERT_OK_AND_ASSIGN(const auto right, Import("number,document_date,title\n1,2025-06-02,Một\n", "dung"));
  EXPECT_EQ(right.changed_count(), 1);
  ASSERT_THAT(Undo("dung"), IsOk());
  EXPECT_EQ(Get(EntryOf(1))->void_reason(), "Nhầm tệp") << "as it was before that import";
}

TEST_F(NumberImport, IsNotUndoneOnceSomethingIsBuiltOnIt) {
  ASSERT_THAT(Import(kOld), IsOk());
  ASSERT_THAT(scene.Call(&Links::CreatePaperLink,
                         StrCat("paper_link { source: '", EntryOf(1), "' kind: BASIS target: '", EntryOf(3), "' }")),
              IsOk());
  EXPECT_THAT(Undo(), StatusIs(kFailed, "IMPORT_IN_USE"));
  ASSERT_OK_AND_ASSIGN(const auto links, scene.Call(&Links::ListPaperLinks, ""));
  ASSERT_THAT(scene.Call(&Links::DeletePaperLink, StrCat("name: '", links.paper_links(0).name(), "'")), IsOk());
  scene.SetDay(1);
  ASSERT_THAT(Correct(EntryOf(1), "values { title: 'Khác' }"), IsOk());
  EXPECT_THAT(Undo(), StatusIs(kFailed, "IMPORT_IN_USE"));
}

}  // namespace
}  // namespace congress::drafting
