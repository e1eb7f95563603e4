#include "services/drafting/domain/compare.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

// A revision with one section for each letter; an upper-case letter is the same section with another text.
v1::Revision Made(int number, std::string_view letters) {
  v1::Revision revision;
  revision.set_name(StrCat("congresses/x/documents/y/revisions/00000", number));
  for (const char letter : letters) {
    v1::Section& section = *revision.add_sections();
    section.set_id(std::string(1, static_cast<char>(letter | 0x20)));
    section.set_title(section.id());
    SetBody(BodyOf(std::string(1, letter)), &section);
  }
  return revision;
}

// `+` added, `-` removed, `~` changed, `>` moved, `=` the same, each before its section.
std::string Summary(const v1::CompareRevisionsResponse& response) {
  const std::map<int, std::string> marks = {{v1::SectionComparison::ADDED, "+"},
                                            {v1::SectionComparison::REMOVED, "-"},
                                            {v1::SectionComparison::CHANGED, "~"},
                                            {v1::SectionComparison::MOVED, ">"},
                                            {v1::SectionComparison::UNCHANGED, "="}};
  std::string summary;
  for (const auto& one : response.sections()) summary += StrCat(marks.at(one.difference()), one.section());
  return summary;
}

TEST(Compare, NamesWhatBecameOfEachSection) {
  const struct {
    const char* base;
    const char* target;
    const char* summary;
  } cases[] = {
      {"abc", "abc", "=a=b=c"},     {"abc", "aBc", "=a~b=c"}, {"abc", "abxc", "=a=b+x=c"},    {"abc", "ac", "=a-b=c"},
      {"abc", "cab", ">c=a=b"},     {"abc", "bca", "=b=c>a"}, {"abc", "xyz", "-a-b-c+x+y+z"}, {"abc", "bc", "-a=b=c"},
      {"abcd", "aCbd", "=a~c=b=d"}, {"ab", "ba", ">b=a"},
  };
  for (const auto& [base, target, summary] : cases) {
    ASSERT_OK_AND_ASSIGN(const auto response, Compare(Made(1, base), Made(2, target)));
    if (std::string(summary) == ">b=a") {
      // Either of two may be called moved, one must.
      EXPECT_EQ(response.moved_count(), 1);
    } else {
      EXPECT_EQ(Summary(response), summary) << base << " -> " << target;
    }
  }
}

TEST(Compare, CallsARenamedSectionChangedAndShowsBothTitles) {
  v1::Revision target = Made(2, "ab");
  target.mutable_sections(0)->set_title("Tên mới");
  ASSERT_OK_AND_ASSIGN(const auto response, Compare(Made(1, "ab"), target));
  EXPECT_EQ(Summary(response), "~a=b");
  EXPECT_EQ(response.sections(0).base_title(), "a");
  EXPECT_EQ(response.sections(0).target_title(), "Tên mới");
  EXPECT_TRUE(response.sections(0).pieces().empty());
  EXPECT_EQ(response.sections(0).title_runs_size(), 2);
}

TEST(Compare, ShowsMovedAndChangedTogether) {
  ASSERT_OK_AND_ASSIGN(const auto response, Compare(Made(1, "abc"), Made(2, "Cab")));
  EXPECT_EQ(response.sections(0).difference(), v1::SectionComparison::CHANGED);
  EXPECT_TRUE(response.sections(0).moved());
  std::string text;
  for (const auto& piece : response.sections(0).pieces()) {
    for (const auto& run : piece.runs()) text += StrCat(v1::Run::Fate_Name(run.fate()), " ", run.text(), ";");
  }
  EXPECT_EQ(text, "REMOVED c;ADDED C;");
  EXPECT_EQ(response.marked_word_count(), 2);
}

