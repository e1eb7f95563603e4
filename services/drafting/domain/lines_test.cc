#include "services/drafting/domain/lines.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"

namespace congress::drafting {
namespace {

// The lines of one side: everything but what the other side alone has.
std::string Side(const LineRuns& runs, v1::LineRun::Fate without) {
  std::vector<std::string> parts;
  for (const v1::LineRun& run : runs) {
    if (run.fate() != without) parts.push_back(run.text());
  }
  return absl::StrJoin(parts, "\n");
}

int Edits(const LineRuns& runs) {
  int edits = 0;
  for (const v1::LineRun& run : runs) edits += run.fate() == v1::LineRun::KEPT ? 0 : run.line_count();
  return edits;
}

// Fewest edits by the table of longest common subsequences: slow, simple, independent.
int FewestEdits(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::vector<int>> common(a.size() + 1, std::vector<int>(b.size() + 1, 0));
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = 0; j < b.size(); ++j) {
      common[i + 1][j + 1] = a[i] == b[j] ? common[i][j] + 1 : std::max(common[i][j + 1], common[i + 1][j]);
    }
  }
  return static_cast<int>(a.size() + b.size()) - 2 * common[a.size()][b.size()];
}

TEST(CompareLines, ShowsOneChangedLineBetweenKeptOnes) {
  const LineRuns runs = CompareLines("một\nhai\nba", "một\nhai bis\nba");
  ASSERT_EQ(runs.size(), 4);
  EXPECT_EQ(runs[0].text(), "một");
  EXPECT_EQ(runs[1].fate(), v1::LineRun::REMOVED);
  EXPECT_EQ(runs[1].text(), "hai");
  EXPECT_EQ(runs[1].base_line(), 2);
  EXPECT_EQ(runs[2].fate(), v1::LineRun::ADDED);
  EXPECT_EQ(runs[2].text(), "hai bis");
  EXPECT_EQ(runs[2].target_line(), 2);
  EXPECT_EQ(runs[3].base_line(), 3);
  EXPECT_EQ(runs[3].target_line(), 3);
}

TEST(CompareLines, TellsAnEmptyTextFromAnEmptyLine) {
  EXPECT_TRUE(CompareLines("", "").empty());
  const LineRuns runs = CompareLines("", "\n");
  ASSERT_EQ(runs.size(), 1);
  EXPECT_EQ(runs[0].fate(), v1::LineRun::ADDED);
  EXPECT_EQ(runs[0].line_count(), 2);
  const LineRuns trailing = CompareLines("a", "a\n");
  ASSERT_EQ(trailing.size(), 2);
  EXPECT_EQ(trailing[1].line_count(), 1);
  EXPECT_EQ(trailing[1].text(), "");
}

TEST(CompareLines, RebuildsBothTextsWithTheFewestEdits) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    const auto lines = [&] {
      std::vector<std::string> made(1 + random() % 12);
      for (std::string& line : made) line = std::string(1, static_cast<char>('a' + random() % 4));
      return made;
    };
    const std::vector<std::string> base = lines();
    const std::vector<std::string> target = lines();
    const std::string from = absl::StrJoin(base, "\n");
    const std::string to = absl::StrJoin(target, "\n");
    const LineRuns runs = CompareLines(from, to);
    ASSERT_EQ(Side(runs, v1::LineRun::ADDED), from);
    ASSERT_EQ(Side(runs, v1::LineRun::REMOVED), to);
    ASSERT_EQ(Edits(runs), FewestEdits(base, target)) << from << " -> " << to;
  }
}

TEST(CompareLines, GivesUpOnMinimalityButNotOnTruth) {
  std::string base = "đầu\n";
  std::string target = "đầu\n";
  for (int i = 0; i < 3000; ++i) {
    base += StrCat("cũ ", i, "\n");
    target += StrCat("mới ", i, "\n");
  }
  base += "cuối";
  target += "cuối";
  const LineRuns runs = CompareLines(base, target);
  EXPECT_EQ(runs.size(), 4);
  EXPECT_EQ(Side(runs, v1::LineRun::ADDED), base);
  EXPECT_EQ(Side(runs, v1::LineRun::REMOVED), target);
}

}  // namespace
}  // namespace congress::drafting
