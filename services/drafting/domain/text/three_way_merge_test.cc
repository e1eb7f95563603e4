#include "services/drafting/domain/text/three_way_merge.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/drafting/testing/prose.h"

namespace congress::drafting {
namespace {

// A paragraph a line; a line that begins with `|` is a block.
std::vector<Piece> Pieces(const std::string& lines) {
  std::vector<Piece> pieces;
  if (lines.empty()) return pieces;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(lines, '\n'))) {
    pieces.push_back({line, line.starts_with("|") ? line : ""});
  }
  return pieces;
}

std::string Lines(const std::vector<Piece>& pieces) {
  std::string lines;
  for (const Piece& piece : pieces) lines += (&piece == pieces.data() ? "" : "\n") + piece.text;
  return lines;
}

std::vector<Clash> Exchanged(std::vector<Clash> clashes) {
  for (Clash& clash : clashes) std::swap(clash.ours, clash.theirs);
  return clashes;
}

// The merge, after a look at whether it is the same from the other side.
Merged CheckedMerge(const std::vector<Piece>& base, const std::vector<Piece>& ours, const std::vector<Piece>& theirs) {
  const Merged merged = Merge(base, ours, theirs);
  const Merged reverse = Merge(base, theirs, ours);
  EXPECT_EQ(merged.pieces, reverse.pieces);
  EXPECT_EQ(merged.clashes, Exchanged(reverse.clashes));
  return merged;
}

struct MergeCase {
  std::string what;
  std::string base;
  std::string ours;
  std::string theirs;
  std::string merged;
};

