#include "services/drafting/domain/text/three_way_merge.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "services/drafting/domain/text/lexicon.h"
#include "services/drafting/domain/text/merge_regions.h"
#include "services/drafting/domain/text/piece_matching.h"
#include "services/drafting/domain/text/split_paragraphs.h"
#include "services/drafting/domain/text/text_merge.h"

namespace congress::drafting {
namespace {

std::vector<Piece> Part(const std::vector<Piece>& pieces, const Range& range) {
  return {pieces.begin() + static_cast<ptrdiff_t>(range.begin), pieces.begin() + static_cast<ptrdiff_t>(range.end)};
}

// One side's pieces beside those of the base.
class Side {
 public:
  Side(const std::vector<Piece>& base, const std::vector<Piece>& side, Lexicon& lexicon) : pieces_(side) {
    Lane lane;
    for (const Piece& piece : base) lane.base.push_back(&piece);
    for (const Piece& piece : side) lane.target.push_back(&piece);
    matched_ = std::move(MatchPieces({lane}, lexicon).front());
    ListHunks();
  }

  const std::vector<Piece>& pieces() const { return pieces_; }

  // A hunk is a changed piece, a removed piece, an insertion, or removed pieces with what stands in their place. Pieces
  // that were only removed are hunks of their own, so that the other side may have removed some of them too.
  const std::vector<Hunk>& hunks() const { return hunks_; }

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

  bool IsInPlace(size_t base) const {
    const std::optional<Partner>& partner = matched_.base[base].partner;
    return partner.has_value() && !partner->moved;
  }

  // Where a piece of the base has moved to.
  std::optional<size_t> MovedTo(size_t base) const { return Moved(matched_.base[base]); }

  // Where a piece of the side has come from.
  std::optional<size_t> MovedFrom(size_t piece) const { return Moved(matched_.target[piece]); }

  // What became of one paragraph of the base that was changed in its place.
  std::optional<Range> ChangedInPlace(size_t base) const {
    const auto pair = std::upper_bound(matched_.in_place.begin(), matched_.in_place.end(), base,
                                       [](size_t place, const InPlace& each) { return place < each.base.end; });
    if (pair == matched_.in_place.end() || pair->equal || pair->base != Range{base, base + 1}) return std::nullopt;
    return pair->target;
  }

  // The range of the base in whose place a piece was put.
  Range InsertedAt(size_t piece) const {
    const auto hunk = std::upper_bound(hunks_.begin(), hunks_.end(), piece,
                                       [](size_t place, const Hunk& each) { return place < each.side.end; });
    return hunk->base;
  }

 private:
  static std::optional<size_t> Moved(const MatchedPiece& piece) {
    if (!piece.partner.has_value() || !piece.partner->moved) return std::nullopt;
    return piece.partner->piece;
  }

  void ListHunks() {
    size_t base = 0;
    size_t side = 0;
    const auto add_gap = [&](size_t base_end, size_t side_end) {
      if (side < side_end) {
        hunks_.push_back({{base, base_end}, {side, side_end}});
      } else {
        for (size_t i = base; i < base_end; ++i) hunks_.push_back({{i, i + 1}, {side, side}});
      }
    };
    for (const InPlace& pair : matched_.in_place) {
      add_gap(pair.base.begin, pair.target.begin);
      if (!pair.equal) hunks_.push_back({pair.base, pair.target});
      base = pair.base.end;
      side = pair.target.end;
    }
    add_gap(matched_.base.size(), pieces_.size());
  }

  const std::vector<Piece>& pieces_;
  MatchedLane matched_;
  std::vector<Hunk> hunks_;
};

class SectionMerge {
 public:
  SectionMerge(const std::vector<Piece>& base, const std::vector<Piece>& ours, const std::vector<Piece>& theirs)
      : base_(base), ours_(base, ours, lexicon_), theirs_(base, theirs, lexicon_) {}

  Merged Merge() {
    const auto touch = [](const Hunk& first, const Hunk& second) { return Overlaps(first.base, second.base); };
    size_t done = 0;
    for (const Region& region : RegionsOf(ours_.hunks(), theirs_.hunks(), touch)) {
      TakeBase({done, region.base.begin});
      done = region.base.end;
      if (!region.by_theirs) {
        Take(ours_, theirs_, region.ours);
      } else if (!region.by_ours) {
        Take(theirs_, ours_, region.theirs);
      } else {
        MergeRegion(region);
      }
    }
    TakeBase({done, base_.size()});
    for (const size_t piece : awaited_) {
      if (!followed_.contains(piece)) AddClash(piece);
    }
    return std::move(merged_);
  }

