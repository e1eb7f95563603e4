#include "services/drafting/domain/text/word_diff.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "services/drafting/domain/text/heaviest_chain.h"

namespace congress::drafting {
namespace {

// Sentences of fewer words are found again by their words.
constexpr int64_t kLeastWordsOfAnchor = 3;

struct Sentence {
  uint64_t hash;
  bool of_target;
  size_t first;
  size_t end;
};

void AddSentences(const TokenText& text, bool of_target, std::vector<Sentence>& sentences) {
  for (size_t first = 0; first < text.tokens.size();) {
    size_t end = first;
    int64_t words = 0;
    uint64_t hash = 0;
    do {
      hash = (hash ^ text.symbols[end]) * 0x9E3779B97F4A7C15;
      hash ^= hash >> 29;
      words += text.tokens[end].kind == TokenKind::kWord ? 1 : 0;
      ++end;
    } while (end < text.tokens.size() && !text.tokens[end].begins_sentence);
    if (words >= kLeastWordsOfAnchor) sentences.push_back({hash, of_target, first, end});
    first = end;
  }
}

// The sentences that both texts have exactly once and in the same order.
std::vector<Match> Anchors(const TokenText& base, const TokenText& target) {
  std::vector<Sentence> sentences;
  AddSentences(base, false, sentences);
  AddSentences(target, true, sentences);
  std::sort(sentences.begin(), sentences.end(), [](const Sentence& a, const Sentence& b) {
    return std::tie(a.hash, a.of_target, a.first) < std::tie(b.hash, b.of_target, b.first);
  });
  std::vector<Match> common;
  for (size_t i = 0; i < sentences.size();) {
    size_t end = i + 1;
    while (end < sentences.size() && sentences[end].hash == sentences[i].hash) ++end;
    if (end == i + 2 && !sentences[i].of_target && sentences[i + 1].of_target) {
      const Sentence& from = sentences[i];
      const Sentence& to = sentences[i + 1];
      const auto begin = base.symbols.begin();
      const auto other = target.symbols.begin();
      if (std::equal(begin + static_cast<ptrdiff_t>(from.first), begin + static_cast<ptrdiff_t>(from.end),
                     other + static_cast<ptrdiff_t>(to.first), other + static_cast<ptrdiff_t>(to.end))) {
        common.push_back({from.first, to.first, from.end - from.first});
      }
    }
    i = end;
  }
  std::sort(common.begin(), common.end(), [](const Match& a, const Match& b) { return a.base < b.base; });
  std::vector<Link> links;
  for (const Match& match : common) links.push_back({match.target, static_cast<int64_t>(match.length)});
  std::vector<Match> anchors;
  for (const size_t link : HeaviestChain(links)) anchors.push_back(common[link]);
  return anchors;
}

// What stands between two matches.
struct Change {
  size_t base;
  size_t base_end;
  size_t target;
  size_t target_end;
  bool empty() const { return base == base_end && target == target_end; }
};

// The changes before, between and behind the matches; one more than there are matches, the outer ones may be empty.
std::vector<Change> ChangesBetween(const TokenText& base, const TokenText& target, const std::vector<Match>& matches) {
  std::vector<Change> changes;
  size_t from = 0;
  size_t to = 0;
  for (const Match& match : matches) {
    changes.push_back({from, match.base, to, match.target});
    from = match.base + match.length;
    to = match.target + match.length;
  }
  changes.push_back({from, base.tokens.size(), to, target.tokens.size()});
  return changes;
}

// How well a stretch stands, the best last: behind a mark of punctuation; where it meets another change, so that there
// is one change less; where a sentence begins.
enum Fitness { kAnywhere, kBehindMark, kAtChange, kAtSentence };

Fitness FitnessOf(const TokenText& text, size_t token, bool at_change) {
  if (token >= text.tokens.size() || text.tokens[token].begins_sentence) return kAtSentence;
  if (at_change) return kAtChange;
  return text.tokens[token - 1].kind == TokenKind::kPunctuation ? kBehindMark : kAnywhere;
}

// How far a stretch can move: over the match before or behind it, and whether another change is at the other end of it.
struct Room {
  size_t tokens;
  bool to_change;
};

// Where the stretch [first, end) of one text, which the other lacks, fits best, as a number of tokens towards the
// front (below 0) or the end. It can move as long as the token that it passes is the one that it takes in.
ptrdiff_t BestShift(const TokenText& text, size_t first, size_t end, const Room& before, const Room& behind) {
  ptrdiff_t best = 0;
  Fitness fitness = FitnessOf(text, first, false);
  for (size_t i = 1; i <= behind.tokens && text.symbols[first + i - 1] == text.symbols[end + i - 1]; ++i) {
    const Fitness here = FitnessOf(text, first + i, behind.to_change && i == behind.tokens);
    if (here < fitness) continue;
    fitness = here;
    best = static_cast<ptrdiff_t>(i);
  }
  for (size_t i = 1; i <= before.tokens && text.symbols[first - i] == text.symbols[end - i]; ++i) {
    const Fitness here = FitnessOf(text, first - i, before.to_change && i == before.tokens);
    if (here <= fitness) continue;
    fitness = here;
    best = -static_cast<ptrdiff_t>(i);
  }
  return best;
}

// Moves each stretch that only one side has to where it fits best. A stretch moves within the matches around it, so
// each match is walked twice at most.
std::vector<Match> Shifted(const TokenText& base, const TokenText& target, std::vector<Match> matches) {
  // What the first change leaves behind when it moves towards the end.
  matches.insert(matches.begin(), {0, 0, 0});
  const std::vector<Change> changes = ChangesBetween(base, target, matches);
  for (size_t i = 1; i < changes.size(); ++i) {
    const Change& change = changes[i];
    const bool removes = change.base < change.base_end;
    if (removes == (change.target < change.target_end)) continue;
    const Room before{matches[i - 1].length, i > 1};
    const bool to_change = i + 1 < changes.size() && !changes[i + 1].empty();
    const Room behind{i == matches.size() ? 0 : matches[i].length, to_change};
    const ptrdiff_t shift = removes ? BestShift(base, change.base, change.base_end, before, behind)
                                    : BestShift(target, change.target, change.target_end, before, behind);
    const auto by = static_cast<size_t>(shift);  // Wraps round below 0, and so do the sums.
    matches[i - 1].length += by;
    if (i == matches.size()) {
      if (shift < 0) matches.push_back({base.tokens.size() + by, target.tokens.size() + by, 0 - by});
      break;
    }
    matches[i].base += by;
    matches[i].target += by;
    matches[i].length -= by;
  }
  std::vector<Match> shifted;
  for (const Match& match : matches) Append(match, shifted);
  return shifted;
}

int64_t WordsIn(const TokenText& text, size_t first, size_t end) {
  return std::count_if(text.tokens.begin() + static_cast<ptrdiff_t>(first),
                       text.tokens.begin() + static_cast<ptrdiff_t>(end),
                       [](const Token& token) { return token.kind == TokenKind::kWord; });
}

// Whether a sentence ends with the stretch.
bool EndsSentence(const TokenText& text, const Match& match) {
  const size_t end = match.base + match.length;
  return end == text.tokens.size() || text.tokens[end].begins_sentence;
}

}  // namespace

std::vector<Match> MatchTokens(const TokenText& base, const TokenText& target) {
  std::vector<Match> matches;
  const std::span<const uint32_t> from = base.symbols;
  const std::span<const uint32_t> to = target.symbols;
  std::vector<Match> anchors = Anchors(base, target);
  anchors.push_back({from.size(), to.size(), 0});
  size_t base_done = 0;
  size_t target_done = 0;
  for (const Match& anchor : anchors) {
    const EditScript between =
        Diff(from.subspan(base_done, anchor.base - base_done), to.subspan(target_done, anchor.target - target_done));
    for (const Match& match : between.matches) {
      Append({base_done + match.base, target_done + match.target, match.length}, matches);
    }
    Append(anchor, matches);
    base_done = anchor.base + anchor.length;
    target_done = anchor.target + anchor.length;
  }
  return Shifted(base, target, std::move(matches));
}

int64_t MarkedWords(const TokenText& base, const TokenText& target, const std::vector<Match>& matches) {
  int64_t kept = 0;
  for (const Match& match : matches) kept += WordsIn(base, match.base, match.base + match.length);
  return base.words + target.words - 2 * kept;
}

std::vector<Match> CleanUp(const TokenText& base, const TokenText& target, const std::vector<Match>& matches,
                           int cleaning) {
  // Words of the larger side of a change: a replaced word is one change, not two.
  struct Kept {
    Match match;
    int64_t words;
    // Of the change before it.
    int64_t changed;
  };
  const std::vector<Change> changes = ChangesBetween(base, target, matches);
  const auto changed_by = [&](const Change& change) {
    return std::max(WordsIn(base, change.base, change.base_end), WordsIn(target, change.target, change.target_end));
  };
  std::vector<Kept> kept;
  int64_t changed = changed_by(changes[0]);
  for (size_t i = 0; i < matches.size(); ++i) {
    kept.push_back({matches[i], WordsIn(base, matches[i].base, matches[i].base + matches[i].length), changed});
    changed = changed_by(changes[i + 1]);
    // What is left out makes the change behind it greater, so the matches before it are looked at again.
    while (!kept.empty()) {
      const Kept& last = kept.back();
      const int64_t least = std::min(last.changed, changed);
      const bool disturbs =
          least > 0 && (last.words == 0 ? !EndsSentence(base, last.match) : 4 * last.words <= cleaning * least);
      if (!disturbs) break;
      changed += last.changed + last.words;
      kept.pop_back();
    }
  }
  std::vector<Match> cleaned;
  for (const Kept& stretch : kept) cleaned.push_back(stretch.match);
  return cleaned;
}

std::vector<Stretch> KeptStretches(const TokenText& base, const TokenText& target, const std::vector<Match>& matches) {
  std::vector<Stretch> stretches;
  // Ends of what was kept.
  size_t base_end = 0;
  size_t target_end = 0;
  const auto keep = [&](size_t from, size_t to, size_t length) {
    if (length == 0) return;
    if (!stretches.empty() && base_end == from && target_end == to) {
      stretches.back().length += length;
    } else {
      stretches.push_back({from, to, length});
    }
    base_end = from + length;
    target_end = to + length;
  };
  // Keeps `length` bytes of a token with the white space before it.
  const auto keep_token = [&](size_t from, size_t from_begin, size_t to, size_t to_begin, size_t length) {
    const size_t base_space = base.SpaceBefore(from);
    const size_t target_space = target.SpaceBefore(to);
    const std::string_view space = base.text.substr(base_space, from_begin - base_space);
    const bool same_space = space == target.text.substr(target_space, to_begin - target_space);
    const size_t from_kept = same_space ? base_space : from_begin;
    const size_t to_kept = same_space ? target_space : to_begin;
    size_t common = 0;
    while (base_end + common < from_kept && target_end + common < to_kept && base.text[base_end + common] == ' ' &&
           target.text[target_end + common] == ' ') {
      ++common;
    }
    keep(base_end, target_end, common);
    keep(from_kept, to_kept, length + from_begin - from_kept);
  };
  for (const Match& match : matches) {
    for (size_t i = 0; i < match.length; ++i) {
      const Token& from = base.tokens[match.base + i];
      const Token& to = target.tokens[match.target + i];
      keep_token(match.base + i, from.begin, match.target + i, to.begin, from.end - from.begin);
    }
  }
  keep_token(base.tokens.size(), base.text.size(), target.tokens.size(), target.text.size(), 0);
  return stretches;
}

std::vector<Run> RunsOf(const TokenText& base, const TokenText& target, const std::vector<Match>& matches) {
  std::vector<Run> runs;
  const auto add = [&](Fate fate, std::string_view text) {
    if (!text.empty()) runs.push_back({fate, text});
  };
  size_t base_end = 0;
  size_t target_end = 0;
  for (const Stretch& stretch : KeptStretches(base, target, matches)) {
    add(Fate::kRemoved, base.text.substr(base_end, stretch.base - base_end));
    add(Fate::kAdded, target.text.substr(target_end, stretch.target - target_end));
    add(Fate::kKept, target.text.substr(stretch.target, stretch.length));
    base_end = stretch.base + stretch.length;
    target_end = stretch.target + stretch.length;
  }
  add(Fate::kRemoved, base.text.substr(base_end));
  add(Fate::kAdded, target.text.substr(target_end));
  return runs;
}

}  // namespace congress::drafting