TEST(Merge, MergesWhatDoesNotTouch) {
  const std::vector<MergeCase> cases = {
      {"nothing", "", "", "", ""},
      {"two paragraphs", "Xã một tốt.\nXã hai khá.", "Xã một rất tốt.\nXã hai khá.", "Xã một tốt.\nXã hai rất khá.",
       "Xã một rất tốt.\nXã hai rất khá."},
      {"two sentences", "Xã một tốt. Xã hai khá.", "Xã một kém. Xã hai khá.", "Xã một tốt. Huyện hai khá.",
       "Xã một kém. Huyện hai khá."},
      {"two words of a sentence", "thu ngân sách đạt dự toán", "chi ngân sách đạt dự toán",
       "thu ngân sách vượt dự toán", "chi ngân sách vượt dự toán"},
      {"a sentence behind another that was changed", "Xã một tốt.", "Xã một khá.", "Xã một tốt. Xã hai kém.",
       "Xã một khá. Xã hai kém."},
      {"a sentence before another that was changed", "Xã một tốt.", "Huyện một tốt.", "Tỉnh khá. Xã một tốt.",
       "Tỉnh khá. Huyện một tốt."},
      {"a sentence behind one that was removed", "Tỉnh. Xã một tốt. Xã hai khá.",
       "Tỉnh. Xã một tốt. Huyện. Xã hai khá.", "Tỉnh. Xã hai khá.", "Tỉnh. Huyện. Xã hai khá."},
      {"the same change", "Xã một tốt.", "Xã một khá.", "Xã một khá.", "Xã một khá."},
      {"the same insertion", "Xã một.", "Xã một.\nXã hai.", "Xã một.\nXã hai.", "Xã một.\nXã hai."},
      {"the same removal", "Xã một.\nXã hai.", "Xã một.", "Xã một.", "Xã một."},
      {"the same change and others", "Xã một tốt. Xã hai khá. Xã ba kém.", "Xã một rất tốt. Xã hai tốt. Xã ba kém.",
       "Xã một tốt. Xã hai tốt. Xã ba rất kém.", "Xã một rất tốt. Xã hai tốt. Xã ba rất kém."},
      {"removals beside each other", "Xã một.\nHuyện hai.\nTỉnh ba.", "Huyện hai.\nTỉnh ba.", "Xã một.\nTỉnh ba.",
       "Tỉnh ba."},
      {"removals of which some are the same", "Xã một.\nHuyện hai.\nTỉnh ba.", "Tỉnh ba.", "Xã một.", ""},
      {"a removed paragraph beside a changed one", "Đây là xã một.\nĐó là huyện hai.", "Đó là huyện hai.",
       "Đây là xã một.\nĐó là huyện ba.", "Đó là huyện ba."},
      {"a paragraph before a removed one", "Xã một.\nHuyện hai.", "Tỉnh.\nXã một.\nHuyện hai.", "Huyện hai.",
       "Tỉnh.\nHuyện hai."},
      {"insertions at both ends", "Xã một.", "Tỉnh.\nXã một.", "Xã một.\nHuyện.", "Tỉnh.\nXã một.\nHuyện."},
      {"a block beside a changed paragraph", "| 1\nXã một tốt.", "| 2\nXã một tốt.", "| 1\nXã một khá.",
       "| 2\nXã một khá."},
      {"the same block", "| 1", "| 2", "| 2", "| 2"},
      {"spaces and words", "Xã  một tốt hẳn lên.", "Xã một tốt hẳn lên.", "Xã  một tốt hẳn ra.", "Xã một tốt hẳn ra."},
      {"a split and a changed word", "Xã một tốt hơn trước. Huyện hai khá lên.",
       "Xã một tốt hơn trước.\nHuyện hai khá lên.", "Xã một tốt hơn trước. Huyện hai giỏi lên.",
       "Xã một tốt hơn trước.\nHuyện hai giỏi lên."},
      {"paragraphs joined and a changed word", "Xã một tốt hơn trước.\nHuyện hai khá lên.",
       "Xã một tốt hơn trước. Huyện hai khá lên.", "Xã một tốt hơn trước.\nHuyện hai giỏi lên.",
       "Xã một tốt hơn trước. Huyện hai giỏi lên."},
      {"moved and changed", "Xã một.\nĐời sống nhân dân còn khó khăn.\nHuyện.\nTỉnh.",
       "Xã một.\nHuyện.\nTỉnh.\nĐời sống nhân dân còn khó khăn.",
       "Xã một.\nĐời sống nhân dân bớt khó khăn.\nHuyện.\nTỉnh.",
       "Xã một.\nHuyện.\nTỉnh.\nĐời sống nhân dân bớt khó khăn."},
      {"moved and changed by both", "Xã một.\nĐời sống nhân dân còn nhiều nỗi khó khăn.\nHuyện.\nTỉnh.",
       "Xã một.\nHuyện.\nTỉnh.\nĐời sống toàn dân còn nhiều nỗi khó khăn.",
       "Xã một.\nĐời sống nhân dân còn nhiều điều khó khăn.\nHuyện.\nTỉnh.",
       "Xã một.\nHuyện.\nTỉnh.\nĐời sống toàn dân còn nhiều điều khó khăn."},
      {"the same move", "Đời sống nhân dân còn khó khăn.\nHuyện.\nTỉnh.",
       "Huyện.\nTỉnh.\nĐời sống nhân dân còn khó khăn.", "Huyện.\nTỉnh.\nĐời sống nhân dân còn khó khăn.",
       "Huyện.\nTỉnh.\nĐời sống nhân dân còn khó khăn."},
      {"all removed", "Xã một.\nXã hai.", "", "Xã một.\nXã hai.", ""},
      {"all new", "", "Xã một.", "", "Xã một."},
  };
  for (const MergeCase& c : cases) {
    const Merged merged = CheckedMerge(Pieces(c.base), Pieces(c.ours), Pieces(c.theirs));
    EXPECT_EQ(Lines(merged.pieces), c.merged) << c.what;
    EXPECT_TRUE(merged.clashes.empty()) << c.what;
  }
}

