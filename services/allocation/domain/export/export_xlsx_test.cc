#include "services/allocation/domain/export/export_xlsx.h"

#include "absl/strings/numbers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/export_sample.h"
#include "tests/support/spreadsheet.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::ReadSheet;
using support::ReadSpreadsheet;
using support::StatusIs;
using ::testing::HasSubstr;

std::string ValueOf(const ReadSheet& sheet, const std::string& address) {
  const auto found = sheet.cells.find(address);
  return found == sheet.cells.end() ? "" : found->second.value;
}

// The value beside a label of the summary.
std::string Beside(const ReadSheet& sheet, const std::string& label) {
  for (const auto& [address, cell] : sheet.cells) {
    if (address[0] == 'A' && cell.value == label) return ValueOf(sheet, "B" + address.substr(1));
  }
  return StrCat("no ", label);
}

TEST(ToXlsx, TheTableReadsBackAsWhatThePlanSays) {
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(*ToXlsx(sample::ForExport())));
  EXPECT_EQ(file.names, (std::vector<std::string>{"Phân bổ", "Tổng hợp", "Giải trình"}));
  const ReadSheet& sheet = file.sheets.at("Phân bổ");
  const std::vector<std::vector<std::string>> rows = {
      {"Phương án mẫu"},
      {"Phân bổ đại biểu dự đại hội. DỰ THẢO"},
      {},
      {"STT", "Mã", "Tổ chức đảng", "Loại hình", "Số đảng viên", "Căn cứ số liệu", "Số đơn vị hợp nhất", "Cơ bản",
       "Theo số đảng viên", "Cộng thêm", "Trừ đại biểu đương nhiên", "Số đại biểu", "Hình thức"},
      {"1", "a", "Xã \"A\" & <B>, mới", "xã", "1500", "ước tính", "2", "1", "6", "0", "0", "7", "bầu"},
      {"2", "b", "Xã b", "xã", "500", "", "1", "1", "2", "0", "0", "3", "chỉ định"},
      {"", "", "Tổng cộng", "", "2000", "", "", "2", "8", "0", "0", "10", ""}};
  for (size_t row = 0; row < rows.size(); ++row) {
    for (size_t column = 0; column < rows[row].size(); ++column) {
      const std::string address = StrCat(std::string(1, static_cast<char>('A' + column)), row + 1);
      EXPECT_EQ(ValueOf(sheet, address), rows[row][column]) << address;
    }
  }
  EXPECT_EQ(sheet.cells.at("L7").formula, "SUM(L5:L6)");
  EXPECT_EQ(sheet.xml.All("pane")[0]->Attribute("topLeftCell"), "D5");
  EXPECT_EQ(sheet.xml.All("autoFilter")[0]->Attribute("ref"), "A4:M6");
  EXPECT_EQ(sheet.xml.All("col").size(), 13U);
}

TEST(ToXlsx, TheSumsAreThoseOfThePlan) {
  const auto plan = sample::Province();
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(*ToXlsx(plan)));
  const ReadSheet& sheet = file.sheets.at("Phân bổ");
  const v1::AllocationTotals& totals = plan.totals();
  const std::pair<char, int64_t> sums[] = {{'E', totals.members()},
                                           {'H', totals.base_seats()},
                                           {'I', totals.member_seats()},
                                           {'J', totals.addition_seats()},
                                           {'K', 0},
                                           {'L', totals.total() - totals.ex_officio()}};
  for (const auto& [column, sum] : sums) {
    const auto& cell = sheet.cells.at(StrCat(std::string(1, column), "141"));
    EXPECT_EQ(cell.value, StrCat(sum)) << column;
    EXPECT_EQ(cell.formula, StrCat("SUM(", std::string(1, column), "5:", std::string(1, column), "140)"));
    int64_t added = 0;
    for (int row = 5; row <= 140; ++row) {
      int64_t number = 0;
      ASSERT_TRUE(absl::SimpleAtoi(ValueOf(sheet, StrCat(std::string(1, column), row)), &number));
      added += number;
    }
    EXPECT_EQ(added, sum) << column;
  }
}

