#include "services/drafting/domain/text/three_way_merge.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "services/drafting/domain/text/lexicon.h"
#include "services/drafting/domain/text/merge_regions.h"
#include "services/drafting/domain/text/piece_matching.h"
#include "services/drafting/domain/text/split_paragraphs.h"
#include "services/drafting/domain/text/word_diff.h"

namespace congress::drafting {
namespace {

std::vector<Hunk> HunksBetween(const std::vector<Stretch>& kept, size_t base_size, size_t side_size) {
  std::vector<Hunk> hunks;
  size_t base = 0;
  size_t side = 0;
  const auto add = [&](size_t base_end, size_t side_end) {
    if (base < base_end || side < side_end) hunks.push_back({{base, base_end}, {side, side_end}});
  };
  for (const Stretch& stretch : kept) {
    add(stretch.base, stretch.target);
    base = stretch.base + stretch.length;
    side = stretch.target + stretch.length;
  }
  add(base_size, side_size);
  return hunks;
}

// Whether both changed one element, or inserted at one place, where nothing says which comes first.
bool Overlaps(const Range& first, const Range& second) {
  return first.end > second.begin || (first == second && first.begin == first.end);
}

// Merges the words of a paragraph that both sides changed.
class ParagraphMerge {
 public:
  ParagraphMerge(std::string base, std::string ours, std::string theirs)
      : base_text_(std::move(base)), ours_(std::move(ours)), theirs_(std::move(theirs)) {
    base_ = lexicon_.Read(base_text_);
    next_.resize(base_.tokens.size());
    size_t next = next_.size();
    for (size_t i = next_.size(); i-- > 0;) {
      next_[i] = next;
      if (base_.tokens[i].kind == TokenKind::kWord || base_.tokens[i].begins_sentence) next = i;
    }
  }

  // Adds to `merged`; `place` is that of the paragraph in the base.
  void AddTo(Merged& merged, size_t place) {
    const std::vector<Hunk> our_hunks = HunksOf(ours_);
    const std::vector<Hunk> their_hunks = HunksOf(theirs_);
    std::string text;
    size_t done = 0;
    const auto touch = [&](const Hunk& first, const Hunk& second) { return Touches(first, second); };
    for (const Region& region : RegionsOf(our_hunks, their_hunks, touch)) {
      const std::string_view of_base = Part(base_text_, region.base);
      const std::string_view of_ours = Part(ours_, region.ours);
      const std::string_view of_theirs = Part(theirs_, region.theirs);
      text += Part(base_text_, {done, region.base.begin});
      done = region.base.end;
      if (!region.by_theirs || of_ours == of_theirs) {
        text += of_ours;
      } else if (!region.by_ours) {
        text += of_theirs;
      } else {
        text += of_base;
        merged.clashes.push_back({place, SplitText(of_base), SplitText(of_ours), SplitText(of_theirs)});
      }
    }
    text += Part(base_text_, {done, base_text_.size()});
    for (Piece& piece : SplitText(text)) merged.pieces.push_back(std::move(piece));
  }

 private:
  static std::string_view Part(std::string_view text, const Range& range) {
    return text.substr(range.begin, range.size());
  }

  std::vector<Hunk> HunksOf(std::string_view side) {
    const TokenText text = lexicon_.Read(side);
    std::vector<Hunk> hunks =
        HunksBetween(KeptStretches(base_, text, MatchTokens(base_, text)), base_.text.size(), side.size());
    const auto begins_sentence = [&](size_t offset) {
      const auto token = std::lower_bound(text.tokens.begin(), text.tokens.end(), offset,
                                          [](const Token& at, size_t place) { return at.begin < place; });
      return token == text.tokens.end() || token->begins_sentence;
    };
    for (Hunk& hunk : hunks) {
      hunk.begins_apart = begins_sentence(hunk.side.begin);
      hunk.ends_apart = begins_sentence(hunk.side.end);
    }
    return hunks;
  }

  // They do not if the base has a word between them, or a sentence begins there that both sides begin too.
  bool Touches(const Hunk& first, const Hunk& second) const {
    const size_t end = first.base.end;
    const size_t begin = second.base.begin;
    if (Overlaps(first.base, second.base)) return true;
    const std::vector<Token>& tokens = base_.tokens;
    const auto behind = std::upper_bound(tokens.begin(), tokens.end(), end,
                                         [](size_t place, const Token& token) { return place < token.end; });
    for (auto i = static_cast<size_t>(behind - tokens.begin()); base_.SpaceBefore(i) <= begin; i = next_[i]) {
      const bool at_end = i == tokens.size();
      const size_t token = at_end ? base_.text.size() : tokens[i].begin;
      // Where a change reaches up to the sentence, its own side says whether one still begins there.
      if ((at_end || tokens[i].begins_sentence) && (base_.SpaceBefore(i) > end || first.ends_apart) &&
          (token < begin || second.begins_apart)) {
        return false;
      }
      if (at_end) break;
      if (tokens[i].kind == TokenKind::kWord && token >= end && tokens[i].end <= begin) return false;
    }
    return true;
  }

