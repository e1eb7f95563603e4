#include "services/drafting/domain/text/split_paragraphs.h"

#include <algorithm>

#include "services/drafting/domain/text/word_diff.h"

namespace congress::drafting {
namespace {

class Splits {
 public:
  Splits(MatchedLane& lane, WordOverlap& overlap) : lane_(lane), overlap_(overlap) {}

  // Takes in what belongs to the changed pair.
  void Extend(InPlace& pair) {
    TakeIn(lane_.base[pair.base.begin], lane_.target, pair.target);
    if (pair.target.size() == 1) TakeIn(lane_.target[pair.target.begin], lane_.base, pair.base);
  }

 private:
  // Extends `parts`, the range of the pair in `pieces`, as long as `whole`, the other side's paragraph, gains by it.
  void TakeIn(const MatchedPiece& whole, std::vector<MatchedPiece>& pieces, Range& parts) {
    int64_t marked = -1;
    const auto try_part = [&](size_t at, const Range& extended) {
      MatchedPiece& part = pieces[at];
      if (part.partner.has_value() || part.piece->is_block() || part.words->words == 0) return false;
      if (3 * overlap_.Of(*whole.words, *part.words) < 2 * part.words->words) return false;
      if (marked < 0) marked = Marked(*whole.words, pieces, parts);
      const int64_t marked_then = Marked(*whole.words, pieces, extended);
      // Each word that is kept was marked on both sides.
      if (3 * (marked + part.words->words - marked_then) < 4 * part.words->words) return false;
      part.partner = pieces[parts.begin].partner;
      parts = extended;
      marked = marked_then;
      return true;
    };
    while (parts.size() < kMostParts && parts.end < pieces.size() &&
           try_part(parts.end, {parts.begin, parts.end + 1})) {
    }
    while (parts.size() < kMostParts && parts.begin > 0 && try_part(parts.begin - 1, {parts.begin - 1, parts.end})) {
    }
  }

  static int64_t Marked(const TokenText& whole, const std::vector<MatchedPiece>& pieces, const Range& range) {
    std::string text;
    const TokenText parts = JoinedWords(pieces, range, text);
    return MarkedWords(whole, parts, MatchTokens(whole, parts));
  }

  MatchedLane& lane_;
  WordOverlap& overlap_;
};

}  // namespace

TokenText JoinedWords(const std::vector<MatchedPiece>& pieces, const Range& range, std::string& text) {
  TokenText joined;
  text.clear();
  for (size_t i = range.begin; i < range.end; ++i) {
    const TokenText& part = *pieces[i].words;
    if (i > range.begin) text += kParagraphBreak;
    for (Token token : part.tokens) {
      token.begin += text.size();
      token.end += text.size();
      joined.tokens.push_back(token);
    }
    joined.symbols.insert(joined.symbols.end(), part.symbols.begin(), part.symbols.end());
    joined.words += part.words;
    text += part.text;
  }
  joined.text = text;
  return joined;
}

std::string JoinedText(const std::vector<Piece>& pieces, const Range& range) {
  std::string text;
  for (size_t i = range.begin; i < range.end; ++i) {
    if (i > range.begin) text += kParagraphBreak;
    text += pieces[i].text;
  }
  return text;
}

std::vector<Piece> SplitText(std::string_view text) {
  std::vector<Piece> pieces;
  while (true) {
    const size_t end = text.find(kParagraphBreak);
    pieces.push_back({std::string(text.substr(0, end)), ""});
    if (end == text.npos) return pieces;
    text.remove_prefix(end + kParagraphBreak.size());
  }
}

void ListInPlace(MatchedLane& lane, WordOverlap& overlap) {
  for (size_t i = 0; i < lane.base.size(); ++i) {
    const auto& partner = lane.base[i].partner;
    if (!partner.has_value() || partner->moved) continue;
    const bool equal = lane.base[i].identity == lane.target[partner->piece].identity;
    lane.in_place.push_back({{i, i + 1}, {partner->piece, partner->piece + 1}, equal});
  }
  Splits splits(lane, overlap);
  for (InPlace& pair : lane.in_place) {
    if (!pair.equal) splits.Extend(pair);
  }
}

}  // namespace congress::drafting