// `merged` is the place | base | ours | theirs of each clash, a line each.
TEST(Merge, TellsWhatClashes) {
  const std::vector<MergeCase> cases = {
      {"one word", "Xã một tốt.", "Xã một khá.", "Xã một kém.", "0 (tốt) (khá) (kém)"},
      {"words beside each other", "thu ngân sách đạt", "thu ngân quỹ đạt", "thu ngân sách vượt",
       "0 (sách đạt) (quỹ đạt) (sách vượt)"},
      {"words with a comma between them", "gồm một, hai xã", "gồm ba, hai xã", "gồm một, bốn xã",
       "0 (một, hai) (ba, hai) (một, bốn)"},
      {"a word removed beside one that was changed", "thu ngân sách đạt", "thu sách đạt", "thu ngân quỹ đạt",
       "0 ( ngân sách) ( sách) ( ngân quỹ)"},
      {"different words at one place", "thu ngân sách", "thu đủ ngân sách", "thu nhanh ngân sách",
       "0 () ( đủ) ( nhanh)"},
      {"different sentences at one place", "Xã một.", "Xã một. Huyện.", "Xã một. Tỉnh.", "0 () ( Huyện.) ( Tỉnh.)"},
      {"a word before the first one, which was changed", "Xã một đạt. Xã hai.", "Rằng Xã một đạt. Xã hai.",
       "Huyện một đạt. Xã hai.", "0 (Xã) (Rằng Xã) (Huyện)"},
      {"a sentence that was joined to the next", "Xã một đạt. Và xã hai.", "Xã một đạt, Và xã hai.",
       "Xã một đạt. Nhưng xã hai.", "0 (. Và) (, Và) (. Nhưng)"},
      {"a sentence that was joined to the one before", "Xã một đạt. Và xã hai.", "Xã một đạt. nhưng xã hai.",
       "Xã một đạt! Và xã hai.", "0 (. Và) (. nhưng) (! Và)"},
      {"two clashes", "Xã một tốt. Xã hai khá.", "Xã một kém. Xã hai yếu.", "Xã một ổn. Xã hai giỏi.",
       "0 (tốt) (kém) (ổn)\n0 (khá) (yếu) (giỏi)"},
      {"removed and changed", "Xã một tốt.\nXã hai khá.", "Xã hai khá.", "Xã một kém.\nXã hai khá.",
       "0 (Xã một tốt.) () (Xã một kém.)"},
      {"rewritten and changed", "Xã một tốt.\nXã hai.", "Không còn gì cũ nữa.\nXã hai.", "Xã một kém.\nXã hai.",
       "0 (Xã một tốt.) (Không còn gì cũ nữa.) (Xã một kém.)"},
      {"different paragraphs at one place", "Xã một.\nXã hai.", "Xã một.\nHuyện.\nXã hai.", "Xã một.\nTỉnh.\nXã hai.",
       "1 () (Huyện.) (Tỉnh.)"},
      {"a paragraph among rewritten ones", "Xã một.\nXã hai.", "Huyện khác hẳn trước đây.", "Xã một.\nTỉnh.\nXã hai.",
       "0 (Xã một./Xã hai.) (Huyện khác hẳn trước đây.) (Xã một./Tỉnh./Xã hai.)"},
      {"a block", "| 1", "| 2", "| 3", "0 (| 1) (| 2) (| 3)"},
      {"a block removed", "Xã một.\n| 1", "Xã một.", "Xã một.\n| 3", "1 (| 1) () (| 3)"},
      {"moved and removed", "Đời sống nhân dân còn khó khăn.\nHuyện.\nTỉnh.",
       "Huyện.\nTỉnh.\nĐời sống nhân dân còn khó khăn.", "Huyện.\nTỉnh.",
       "0 (Đời sống nhân dân còn khó khăn.) (Đời sống nhân dân còn khó khăn.) ()"},
      {"spaces", "Xã  một.", "Xã một.", "Xã   một.", "0 ( ) () (  )"},
  };
  for (const MergeCase& c : cases) {
    const Merged merged = CheckedMerge(Pieces(c.base), Pieces(c.ours), Pieces(c.theirs));
    std::string clashes;
    for (const Clash& clash : merged.clashes) {
      clashes += (clashes.empty() ? "" : "\n") + std::to_string(clash.base_piece);
      for (const auto* pieces : {&clash.base, &clash.ours, &clash.theirs}) {
        std::string text = Lines(*pieces);
        std::replace(text.begin(), text.end(), '\n', '/');
        clashes += " (" + text + ")";
      }
    }
    EXPECT_EQ(clashes, c.merged) << c.what;
    EXPECT_EQ(Lines(merged.pieces), c.base) << c.what;
  }
}