  Lexicon lexicon_;
  const std::string base_text_;
  const std::string ours_;
  const std::string theirs_;
  TokenText base_;
  // Of each token of the base the next one that is a word or begins a sentence, so that no look walks far.
  std::vector<size_t> next_;
};

// One side's pieces beside those of the base.
class PieceSide {
 public:
  PieceSide(const std::vector<Piece>& base, const std::vector<Piece>& side, Lexicon& lexicon)
      : pieces_(side), base_size_(base.size()) {
    Lane lane;
    for (const Piece& piece : base) lane.base.push_back(&piece);
    for (const Piece& piece : side) lane.target.push_back(&piece);
    matched_ = std::move(MatchPieces({lane}, lexicon).front());
  }

  // A hunk is a changed piece, a removed piece, an insertion, or removed pieces with what stands in their place. Pieces
  // that were only removed are hunks of their own, so that the other side may have removed some of them too.
  std::vector<Hunk> Hunks() const {
    std::vector<Hunk> hunks;
    size_t base = 0;
    size_t side = 0;
    const auto add_gap = [&](size_t base_end, size_t side_end) {
      if (side < side_end) {
        hunks.push_back({{base, base_end}, {side, side_end}});
      } else {
        for (size_t i = base; i < base_end; ++i) hunks.push_back({{i, i + 1}, {side, side}});
      }
    };
    for (const InPlace& pair : matched_.in_place) {
      if (base < pair.base.begin || side < pair.target.begin) add_gap(pair.base.begin, pair.target.begin);
      if (!pair.equal) hunks.push_back({pair.base, pair.target});
      base = pair.base.end;
      side = pair.target.end;
    }
    if (base < base_size_ || side < pieces_.size()) add_gap(base_size_, pieces_.size());
    return hunks;
  }

  // Whether the ranges are paragraphs that are still there, none removed or added among them.
  bool AreParagraphsInPlace(const Range& base, const Range& side) const {
    const auto are = [](const std::vector<MatchedPiece>& pieces, const Range& range) {
      for (size_t i = range.begin; i < range.end; ++i) {
        const MatchedPiece& piece = pieces[i];
        if (!piece.partner.has_value() || piece.partner->moved || piece.piece->is_block()) return false;
      }
      return !range.empty();
    };
    return are(matched_.base, base) && are(matched_.target, side);
  }

 private:
  const std::vector<Piece>& pieces_;
  const size_t base_size_;
  MatchedLane matched_;
};

std::vector<Piece> Part(const std::vector<Piece>& pieces, const Range& range) {
  return {pieces.begin() + static_cast<ptrdiff_t>(range.begin), pieces.begin() + static_cast<ptrdiff_t>(range.end)};
}

}  // namespace

Merged Merge(const std::vector<Piece>& base, const std::vector<Piece>& ours, const std::vector<Piece>& theirs) {
  Lexicon lexicon;
  const PieceSide our_side(base, ours, lexicon);
  const PieceSide their_side(base, theirs, lexicon);
  const auto touch = [](const Hunk& first, const Hunk& second) { return Overlaps(first.base, second.base); };
  Merged merged;
  size_t done = 0;
  const auto take = [&](const std::vector<Piece>& pieces, const Range& range) {
    for (size_t i = range.begin; i < range.end; ++i) merged.pieces.push_back(pieces[i]);
  };
  const std::vector<Hunk> our_hunks = our_side.Hunks();
  const std::vector<Hunk> their_hunks = their_side.Hunks();
  for (const Region& region : RegionsOf(our_hunks, their_hunks, touch)) {
    take(base, {done, region.base.begin});
    done = region.base.end;
    if (!region.by_theirs) {
      take(ours, region.ours);
    } else if (!region.by_ours) {
      take(theirs, region.theirs);
    } else if (Part(ours, region.ours) == Part(theirs, region.theirs)) {
      take(ours, region.ours);
    } else if (our_side.AreParagraphsInPlace(region.base, region.ours) &&
               their_side.AreParagraphsInPlace(region.base, region.theirs)) {
      ParagraphMerge(JoinedText(base, region.base), JoinedText(ours, region.ours), JoinedText(theirs, region.theirs))
          .AddTo(merged, region.base.begin);
    } else {
      take(base, region.base);
      merged.clashes.push_back(
          {region.base.begin, Part(base, region.base), Part(ours, region.ours), Part(theirs, region.theirs)});
    }
  }
  take(base, {done, base.size()});
  return merged;
}

}  // namespace congress::drafting
