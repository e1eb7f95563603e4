#include "platform/xlsx/workbook.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/support/spreadsheet.h"
#include "tests/support/status_matchers.h"

namespace congress::xlsx {
namespace {

using support::IsOk;
using support::ReadSpreadsheet;

const absl::Time kTime = absl::FromUnixSeconds(1'751'328'000);

TEST(Write, ReadsBackAsWhatWasWritten) {
  ASSERT_OK_AND_ASSIGN(const std::string bytes, Write("Phương án <1> & \"2\"", kTime, [](Workbook& book) {
                         Sheet sheet = book.Add("Phân bổ");
                         sheet.Text(0, 0, "Xã <A> & \"B\"\nthôn 'C'", Style::kTitle);
                         sheet.Number(1, 1, 1'000'000'000'000);
                         sheet.Number(2, 1, -7);
                         sheet.Sum(3, 1, 1, 2, 999'999'999'993);
                         sheet.Freeze(1, 1);
                         sheet.AddFilter(0, 2, 1);
                         book.Add("Trống");
                       }));
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(bytes));
  EXPECT_EQ(file.names, (std::vector<std::string>{"Phân bổ", "Trống"}));
  const auto& cells = file.sheets.at("Phân bổ").cells;
  EXPECT_EQ(cells.at("A1").value, "Xã <A> & \"B\"\nthôn 'C'");
  EXPECT_EQ(cells.at("B2").value, "1000000000000");
  EXPECT_EQ(cells.at("B3").value, "-7");
  EXPECT_EQ(cells.at("B4").formula, "SUM(B2:B3)");
  EXPECT_EQ(cells.at("B4").value, "999999999993");
  EXPECT_EQ(cells.size(), 4U);
  const auto& xml = file.sheets.at("Phân bổ").xml;
  ASSERT_EQ(xml.All("pane").size(), 1U);
  EXPECT_EQ(xml.All("pane")[0]->Attribute("state"), "frozen");
  EXPECT_EQ(xml.All("autoFilter")[0]->Attribute("ref"), "A1:B3");
  EXPECT_NE(file.parts.at("docProps/core.xml").find("2025-07-01T00:00:00Z"), std::string::npos);
}

TEST(Write, NoTextBecomesAFormula) {
  const std::vector<std::string> texts = {"=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1", "1"};
  ASSERT_OK_AND_ASSIGN(const std::string bytes, Write("", kTime, [&](Workbook& book) {
                         Sheet sheet = book.Add("x");
                         for (size_t i = 0; i < texts.size(); ++i) sheet.Text(static_cast<int>(i), 0, texts[i]);
                       }));
  ASSERT_OK_AND_ASSIGN(const auto file, ReadSpreadsheet(bytes));
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto& cell = file.sheets.at("x").cells.at(StrCat("A", i + 1));
    EXPECT_EQ(cell.value, texts[i]);
    EXPECT_EQ(cell.formula, "");
    EXPECT_TRUE(cell.is_text) << texts[i];
  }
}

TEST(Write, EqualContentGivesEqualBytesWhateverTheClock) {
  const auto fill = [](Workbook& book) { book.Add("x").Text(0, 0, "y"); };
  ASSERT_OK_AND_ASSIGN(const std::string first, Write("t", kTime, fill));
  std::vector<std::string> others(4);
  std::vector<std::thread> threads;
  for (std::string& other : others) threads.emplace_back([&] { other = Write("t", kTime, fill).value_or(""); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& other : others) EXPECT_TRUE(other == first);
  EXPECT_TRUE(*Write("t", kTime + absl::Hours(1), fill) != first);
  // A plan from before 1970 or without a time is no reason to ask the clock.
  ASSERT_OK_AND_ASSIGN(const auto old, ReadSpreadsheet(*Write("t", absl::InfinitePast(), fill)));
  EXPECT_NE(old.parts.at("docProps/core.xml").find("1970-01-01T00:00:01Z"), std::string::npos);
}

TEST(Write, FailsAsAWholeWhenOneCellDoes) {
  const auto with = [](size_t size) {
    return Write("", kTime, [&](Workbook& book) { book.Add("x").Text(0, 0, std::string(size, 'x')); });
  };
  EXPECT_THAT(with(kMostCharacters), IsOk());
  EXPECT_EQ(with(kMostCharacters + 1).status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Write("", kTime, [](Workbook& book) { book.Add("a/b").Text(0, 0, "x"); }).status().code(),
            absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace congress::xlsx