TEST(Merge, KeepsWhatDidNotClashBesideWhatDid) {
  const Merged merged =
      CheckedMerge(Pieces("Xã một tốt. Xã hai khá. Xã ba kém."), Pieces("Huyện một tốt. Xã hai ổn. Xã ba kém."),
                   Pieces("Xã một tốt. Xã hai giỏi. Xã ba yếu."));
  EXPECT_EQ(Lines(merged.pieces), "Huyện một tốt. Xã hai khá. Xã ba yếu.");
  EXPECT_EQ(merged.clashes.size(), 1u);
  const Merged removed = CheckedMerge(Pieces("Xã một tốt.\nHuyện hai khá.\nTỉnh ba."), Pieces("Tỉnh ba."),
                                      Pieces("Xã một tốt.\nHuyện hai kém.\nTỉnh ba."));
  EXPECT_EQ(Lines(removed.pieces), "Huyện hai khá.\nTỉnh ba.");
  EXPECT_EQ(removed.clashes, (std::vector<Clash>{{1, Pieces("Huyện hai khá."), {}, Pieces("Huyện hai kém.")}}));
}

TEST(Merge, LosesNoChangeWithAMove) {
  const std::string before = "Đời sống của nhân dân vùng cao còn nhiều khó khăn.";
  const std::string ours = "Đời sống của nhân dân vùng núi còn nhiều khó khăn.";
  const std::string theirs = "Đời sống của nhân dân vùng cao còn nhiều thiếu thốn.";
  // Ours moves and changes the paragraph; theirs puts the same in there, and changes the first one too.
  const Merged merged = CheckedMerge(Pieces(before + "\nHuyện.\nTỉnh."), Pieces("Huyện.\nTỉnh.\n" + ours),
                                     Pieces(theirs + "\nHuyện.\nTỉnh.\n" + ours));
  EXPECT_EQ(merged.clashes, (std::vector<Clash>{{0, Pieces(before), Pieces(ours), Pieces(theirs)}}));
}

// What is matched hangs on no order in which the sides are read: of long paragraphs a part of the words is looked at.
TEST(Merge, IsTheSameFromEitherSideWhereALongParagraphHasMoved) {
  sample::Prose prose(30);
  for (int round = 0; round < 200; ++round) {
    sample::Sentence words;
    while (words.size() < 60) words.push_back(prose.Word());
    sample::Sentence changed = words;
    // Three words in a row stay at the end only.
    for (size_t i = 0; i < 54; i += 3) changed[i] += "x";
    CheckedMerge(Pieces("Huyện.\n" + sample::TextOf(words)), Pieces(sample::TextOf(changed) + "\nTỉnh.\nHuyện."), {});
  }
}

TEST(Merge, TwoMovesOfOneParagraphClash) {
  const std::string moved = "Đời sống nhân dân còn khó khăn.";
  const Merged merged =
      CheckedMerge(Pieces(moved + "\nHuyện.\nTỉnh.\nHết."), Pieces("Huyện.\nTỉnh.\n" + moved + "\nHết."),
                   Pieces("Huyện.\nTỉnh.\nHết.\n" + moved));
  EXPECT_EQ(merged.clashes, (std::vector<Clash>{{0, Pieces(moved), Pieces(moved), Pieces(moved)}}));
  EXPECT_EQ(Lines(merged.pieces), moved + "\nHuyện.\nTỉnh.\nHết.");
}

void ExpectLaws(const std::vector<Piece>& base, const std::vector<Piece>& x, const std::vector<Piece>& y) {
  ASSERT_EQ(Merge(base, x, base).pieces, x);
  ASSERT_EQ(Merge(base, base, x).pieces, x);
  const Merged same = Merge(base, x, x);
  ASSERT_EQ(same.pieces, x);
  ASSERT_TRUE(same.clashes.empty());
  CheckedMerge(base, x, y);
}

