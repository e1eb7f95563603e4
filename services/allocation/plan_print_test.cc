// The workbook of a plan as it is printed: LibreOffice is the judge.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/allocation/domain/export/export_xlsx.h"
#include "services/allocation/testing/export_sample.h"
#include "tests/support/process.h"
#include "tests/support/spreadsheet.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace congress::allocation {
namespace {

using support::RunToEnd;

struct Word {
  int page = 0;
  // On the page, in tenths of a point.
  int left = 0, top = 0, right = 0, bottom = 0;
  std::string text;
};

// The words of the workbook as they are on paper.
std::vector<Word> Printed(const std::string& workbook) {
  const support::TemporaryFolder folder;
  const std::string path = folder.path() + "/plan";
  std::ofstream(path + ".xlsx", std::ios::binary) << workbook;
  const auto made = RunToEnd({"/usr/bin/soffice", "--headless", "-env:UserInstallation=file://" + folder.path(),
                              "--convert-to", "pdf", "--outdir", folder.path(), path + ".xlsx"});
  EXPECT_EQ(made.status, 0) << made.errors;
  const auto read = RunToEnd({"/usr/bin/pdftotext", "-bbox", path + ".pdf", "-"});
  EXPECT_EQ(read.status, 0) << read.errors;
  std::vector<Word> words;
  int page = 0;
  const std::vector<std::string> lines = absl::StrSplit(read.output, '\n');
  for (const std::string& line : lines) {
    double left = 0, top = 0, right = 0, bottom = 0;
    if (line.find("<page ") != std::string::npos) ++page;
    if (std::sscanf(line.c_str(), " <word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\">", &left, &top, &right,
                    &bottom) != 4) {
      continue;
    }
    const auto tenths = [](double points) { return static_cast<int>(points * 10); };
    const size_t begin = line.find('>') + 1;
    const std::string text = line.substr(begin, line.rfind('<') - begin);
    words.push_back({page, tenths(left), tenths(top), tenths(right), tenths(bottom),
                     absl::StrReplaceAll(text, {{"&quot;", "\""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}})});
  }
  return words;
}

// How often each word of the text cells is there.
std::map<std::string, int> WordsIn(const std::string& workbook) {
  std::map<std::string, int> words;
  const auto file = support::ReadSpreadsheet(workbook);
  EXPECT_TRUE(file.ok()) << file.status();
  for (const auto& [name, sheet] : file->sheets) {
    for (const auto& [address, cell] : sheet.cells) {
      if (!cell.is_text) continue;
      for (const auto word : absl::StrSplit(cell.value, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
        ++words[std::string(word)];
      }
    }
  }
  return words;
}

// Two words that stand over each other: a text that runs into the next cell, or a row that is too low, whose last lines
// stand in the row below. Lines may touch.
std::string Overprinted(const std::vector<Word>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    for (size_t k = i + 1; k < words.size() && words[k].page == words[i].page; ++k) {
      const Word& a = words[i];
      const Word& b = words[k];
      const int wide = std::min(a.right, b.right) - std::max(a.left, b.left);
      const int high = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
      const int line = std::min(a.bottom - a.top, b.bottom - b.top);
      if (wide > 5 && high * 2 > line) return StrCat("page ", a.page, ": ", a.text, " and ", b.text);
    }
  }
  return "";
}

void ExpectLegible(const v1::AllocationPlan& plan) {
  const auto workbook = ToXlsx(plan);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  const std::vector<Word> words = Printed(*workbook);
  std::map<std::string, int> found;
  int pages = 0;
  for (const Word& word : words) {
    ++found[word.text];
    pages = std::max(pages, word.page);
  }
  for (const auto& [word, count] : WordsIn(*workbook)) EXPECT_GE(found[word], count) << word;
  EXPECT_EQ(found.count("###"), 0U) << "a number that is wider than its column";
  EXPECT_EQ(Overprinted(words), "");
  // The heading is on each page of the first sheet, and no sheet is more than one page wide.
  EXPECT_GE(found["STT"], 1);
  EXPECT_GE(found[StrCat(pages, "/", pages)], 1);
}

TEST(Workbook, OfAProvinceIsLegibleOnPaper) {
  v1::AllocationPlan plan = sample::Told(sample::Province());
  plan.set_display_name(
      "Phương án phân bổ đại biểu dự Đại hội đại biểu Đảng bộ tỉnh Mẫu lần thứ XX, nhiệm kỳ 2025–2030, trình Ban "
      "Thường "
      "vụ Tỉnh uỷ xem xét, cho ý kiến trước khi gửi các đảng bộ trực thuộc");
  plan.mutable_lines(0)->set_members(1'234'567'890'123);
  plan.mutable_lines(1)->set_display_name(
      "Đảng bộ các cơ quan Đảng, Mặt trận Tổ quốc và các đoàn thể chính trị - xã hội ở địa phương sau khi sắp xếp");
  plan.mutable_lines(1)->set_kind("armed-forces");
  std::string& explanation = *plan.mutable_lines(2)->mutable_explanation();
  for (int i = 0; i < 300; ++i) explanation += " Đảng bộ có nhiều đảng viên hơn.";
  ExpectLegible(plan);
}

TEST(Workbook, WithTargetsIsLegibleOnPaper) { ExpectLegible(sample::WithTargets()); }

}  // namespace
}  // namespace congress::allocation