TEST(ToXlsx, EachLineAddsUpThoughDelegatesExOfficioTakeSeats) {
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(*ToXlsx(sample::WithExOfficio(true))));
  const ReadSheet& sheet = file.sheets.at("Phân bổ");
  for (const int row : {5, 6, 7}) {
    const auto number = [&](char column) { return std::stoi(ValueOf(sheet, StrCat(std::string(1, column), row))); };
    EXPECT_EQ(number('H') + number('I') + number('J') - number('K'), number('L')) << row;
  }
  EXPECT_EQ(ValueOf(sheet, "K5"), "3");
  EXPECT_EQ(sheet.cells.at("K7").formula, "SUM(K5:K6)");
  EXPECT_EQ(Beside(file.sheets.at("Tổng hợp"), "Trừ đại biểu đương nhiên thuộc các tổ chức đảng"), "3");
}

TEST(ToXlsx, HasASheetForTheStructureIfThereAreTargets) {
  const auto plan = sample::WithTargets();
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(*ToXlsx(plan)));
  EXPECT_EQ(file.names, (std::vector<std::string>{"Phân bổ", "Cơ cấu đại biểu", "Tổng hợp", "Giải trình"}));
  const ReadSheet& sheet = file.sheets.at("Cơ cấu đại biểu");
  const std::vector<std::vector<std::string>> rows = {
      {"Mã", "Tổ chức đảng", "Số đại biểu", "Đại biểu nữ", "Đại biểu trẻ", "Đại biểu dân tộc"},
      {"", "Nhóm", "", "nữ", "trẻ tuổi (dưới 40)", "dân tộc thiểu số"},
      {"", "Yêu cầu", "", "ít nhất 2 trong 12", "khoảng 4 trong 10", "nhiều nhất 6 trong 12"},
      {"a", "Xã \"A\" & <B>, mới", "7", "1", "3", "4"},
      {"b", "Xã b", "3", "1", "1", "1"},
      {"", "Đại biểu đương nhiên", "2", "0", "0", "1"},
      {"", "Tổng cộng", "12", "2", "4", "6"}};
  for (size_t row = 0; row < rows.size(); ++row) {
    for (size_t column = 0; column < rows[row].size(); ++column) {
      const std::string address = StrCat(std::string(1, static_cast<char>('A' + column)), row + 4);
      EXPECT_EQ(ValueOf(sheet, address), rows[row][column]) << address;
    }
  }
  EXPECT_EQ(sheet.cells.at("D10").formula, "SUM(D7:D9)");
  const ReadSheet& words = file.sheets.at("Giải trình");
  EXPECT_EQ(ValueOf(words, "B4"), "Đại biểu nữ");
  EXPECT_EQ(ValueOf(words, "C4"), plan.target_spreads(0).sentences(0));
  int own = 0;
  for (const auto& [address, cell] : words.cells) own += cell.value == plan.target_spreads(4).sentences(0) ? 1 : 0;
  EXPECT_EQ(own, 1) << "an organisation's own target is told in words";
}

TEST(ToXlsx, SumsUpRuleBasisAndDecision) {
  auto plan = sample::ForExport();
  ASSERT_OK_AND_ASSIGN(const auto draft, ReadSpreadsheet(*ToXlsx(plan)));
  const ReadSheet& sheet = draft.sheets.at("Tổng hợp");
  const std::pair<const char*, std::string> facts[] = {{"Quyết định", "DỰ THẢO"},
                                                       {"Tổng số đại biểu", "12"},
                                                       {"Đại biểu đương nhiên", "2"},
                                                       {"Đại biểu được bầu", "7"},
                                                       {"Đại biểu được chỉ định", "3"},
                                                       {"Số đại biểu tối đa theo quy định", "20"},
                                                       {"Số tổ chức đảng", "2"},
                                                       {"Số đảng viên", "2000"},
                                                       {"Quy tắc", "Quy định mẫu"},
                                                       {"Căn cứ pháp lý", "Quyết định mẫu"},
                                                       {"Quy tắc có hiệu lực từ", "ngày 01 tháng 01 năm 2025"},
                                                       {"Tổ chức đảng và quy tắc lấy vào", "ngày 01 tháng 7 năm 2025"},
                                                       {"Lần tính", "1"},
                                                       {"Mã băm SHA-256 của số liệu đầu vào", plan.inputs_sha256()}};
  for (const auto& [label, value] : facts) EXPECT_EQ(Beside(sheet, label), value) << label;
  sample::Number(&plan);
  ASSERT_OK_AND_ASSIGN(const auto issued, ReadSpreadsheet(*ToXlsx(plan)));
  EXPECT_EQ(Beside(issued.sheets.at("Tổng hợp"), "Quyết định"), "Số 12-QĐ/TU, ngày 01 tháng 7 năm 2025");
}