 private:
  void TakeBase(const Range& range) {
    for (size_t i = range.begin; i < range.end; ++i) merged_.pieces.push_back(base_[i]);
  }

  // Takes the pieces of one side. With a paragraph that has moved goes what the other side changed in it.
  void Take(const Side& side, const Side& other, const Range& range) {
    for (size_t i = range.begin; i < range.end; ++i) {
      const std::optional<size_t> from = side.MovedFrom(i);
      const std::optional<Range> changed = from.has_value() ? other.ChangedInPlace(*from) : std::nullopt;
      if (changed.has_value()) {
        const Range moved{i, i + 1};
        const bool is_ours = &side == &ours_;
        MergeWords({*from, *from + 1}, is_ours ? moved : *changed, is_ours ? *changed : moved);
        followed_.insert(*from);
      } else if (!from.has_value() || !IsTorn(*from)) {
        merged_.pieces.push_back(side.pieces()[i]);
      }
    }
  }

  void MergeWords(const Range& base, const Range& ours, const Range& theirs) {
    const MergedText text =
        MergeTexts(JoinedText(base_, base), JoinedText(ours_.pieces(), ours), JoinedText(theirs_.pieces(), theirs));
    for (Piece& piece : SplitText(text.text)) merged_.pieces.push_back(std::move(piece));
    for (const TextClash& clash : text.clashes) {
      merged_.clashes.push_back({base.begin, SplitText(clash.base), SplitText(clash.ours), SplitText(clash.theirs)});
    }
  }

  // Merges what both sides changed.
  void MergeRegion(const Region& region) {
    if (GoesElsewhere(region, ours_, region.ours, theirs_) || GoesElsewhere(region, theirs_, region.theirs, ours_)) {
      awaited_.push_back(region.base.begin);
      return;
    }
    for (size_t i = region.base.begin; i < region.base.end; ++i) {
      if (!IsTorn(i)) continue;
      TakeBase(region.base);
      AddClash(i);
      return;
    }
    std::vector<Piece> ours = Part(ours_.pieces(), region.ours);
    std::vector<Piece> theirs = Part(theirs_.pieces(), region.theirs);
    if (ours == theirs) {
      std::move(ours.begin(), ours.end(), std::back_inserter(merged_.pieces));
    } else if (ours_.AreParagraphsInPlace(region.base, region.ours) &&
               theirs_.AreParagraphsInPlace(region.base, region.theirs)) {
      MergeWords(region.base, region.ours, region.theirs);
    } else {
      TakeBase(region.base);
      merged_.clashes.push_back({region.base.begin, Part(base_, region.base), std::move(ours), std::move(theirs)});
    }
  }

  // Whether the region is one paragraph that the side has moved away and the other has changed: Take merges them where
  // it is now.
  static bool GoesElsewhere(const Region& region, const Side& side, const Range& pieces, const Side& other) {
    return region.base.size() == 1 && pieces.empty() && side.MovedTo(region.base.begin).has_value() &&
           other.ChangedInPlace(region.base.begin).has_value();
  }

  // Whether neither side has the piece in its place any more, and one has moved it and the other removed it, or both
  // have moved it, to different places: to make both changes would keep what was removed, or keep it twice.
  bool IsTorn(size_t base) const {
    const std::optional<size_t> ours = ours_.MovedTo(base);
    const std::optional<size_t> theirs = theirs_.MovedTo(base);
    if (ours_.IsInPlace(base) || theirs_.IsInPlace(base) || (!ours.has_value() && !theirs.has_value())) return false;
    return !ours.has_value() || !theirs.has_value() || ours_.InsertedAt(*ours) != theirs_.InsertedAt(*theirs);
  }

  // Adds that both sides did something else with one piece.
  void AddClash(size_t piece) {
    const auto made_by = [&](const Side& side) {
      if (const auto to = side.MovedTo(piece); to.has_value()) return Part(side.pieces(), {*to, *to + 1});
      if (const auto changed = side.ChangedInPlace(piece); changed.has_value()) return Part(side.pieces(), *changed);
      return std::vector<Piece>();
    };
    merged_.clashes.push_back({piece, {base_[piece]}, made_by(ours_), made_by(theirs_)});
  }

  const std::vector<Piece>& base_;
  Lexicon lexicon_;
  const Side ours_;
  const Side theirs_;
  Merged merged_;
  // Pieces of the base that one side has moved and the other has changed, and those whose change went with the move.
  std::vector<size_t> awaited_;
  std::set<size_t> followed_;
};

}  // namespace

Merged Merge(const std::vector<Piece>& base, const std::vector<Piece>& ours, const std::vector<Piece>& theirs) {
  return SectionMerge(base, ours, theirs).Merge();
}

}  // namespace congress::drafting
