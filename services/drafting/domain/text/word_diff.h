// What changed between two texts, by words within sentences.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "services/drafting/domain/text/edit_script.h"
#include "services/drafting/domain/text/lexicon.h"

namespace congress::drafting {

enum class Fate { kKept, kRemoved, kAdded };

// A stretch of text with one fate; refers to the texts that were compared. The kept and the removed runs make the base,
// the kept and the added ones the target, to the byte. Removed runs stand before added ones.
struct Run {
  Fate fate;
  std::string_view text;
  friend bool operator==(const Run&, const Run&) = default;
};

// The tokens that two texts have in common. Sentences that both have once, in order, are kept as they are; between them
// as few words as possible are removed and added. Where an added or removed stretch can stand in several places it
// begins with a sentence, or else joins another change, or else begins behind a mark of punctuation. Both texts come
// from one lexicon.
std::vector<Match> MatchTokens(const TokenText& base, const TokenText& target);

// Words that the matches leave out of either text.
int64_t MarkedWords(const TokenText& base, const TokenText& target, const std::vector<Match>& matches);

// How far CleanUp goes.
inline constexpr int kMostCleaning = 4;

// Leaves out matches that only disturb: marks of punctuation alone between changed words, and, beginning with
// `cleaning` 1, stretches of words that are short beside the changes around them ('và' between two rewritten clauses):
// those whose words are at most `cleaning` quarters of the smaller of both changes.
std::vector<Match> CleanUp(const TokenText& base, const TokenText& target, const std::vector<Match>& matches,
                           int cleaning);

// Bytes that stand in both texts.
struct Stretch {
  size_t base;
  size_t target;
  size_t length;
};

// The matched tokens with the white space before them, where that is the same; in order. A change does not begin with
// white space that both sides of it have.
std::vector<Stretch> KeptStretches(const TokenText& base, const TokenText& target, const std::vector<Match>& matches);

std::vector<Run> RunsOf(const TokenText& base, const TokenText& target, const std::vector<Match>& matches);

}  // namespace congress::drafting