TEST(ToXlsx, ExplainsEachLineAndEachTie) {
  const auto plan =
      sample::Told(*sample::Computed(sample::FittedRule(5), {sample::Unit("a", 1'000), sample::Unit("b", 1'000)}));
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(*ToXlsx(plan)));
  const ReadSheet& sheet = file.sheets.at("Giải trình");
  EXPECT_EQ(ValueOf(sheet, "A2"), "a");
  EXPECT_EQ(ValueOf(sheet, "B3"), "Xã b");
  EXPECT_EQ(ValueOf(sheet, "C2"), plan.lines(0).explanation());
  EXPECT_EQ(ValueOf(sheet, "B4"), "Phần dư bằng nhau");
  EXPECT_EQ(ValueOf(sheet, "C4"), plan.ties(0).explanation());
}

TEST(ToXlsx, CutsWhatIsLongerThanACellBetweenCharacters) {
  auto plan = sample::ForExport();
  std::string explanation;
  for (int i = 0; i < 40'000; ++i) explanation += "ế";
  plan.mutable_lines(0)->set_explanation(explanation);
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(*ToXlsx(plan)));
  const ReadSheet& sheet = file.sheets.at("Giải trình");
  EXPECT_EQ(ValueOf(sheet, "C2") + ValueOf(sheet, "C3") + ValueOf(sheet, "C4"), explanation);
  EXPECT_EQ(ValueOf(sheet, "A4"), "a");
  EXPECT_EQ(ValueOf(sheet, "A5"), "b");
}

TEST(ToXlsx, NoNameBecomesAFormula) {
  auto plan = sample::ForExport();
  for (const char* name : {"=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"}) {
    plan.mutable_lines(0)->set_display_name(name);
    plan.set_display_name(name);
    ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(*ToXlsx(plan)));
    for (const char* address : {"A1", "C5"}) {
      const auto& cell = file.sheets.at("Phân bổ").cells.at(address);
      EXPECT_EQ(cell.value, name);
      EXPECT_TRUE(cell.is_text && cell.formula.empty()) << name;
    }
  }
}

TEST(ToXlsx, SamePlanSameBytesAndItsOwnTime) {
  auto plan = sample::Province();
  *plan.mutable_create_time() = civil::ToTimestamp(absl::FromUnixSeconds(1'751'328'000));
  const std::string first = *ToXlsx(plan);
  EXPECT_TRUE(*ToXlsx(plan) == first);
  EXPECT_THAT(ReadSpreadsheet(first)->parts.at("docProps/core.xml"), HasSubstr("2025-07-01T00:00:00Z"));
  *plan.mutable_update_time() = civil::ToTimestamp(absl::FromUnixSeconds(1'751'414'400));
  EXPECT_THAT(ReadSpreadsheet(*ToXlsx(plan))->parts.at("docProps/core.xml"), HasSubstr("2025-07-02T00:00:00Z"));
}

TEST(ToXlsx, RefusesWhatXmlCannotHold) {
  auto plan = sample::ForExport();
  plan.mutable_lines(1)->set_display_name("Xã\x01");
  EXPECT_THAT(ToXlsx(plan), StatusIs(absl::StatusCode::kFailedPrecondition, "CHARACTER_NOT_IN_XML"));
}

}  // namespace
}  // namespace congress::allocation
