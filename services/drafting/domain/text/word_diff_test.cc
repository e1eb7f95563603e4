#include "services/drafting/domain/text/word_diff.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/drafting/testing/marked.h"
#include "services/drafting/testing/prose.h"

namespace congress::drafting {
namespace {

using sample::Marked;
using sample::Without;

std::string Compared(const std::string& base, const std::string& target, int cleaning) {
  Lexicon lexicon;
  const TokenText from = lexicon.Read(base);
  const TokenText to = lexicon.Read(target);
  return Marked(RunsOf(from, to, CleanUp(from, to, MatchTokens(from, to), cleaning)));
}

struct MarkedCase {
  std::string base;
  std::string target;
  std::string marked;
};

TEST(WordDiff, MarksWordsAndSpaces) {
  const std::vector<MarkedCase> cases = {
      {"", "", ""},
      {"", "mới", "{+mới+}"},
      {"cũ", "", "[-cũ-]"},
      {"a b c", "a b c", "a b c"},
      {"a b c", "a x c", "a [-b-]{+x+} c"},
      {"a b c", "a c", "a[- b-] c"},
      {"a c", "a b c", "a{+ b+} c"},
      {"b a", "a", "[-b -]a"},
      {"a", "b a", "{+b +}a"},
      {"a b", "a", "a[- b-]"},
      {"đạt 5,2 tỷ", "đạt 5,3 tỷ", "đạt [-5,2-]{+5,3+} tỷ"},
      {"12-QĐ/TU", "13-QĐ/TU", "[-12-QĐ/TU-]{+13-QĐ/TU+}"},
      // A comma alone is no word.
      {"a b", "a, b", "a{+,+} b"},
      // Spaces.
      {"a  b", "a b", "a [- -]b"},
      {"a b", "a b ", "a b{+ +}"},
      {"a\tb", "a b", "a[-\t-]{+ +}b"},
      {"  a", "a", "[-  -]a"},
      {"a b", "ab", "[-a b-]{+ab+}"},
      // Letters are compared as they are kept.
      {"Ban ban", "Ban Ban", "Ban [-ban-]{+Ban+}"},
      {"hòa", "hoà", "[-hòa-]{+hoà+}"},
      {"ho\u00e0", "hoa\u0300", "[-ho\u00e0-]{+hoa\u0300+}"},
  };
  for (const MarkedCase& c : cases) EXPECT_EQ(Compared(c.base, c.target, 0), c.marked) << c.base << " → " << c.target;
}

TEST(WordDiff, PutsChangesWhereAReaderLooksForThem) {
  const std::vector<MarkedCase> cases = {
      // A whole sentence, not the end of one with the beginning of the next.
      {"Tăng a. Tăng c.", "Tăng a. Tăng b. Tăng c.", "Tăng a.{+ Tăng b.+} Tăng c."},
      {"Tăng a. Tăng b. Tăng c.", "Tăng a. Tăng c.", "Tăng a.[- Tăng b.-] Tăng c."},
      {"Xã a. Xã b.", "Xã b.", "[-Xã a. -]Xã b."},
      {"Xã b.", "Xã a. Xã b.", "{+Xã a. +}Xã b."},
      {"Xã a.", "Xã a. Xã b.", "Xã a.{+ Xã b.+}"},
      // An item of a list with its comma behind it.
      {"các xã a, xã c", "các xã a, xã b, xã c", "các xã a,{+ xã b,+} xã c"},
      // One change, not two.
      {"giao luật, luật cửa", "giao mới luật cửa", "giao [-luật,-]{+mới+} luật cửa"},
      // The last place of several.
      {"nói rất rất tốt", "nói rất tốt", "nói rất[- rất-] tốt"},
      // A sentence that both have is kept, though two of its words would match elsewhere.
      {"Ta đi lên ngay. Ta làm gì đó.", "Ta làm gì đó. Ta nghỉ.", "[-Ta đi lên ngay. -]Ta làm gì đó.{+ Ta nghỉ.+}"},
  };
  for (const MarkedCase& c : cases) EXPECT_EQ(Compared(c.base, c.target, 0), c.marked) << c.base << " → " << c.target;
}

TEST(CleanUp, LeavesNoWordAloneBetweenChanges) {
  struct CleanCase {
    std::string base;
    std::string target;
    int cleaning;
    std::string marked;
  };
  const std::vector<CleanCase> cases = {
      {"nhiệm vụ và giải pháp", "mục tiêu và phương hướng", 0,
       "[-nhiệm vụ-]{+mục tiêu+} và [-giải pháp-]{+phương hướng+}"},
      {"nhiệm vụ và giải pháp", "mục tiêu và phương hướng", 2, "[-nhiệm vụ và giải pháp-]{+mục tiêu và phương hướng+}"},
      // A comma alone disturbs at any strength.
      {"x a, b y", "x c, d y", 0, "x [-a, b-]{+c, d+} y"},
      // The end of a sentence is kept.
      {"X aa. Ba y", "X cc. Da y", 4, "X [-aa-]{+cc+}. [-Ba-]{+Da+} y"},
      // One word between changes of one word each.
      {"x a và b y", "x c và d y", 2, "x [-a-]{+c+} và [-b-]{+d+} y"},
      {"x a và b y", "x c và d y", 4, "x [-a và b-]{+c và d+} y"},
      // What was left out makes what stands before it small beside its neighbours.
      {"a1 a2 và b1 của c1 c2 c3 c4", "d1 d2 và e1 của f1 f2 f3 f4", 2,
       "[-a1 a2-]{+d1 d2+} và [-b1-]{+e1+} của [-c1 c2 c3 c4-]{+f1 f2 f3 f4+}"},
      {"a1 a2 và b1 của c1 c2 c3 c4", "d1 d2 và e1 của f1 f2 f3 f4", 4,
       "[-a1 a2 và b1 của c1 c2 c3 c4-]{+d1 d2 và e1 của f1 f2 f3 f4+}"},
      // Nothing is added to a change at one end only.
      {"và a", "và b", 4, "và [-a-]{+b+}"},
      {"x a của chung này và", "x b của chung này", 4, "x [-a-]{+b+} của chung này[- và-]"},
  };
  for (const CleanCase& c : cases) EXPECT_EQ(Compared(c.base, c.target, c.cleaning), c.marked) << c.base;
}

bool MayFollow(Fate before, Fate fate) { return before != fate && (before != Fate::kAdded || fate == Fate::kKept); }

void ExpectExact(const std::string& base, const std::string& target) {
  Lexicon lexicon;
  const TokenText from = lexicon.Read(base);
  const TokenText to = lexicon.Read(target);
  const std::vector<Match> matches = MatchTokens(from, to);
  int64_t marked = -1;
  for (int cleaning = 0; cleaning <= kMostCleaning; ++cleaning) {
    const std::vector<Match> cleaned = CleanUp(from, to, matches, cleaning);
    const std::vector<Run> runs = RunsOf(from, to, cleaned);
    ASSERT_EQ(Without(runs, Fate::kAdded), base);
    ASSERT_EQ(Without(runs, Fate::kRemoved), target);
    for (size_t i = 0; i < runs.size(); ++i) {
      ASSERT_FALSE(runs[i].text.empty());
      ASSERT_TRUE(i == 0 || MayFollow(runs[i - 1].fate, runs[i].fate));
    }
    int64_t words = 0;
    for (const Run& run : runs) words += run.fate == Fate::kKept ? 0 : CountWords(run.text);
    ASSERT_EQ(words, MarkedWords(from, to, cleaned)) << base << " → " << target;
    ASSERT_GE(words, marked);
    marked = words;
  }
}

TEST(WordDiff, GivesBothTextsBackToTheByte) {
  sample::Prose prose(5);
  for (int round = 0; round < 300; ++round) {
    const sample::Paragraph base = prose.NewParagraph();
    sample::Paragraph target = base;
    for (sample::Sentence& sentence : target) sentence = prose.WithWordsChanged(sentence, prose.Number(60));
    if (prose.IsOneIn(3)) target.insert(target.begin(), prose.NewSentence());
    if (prose.IsOneIn(3)) std::swap(target.front(), target.back());
    ExpectExact(sample::TextOf(base), sample::TextOf(target));
  }
  constexpr std::array<std::string_view, 9> kParts = {"a", "b", "A", " ", "  ", ".", ",", "\n", "\xff"};
  for (int round = 0; round < 20'000; ++round) {
    std::string texts[2];
    for (std::string& text : texts) {
      for (size_t left = prose.Number(14); left > 0; --left) text += kParts[prose.Number(kParts.size())];
    }
    ExpectExact(texts[0], texts[1]);
  }
}

}  // namespace
}  // namespace congress::drafting