TEST(Compare, CountsEverySectionOnceWhateverChanged) {
  std::mt19937 random(20250616);
  const std::string all = "abcdefghij";
  for (int round = 0; round < 1000; ++round) {
    const auto some = [&] {
      std::string letters = all;
      std::shuffle(letters.begin(), letters.end(), random);
      letters.resize(1 + random() % all.size());
      for (char& letter : letters) letter = static_cast<char>(letter ^ (random() % 3 == 0 ? 0x20 : 0));
      return letters;
    };
    const v1::Revision base = Made(1, some());
    const v1::Revision target = Made(2, some());
    std::set<std::string> either;
    for (const auto& section : base.sections()) either.insert(section.id());
    for (const auto& section : target.sections()) either.insert(section.id());
    ASSERT_OK_AND_ASSIGN(const auto there, Compare(base, target));
    ASSERT_OK_AND_ASSIGN(const auto back, Compare(target, base));
    const int counted = there.added_count() + there.removed_count() + there.changed_count() + there.moved_count() +
                        there.unchanged_count();
    ASSERT_EQ(counted, static_cast<int>(either.size()));
    ASSERT_EQ(there.sections_size(), counted);
    // What one direction adds, the other removes.
    ASSERT_EQ(there.added_count(), back.removed_count());
    ASSERT_EQ(there.changed_count(), back.changed_count());
    ASSERT_EQ(there.moved_count() + there.unchanged_count(), back.moved_count() + back.unchanged_count());
  }
}

// Of a body with emphasis, a table and a paragraph that went to another section.
TEST(Compare, TellsWordsMovesAndBlocks) {
  v1::Revision base = Made(1, "ab");
  v1::Revision target = Made(2, "ab");
  Body body = BodyOf("Tỷ lệ hộ nghèo giảm còn 3%.\nĐoạn này đi sang mục khác nguyên vẹn từ đầu đến cuối.");
  (*body.Mutable(0)->mutable_paragraph()->mutable_spans())[0].set_bold(true);
  paper::v1::Block table;
  table.mutable_table()->add_columns();
  table.mutable_table()->add_rows()->add_cells()->add_spans()->set_text("Ô");
  *body.Add() = table;
  SetBody(body, base.mutable_sections(0));
  Body changed = body;
  (*changed.Mutable(0)->mutable_paragraph()->mutable_spans())[0].set_text("Tỷ lệ hộ nghèo giảm còn 2,5%.");
  changed.DeleteSubrange(1, 1);
  SetBody(changed, target.mutable_sections(0));
  Body other = base.sections(1).body();
  *other.Add() = body[1];
  SetBody(other, target.mutable_sections(1));
  ASSERT_OK_AND_ASSIGN(const auto response, Compare(base, target));
  using Piece = v1::PieceComparison;
  std::vector<std::string> told;
  for (const auto& section : response.sections()) {
    for (const Piece& piece : section.pieces()) {
      std::string line = StrCat(section.section(), " ", Piece::Fate_Name(piece.fate()), " ", piece.move());
      if (piece.block()) line += " block";
      for (const auto& run : piece.runs()) {
        if (run.fate() == v1::Run::REMOVED) line += StrCat(" -", run.text());
        if (run.fate() == v1::Run::ADDED) line += StrCat(" +", run.text());
      }
      told.push_back(line);
    }
  }
  EXPECT_THAT(told, ::testing::ElementsAre("a CHANGED 0 -3 +2,5", "a MOVED_FROM 1", "a KEPT 0 block", "b KEPT 0",
                                           "b MOVED_TO 1"));
  EXPECT_EQ(response.marked_word_count(), 2) << "what has moved is not marked";
}

TEST(Compare, RefusesRevisionsOfTwoDocuments) {
  v1::Revision other = Made(1, "abc");
  other.set_name("congresses/x/documents/z/revisions/000001");
  EXPECT_THAT(Compare(Made(1, "abc"), other), StatusIs(absl::StatusCode::kInvalidArgument, "REVISIONS_UNRELATED"));
}

}  // namespace
}  // namespace congress::drafting
