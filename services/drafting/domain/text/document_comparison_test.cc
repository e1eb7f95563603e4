#include "services/drafting/domain/text/document_comparison.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/drafting/domain/text/split_paragraphs.h"
#include "services/drafting/testing/marked.h"
#include "services/drafting/testing/prose.h"

namespace congress::drafting {
namespace {

using sample::Marked;
using sample::Without;

Piece Paragraph(std::string text) { return {std::move(text), ""}; }
Piece Table(std::string text, std::string block) { return {std::move(text), std::move(block)}; }

// A section for each list of paragraphs, with the ids a, b, c …
DocumentText Document(const std::vector<std::vector<std::string>>& sections) {
  DocumentText document;
  for (const std::vector<std::string>& paragraphs : sections) {
    const std::string id(1, static_cast<char>('a' + document.sections.size()));
    document.sections.push_back({id, "Mục " + id, 1, {}});
    for (const std::string& paragraph : paragraphs) document.sections.back().pieces.push_back(Paragraph(paragraph));
  }
  return document;
}

// A line for each piece: `=` kept, `~` changed, `-` removed, `+` added, `<1` moved away, `>1` moved here.
std::string Shown(const ComparedSection& section) {
  std::string shown;
  for (const ComparedPiece& piece : section.pieces) {
    shown += std::string_view("=~-+<>")[static_cast<size_t>(piece.fate)];
    if (piece.move > 0) shown += std::to_string(piece.move);
    shown += " " + Marked(piece.runs) + "\n";
  }
  return shown;
}

std::string Shown(const DocumentComparison& comparison) {
  std::string shown;
  for (const ComparedSection& section : comparison.sections) {
    shown += std::string(section.id) + (section.base.has_value() ? "" : " new") +
             (section.target.has_value() ? "" : " gone") + (section.moved ? " moved" : "") + "\n" + Shown(section);
  }
  return shown;
}

const char kOne[] = "Kinh tế tăng trưởng khá, thu ngân sách vượt dự toán được giao.";
const char kTwo[] = "Công tác xây dựng Đảng được chú trọng ở mọi cấp uỷ trực thuộc.";
const char kThree[] = "Đời sống nhân dân vùng cao còn nhiều khó khăn về nước sạch.";
const char kThreeNew[] = "Đời sống nhân dân vùng cao còn khó khăn về điện, nước sạch.";
const char kThreeMarked[] = "Đời sống nhân dân vùng cao còn[- nhiều-] khó khăn về{+ điện,+} nước sạch.";

struct Case {
  std::string what;
  DocumentText base;
  DocumentText target;
  std::string shown;
  int64_t marked;
};

std::string Lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

TEST(CompareDocuments, TellsWhatBecameOfEachPiece) {
  const std::string one = kOne;
  const std::string two = kTwo;
  const std::string three = kThree;
  const std::string changed = kThreeNew;
  const std::vector<Case> cases = {
      {"empty documents", {}, {}, "", 0},
      {"sections without pieces", Document({{}, {}}), Document({{}, {}}), Lines({"a", "b"}), 0},
      {"nothing changed", Document({{kOne, kTwo}}), Document({{kOne, kTwo}}), Lines({"a", "= " + one, "= " + two}), 0},
      {"empty paragraphs", Document({{"", kOne, ""}}), Document({{kOne, "", ""}}),
       Lines({"a", "- ", "= " + one, "+ ", "= "}), 0},
      {"changed in place", Document({{kOne, kThree}}), Document({{kOne, kThreeNew}}),
       Lines({"a", "= " + one, std::string("~ ") + kThreeMarked}), 2},
      {"replaced", Document({{kOne, kTwo}}), Document({{kOne, "Công tác khác hẳn trước."}}),
       Lines({"a", "= " + one, "- [-" + two + "-]", "+ {+Công tác khác hẳn trước.+}"}), 19},
      {"moved within a section", Document({{kOne, kTwo, kThree}}), Document({{kThree, kOne, kTwo}}),
       Lines({"a", ">1 " + three, "= " + one, "= " + two, "<1 " + three}), 0},
      {"moved and changed within a section", Document({{kOne, kTwo, kThree}}), Document({{kThreeNew, kOne, kTwo}}),
       Lines({"a", std::string(">1 ") + kThreeMarked, "= " + one, "= " + two, "<1 " + three}), 2},
      {"moved across sections", Document({{kOne, kThree}, {kTwo}}), Document({{kOne}, {kThree, kTwo}}),
       Lines({"a", "= " + one, "<1 " + three, "b", ">1 " + three, "= " + two}), 0},
      {"moved and changed across sections", Document({{kOne, kThree}, {kTwo}}), Document({{kOne}, {kTwo, kThreeNew}}),
       Lines({"a", "= " + one, "<1 " + three, "b", "= " + two, std::string(">1 ") + kThreeMarked}), 2},
      {"moved away and replaced in its place", Document({{kOne, kThree}, {kTwo}}),
       Document({{kOne, "Tên mới."}, {kTwo, kThree}}),
       Lines({"a", "= " + one, "<1 " + three, "+ {+Tên mới.+}", "b", "= " + two, ">1 " + three}), 2},
      // Few words stand in many places by chance, but beside what has moved they moved along.
      {"too short to be a move", Document({{"Nơi nhận:", kOne}, {kTwo}}), Document({{kOne}, {kTwo, "Nơi nhận:"}}),
       Lines({"a", "- [-Nơi nhận:-]", "= " + one, "b", "= " + two, "+ {+Nơi nhận:+}"}), 4},
      {"short beside a move", Document({{"Nơi nhận:", kOne}, {kTwo}}), Document({{}, {kTwo, "Nơi nhận:", kOne}}),
       Lines({"a", "<1 Nơi nhận:", "<2 " + one, "b", "= " + two, ">1 Nơi nhận:", ">2 " + one}), 0},
      {"short behind a move", Document({{kOne, "Nơi nhận:"}, {kTwo}}), Document({{}, {kTwo, kOne, "Nơi nhận:"}}),
       Lines({"a", "<1 " + one, "<2 Nơi nhận:", "b", "= " + two, ">1 " + one, ">2 Nơi nhận:"}), 0},
      {"changed too much for a move", Document({{kOne, kThree}, {kTwo}}),
       Document({{kOne}, {kTwo, "Đời sống nhân dân vùng cao đã khá hơn về điện, đường, trường."}}),
       Lines({"a", "= " + one, "- [-" + three + "-]", "b", "= " + two,
              "+ {+Đời sống nhân dân vùng cao đã khá hơn về điện, đường, trường.+}"}),
       26},
      {"a paragraph that repeats", Document({{kOne, kTwo, kOne, kOne}}), Document({{kOne, kOne, kTwo, kOne}}),
       Lines({"a", "= " + one, "<1 " + two, "= " + one, ">1 " + two, "= " + one}), 0},
      {"a copy is no move", Document({{kOne}, {kTwo}}), Document({{kOne}, {kTwo, kOne}}),
       Lines({"a", "= " + one, "b", "= " + two, "+ {+" + one + "+}"}), 13},
      {"spaces only", Document({{"Một  hai ba bốn năm. "}}), Document({{"Một hai ba bốn năm."}}),
       Lines({"a", "~ Một [- -]hai ba bốn năm.[- -]"}), 0},
  };
  for (const Case& c : cases) {
    const DocumentComparison comparison = CompareDocuments(c.base, c.target);
    EXPECT_EQ(Shown(comparison), c.shown) << c.what;
    EXPECT_EQ(CountMarkedWords(comparison), c.marked) << c.what;
  }
}

std::string WithBreaksAs(std::string_view shown, std::string text) {
  for (size_t at = text.find(kParagraphBreak); at != text.npos; at = text.find(kParagraphBreak)) {
    text.replace(at, kParagraphBreak.size(), shown);
  }
  return text;
}

TEST(CompareDocuments, TellsSplitAndJoinedParagraphs) {
  const std::string one = kOne;
  const std::string two = kTwo;
  const std::string three = kThree;
  const std::string all = one + " " + two + " " + three;
  const std::string marked = one + "[- -]{+¶+}" + two + "[- -]{+¶+}" + kThreeMarked;
  const std::string joined = one + "[-¶-]{+ +}" + two + "[-¶-]{+ +}" + kThreeMarked;
  const std::vector<Case> cases = {
      {"split in three", Document({{"Đầu.", all, "Cuối."}}), Document({{"Đầu.", one, two, kThreeNew, "Cuối."}}),
       Lines({"a", "= Đầu.", "~ " + marked, "= Cuối."}), 2},
      {"joined from three", Document({{"Đầu.", one, two, three, "Cuối."}}),
       Document({{"Đầu.", one + " " + two + " " + kThreeNew, "Cuối."}}),
       Lines({"a", "= Đầu.", "~ " + joined, "= Cuối."}), 2},
      {"split beside a new paragraph", Document({{one + " " + two}}), Document({{one, two, "Hoàn toàn mới ở đây."}}),
       Lines({"a", "~ " + one + "[- -]{+¶+}" + two, "+ {+Hoàn toàn mới ở đây.+}"}), 5},
      // Some words that a paragraph has by chance make no part of it.
      {"a new paragraph beside a changed one", Document({{kThree}}), Document({{kThreeNew, "Về nước sạch vùng cao."}}),
       Lines({"a", std::string("~ ") + kThreeMarked, "+ {+Về nước sạch vùng cao.+}"}), 7},
  };
  // Nor does a word or two that it keeps of what was removed.
  const std::vector<SectionText> sections =
      Document({{"Đời sống nhân dân vùng cao còn khó khăn.", "Xã vùng cao mong về nước sạch, nhân dân vui."}}).sections;
  EXPECT_EQ(CompareDocuments(Document({{kThree}}), {sections}).sections[0].pieces.size(), 2u);
  for (const Case& c : cases) {
    const DocumentComparison comparison = CompareDocuments(c.base, c.target);
    EXPECT_EQ(WithBreaksAs("¶", Shown(comparison)), c.shown) << c.what;
    EXPECT_EQ(CountMarkedWords(comparison), c.marked) << c.what;
  }
}

TEST(CompareDocuments, TellsWhatBecameOfSections) {
  const std::string one = kOne;
  const std::string two = kTwo;
  const DocumentText base = Document({{kOne}, {kTwo}, {kThree}, {}});
  DocumentText target = base;
  // b goes, d comes to the front with a new title, e is new and has what b had.
  target.sections.erase(target.sections.begin() + 1);
  std::rotate(target.sections.begin(), target.sections.end() - 1, target.sections.end());
  target.sections.front().title = "Mục d mới";
  target.sections.push_back({"e", "Mục e", 2, {Paragraph(kTwo)}});
  const DocumentComparison comparison = CompareDocuments(base, target);
  EXPECT_EQ(Shown(comparison), Lines({"d moved", "a", "= " + one, "b gone", "<1 " + two, "c",
                                      std::string("= ") + kThree, "e new", ">1 " + two}));
  EXPECT_EQ(Marked(comparison.sections[0].title), "Mục d{+ mới+}");
  EXPECT_EQ(Marked(comparison.sections[2].title), "[-Mục b-]");
  EXPECT_EQ(comparison.sections[2].base, 1u);
  EXPECT_EQ(comparison.sections[4].target, 3u);
  EXPECT_EQ(CountMarkedWords(comparison), 5);
}

TEST(CompareDocuments, ComparesBlocksAsAWhole) {
  DocumentText base = Document({{kOne}, {kTwo}});
  DocumentText target = base;
  base.sections[0].pieces.push_back(Table("Chỉ tiêu 1 | 5 %", "<1,5>"));
  target.sections[0].pieces.push_back(Table("Chỉ tiêu 1 | 6 %", "<1,6>"));
  base.sections[0].pieces.push_back(Table("Phụ lục về các công trình trọng điểm", "<phụ lục>"));
  target.sections[1].pieces.push_back(Table("Phụ lục về các công trình trọng điểm", "<phụ lục>"));
  EXPECT_EQ(
      Shown(CompareDocuments(base, target)),
      Lines({"a", std::string("= ") + kOne, "- [-Chỉ tiêu 1 | 5 %-]", "<1 Phụ lục về các công trình trọng điểm",
             "+ {+Chỉ tiêu 1 | 6 %+}", "b", std::string("= ") + kTwo, ">1 Phụ lục về các công trình trọng điểm"}));
  // The same text in another form is another block.
  target = base;
  target.sections[0].pieces[1].block = "<1;5>";
  EXPECT_EQ(CountMarkedWords(CompareDocuments(base, target)), 8);
}

DocumentText Report(const std::vector<sample::Paragraph>& paragraphs, size_t paragraphs_of_section) {
  std::vector<std::vector<std::string>> sections;
  for (size_t i = 0; i < paragraphs.size(); ++i) {
    if (i % paragraphs_of_section == 0) sections.emplace_back();
    sections.back().push_back(sample::TextOf(paragraphs[i]));
  }
  return Document(sections);
}

int64_t FewestMarkedWords(const sample::Paragraph& base, const sample::Paragraph& target) {
  Lexicon lexicon;
  const std::string from_text = sample::TextOf(base);
  const TokenText from = lexicon.Read(from_text);
  const std::string to_text = sample::TextOf(target);
  const TokenText to = lexicon.Read(to_text);
  return MarkedWords(from, to, MatchTokens(from, to));
}

TEST(CompareDocuments, MarksLittleMoreThanTheFewestWords) {
  sample::Prose prose(20);
  const std::vector<sample::Paragraph> base = prose.Report(8'000);
  std::vector<std::vector<sample::Paragraph>> targets = {
      prose.WithWordsChanged(base, 5), prose.WithWordsChanged(base, 30), prose.WithParagraphsChanged(base, 5),
      prose.WithParagraphsChanged(base, 60)};
  for (const auto& target : targets) {
    int64_t fewest = 0;
    for (size_t i = 0; i < base.size(); ++i) fewest += FewestMarkedWords(base[i], target[i]);
    for (const size_t size : {8u, 10'000u}) {
      const int64_t marked = CountMarkedWords(CompareDocuments(Report(base, size), Report(target, size)));
      EXPECT_LE(100 * marked, 118 * fewest);
    }
  }
}

TEST(CompareDocuments, FindsChangedParagraphsAmongManyThatWereMovedAddedAndRemoved) {
  sample::Prose prose(21);
  const std::vector<sample::Paragraph> base = prose.Report(20'000);
  std::vector<sample::Paragraph> target = prose.WithWordsChanged(base, 5);
  int64_t fewest = 0;
  for (size_t i = 0; i < base.size(); ++i) fewest += FewestMarkedWords(base[i], target[i]);
  const auto words = [](const sample::Paragraph& paragraph) { return CountWords(sample::TextOf(paragraph)); };
  for (size_t i = 0; i < 10; ++i) {
    const size_t from = prose.Number(target.size());
    sample::Paragraph moved = target[from];
    target.erase(target.begin() + static_cast<ptrdiff_t>(from));
    target.insert(target.begin() + static_cast<ptrdiff_t>(prose.Number(target.size())), std::move(moved));
  }
  for (size_t i = 0; i < 20; ++i) {
    target.insert(target.begin() + static_cast<ptrdiff_t>(prose.Number(target.size())), prose.NewParagraph());
    fewest += words(target[i]);
  }
  const DocumentText from = Report(base, 10'000);
  const DocumentText to = Report(target, 10'000);
  const DocumentComparison comparison = CompareDocuments(from, to);
  EXPECT_LE(100 * CountMarkedWords(comparison), 120 * fewest);
  int moves = 0;
  for (const ComparedPiece& piece : comparison.sections[0].pieces) moves = std::max(moves, piece.move);
  EXPECT_GE(moves, 9);
  EXPECT_LE(moves, 10);
}

// The pieces of both documents are told once each, in order, and their runs are their texts.
void ExpectExact(const DocumentText& base, const DocumentText& target) {
  const DocumentComparison comparison = CompareDocuments(base, target);
  std::vector<bool> sections(base.sections.size());
  std::vector<std::pair<int, int>> ends;
  size_t next_target = 0;
  for (const ComparedSection& section : comparison.sections) {
    std::string from;
    std::string to;
    for (const ComparedPiece& piece : section.pieces) {
      if (!piece.base.empty()) from += WithBreaksAs("\n", Without(piece.runs, Fate::kAdded)) + "\n";
      if (!piece.target.empty()) to += WithBreaksAs("\n", Without(piece.runs, Fate::kRemoved)) + "\n";
      if (piece.move > 0) {
        ends.resize(std::max(ends.size(), static_cast<size_t>(piece.move)));
        ++(piece.fate == PieceFate::kMovedFrom ? ends[static_cast<size_t>(piece.move) - 1].first
                                               : ends[static_cast<size_t>(piece.move) - 1].second);
      }
    }
    std::string base_text;
    std::string target_text;
    if (section.base.has_value()) {
      ASSERT_FALSE(sections[*section.base]);
      sections[*section.base] = true;
      for (const Piece& piece : base.sections[*section.base].pieces) base_text += piece.text + "\n";
    }
    if (section.target.has_value()) {
      ASSERT_EQ(*section.target, next_target++);
      for (const Piece& piece : target.sections[*section.target].pieces) target_text += piece.text + "\n";
    }
    ASSERT_EQ(from, base_text);
    ASSERT_EQ(to, target_text);
  }
  ASSERT_EQ(std::count(sections.begin(), sections.end(), false), 0);
  ASSERT_EQ(next_target, target.sections.size());
  for (const auto& [from, to] : ends) ASSERT_TRUE(from == 1 && to == 1);
}

TEST(CompareDocuments, LosesNothing) {
  sample::Prose prose(22);
  const std::vector<std::string> paragraphs = {kOne,
                                               kTwo,
                                               kThree,
                                               kThreeNew,
                                               "",
                                               "Nơi nhận:",
                                               "a b c d e",
                                               "a b c e f",
                                               std::string(kOne) + " " + kThree,
                                               std::string(kThreeNew) + " " + kTwo};
  const auto any = [&] {
    std::vector<std::vector<std::string>> sections(prose.Number(4));
    for (auto& section : sections) {
      for (size_t left = prose.Number(6); left > 0; --left)
        section.push_back(paragraphs[prose.Number(paragraphs.size())]);
    }
    DocumentText document = Document(sections);
    if (document.sections.size() > 1 && prose.IsOneIn(2)) std::swap(document.sections[0], document.sections[1]);
    for (SectionText& section : document.sections) {
      for (Piece& piece : section.pieces) piece.block = prose.IsOneIn(6) ? "<khối>" : "";
    }
    return document;
  };
  for (int round = 0; round < 5'000; ++round) ExpectExact(any(), any());
}

}  // namespace
}  // namespace congress::drafting