TEST(Merge, OfOneChangeIsThatChange) {
  sample::Prose prose(31);
  for (int round = 0; round < 100; ++round) {
    const auto base = prose.Report(400);
    const auto changed = [&] {
      auto report = prose.WithParagraphsChanged(prose.WithWordsChanged(base, 1 + prose.Number(30)), 30);
      if (prose.IsOneIn(2)) std::rotate(report.begin(), report.begin() + 1, report.end());
      if (prose.IsOneIn(2)) report.pop_back();
      std::string text = sample::TextOf(report);
      text.pop_back();
      return Pieces(text);
    };
    ExpectLaws(Pieces(sample::TextOf(base)), changed(), changed());
  }
  constexpr std::array<std::string_view, 10> kParts = {"a", "b", "A", " ", "  ", ".", ",", "\n", "\n|", " b "};
  for (int round = 0; round < 10'000; ++round) {
    std::string texts[3];
    for (std::string& text : texts) {
      for (size_t left = prose.Number(14); left > 0; --left) text += kParts[prose.Number(kParts.size())];
    }
    ExpectLaws(Pieces(texts[0]), Pieces(texts[1]), Pieces(texts[2]));
  }
}

// A sentence with its first or another word replaced, a word taken away or put in, or rewritten. What is new in it is
// nowhere else, so that the change can be found in one place only.
sample::Sentence Edited(sample::Prose& prose, const sample::Sentence& sentence, int* fresh) {
  sample::Sentence edited = sentence;
  const std::string word = "mới" + std::to_string(++*fresh);
  const size_t at = prose.Number(sentence.size() - 1);
  switch (prose.Number(4)) {
    case 0:
      edited[at] = (at == 0 ? "Về " : "") + word;
      break;
    case 1:
      edited.insert(edited.begin() + 1, word);
      break;
    case 2:
      edited[at] = (at == 0 ? "Về " : "") + word;
      edited.erase(edited.begin() + static_cast<ptrdiff_t>(sentence.size()) - 2);
      break;
    default:
      for (size_t i = 1; i + 1 < edited.size(); i += 2) edited[i] = word + "x" + std::to_string(i);
  }
  return edited;
}

TEST(Merge, EditsOfDifferentSentencesAlwaysMerge) {
  sample::Prose prose(32);
  int fresh = 0;
  for (int round = 0; round < 300; ++round) {
    const auto base = prose.Report(300);
    auto ours = base;
    auto theirs = base;
    auto both = base;
    for (size_t i = 0; i < base.size(); ++i) {
      for (size_t j = 0; j < base[i].size(); ++j) {
        const size_t side = prose.Number(4);
        if (side > 1) continue;
        both[i][j] = Edited(prose, base[i][j], &fresh);
        (side == 0 ? ours : theirs)[i][j] = both[i][j];
      }
    }
    const Merged merged =
        CheckedMerge(Pieces(sample::TextOf(base)), Pieces(sample::TextOf(ours)), Pieces(sample::TextOf(theirs)));
    ASSERT_TRUE(merged.clashes.empty()) << "round " << round << ": " << Lines(merged.clashes[0].base) << " / "
                                        << Lines(merged.clashes[0].ours) << " / " << Lines(merged.clashes[0].theirs);
    ASSERT_EQ(Lines(merged.pieces), sample::TextOf(both));
  }
}

TEST(Merge, EditsOfWordsThatAreNotAdjacentAlwaysMerge) {
  sample::Prose prose(33);
  int fresh = 0;
  for (int round = 0; round < 300; ++round) {
    const auto base = prose.Report(200);
    auto ours = base;
    auto theirs = base;
    auto both = base;
    for (size_t i = 0; i < base.size(); ++i) {
      for (size_t j = 0; j < base[i].size(); ++j) {
        // Every other word at most is changed, by one of the sides.
        for (size_t word = 1; word + 1 < base[i][j].size(); word += 2 + prose.Number(4)) {
          const std::string changed = "mới" + std::to_string(++fresh);
          both[i][j][word] = changed;
          (prose.IsOneIn(2) ? ours : theirs)[i][j][word] = changed;
        }
      }
    }
    const Merged merged =
        CheckedMerge(Pieces(sample::TextOf(base)), Pieces(sample::TextOf(ours)), Pieces(sample::TextOf(theirs)));
    ASSERT_TRUE(merged.clashes.empty()) << "round " << round << ": " << Lines(merged.clashes[0].base) << " / "
                                        << Lines(merged.clashes[0].ours) << " / " << Lines(merged.clashes[0].theirs);
    ASSERT_EQ(Lines(merged.pieces), sample::TextOf(both));
  }
}

}  // namespace
}  // namespace congress::drafting
