#include "services/drafting/domain/text/merge_regions.h"

#include <algorithm>
#include <tuple>

namespace congress::drafting {
namespace {

// One side's hunks, taken from the front.
class HunkQueue {
 public:
  explicit HunkQueue(const std::vector<Hunk>& hunks) : hunks_(hunks) {}

  bool empty() const { return next_ == hunks_.size(); }
  const Hunk& next() const { return hunks_[next_]; }
  const Hunk& last() const { return hunks_[next_ - 1]; }
  void Take() { ++next_; }
  void Begin() { first_ = next_; }
  bool taken() const { return next_ > first_; }

  // What the side has in the place of a range of the base that holds all hunks taken and no part of another.
  Range Of(const Range& base) const {
    // Behind the hunk before, both sides go on alike.
    const size_t shift_base = first_ == 0 ? 0 : hunks_[first_ - 1].base.end;
    const size_t shift_side = first_ == 0 ? 0 : hunks_[first_ - 1].side.end;
    const size_t end_base = next_ == 0 ? 0 : hunks_[next_ - 1].base.end;
    const size_t end_side = next_ == 0 ? 0 : hunks_[next_ - 1].side.end;
    return {base.begin - shift_base + shift_side, base.end - end_base + end_side};
  }

 private:
  const std::vector<Hunk>& hunks_;
  size_t first_ = 0;
  size_t next_ = 0;
};

bool Before(const Hunk& a, const Hunk& b) {
  return std::tie(a.base.begin, a.base.end) < std::tie(b.base.begin, b.base.end);
}

}  // namespace

bool Overlaps(const Range& first, const Range& second) {
  return first.end > second.begin || (first == second && first.begin == first.end);
}

std::vector<Region> RegionsOf(const std::vector<Hunk>& ours, const std::vector<Hunk>& theirs, const Touch& touch) {
  std::vector<Region> regions;
  HunkQueue our_side(ours);
  HunkQueue their_side(theirs);
  const auto touches = [&](const Hunk& a, const Hunk& b) { return Before(b, a) ? touch(b, a) : touch(a, b); };
  while (!our_side.empty() || !their_side.empty()) {
    our_side.Begin();
    their_side.Begin();
    const bool ours_first = their_side.empty() || (!our_side.empty() && !Before(their_side.next(), our_side.next()));
    HunkQueue& first = ours_first ? our_side : their_side;
    Range base = first.next().base;
    first.Take();
    // Each side's next hunk belongs to the region if it touches the other's last one in it.
    const auto extend = [&](HunkQueue& side, const HunkQueue& other) {
      if (side.empty() || !other.taken() || !touches(other.last(), side.next())) return false;
      base = {std::min(base.begin, side.next().base.begin), std::max(base.end, side.next().base.end)};
      side.Take();
      return true;
    };
    while (extend(our_side, their_side) || extend(their_side, our_side)) {
    }
    regions.push_back({base, our_side.Of(base), their_side.Of(base), our_side.taken(), their_side.taken()});
  }
  return regions;
}

}  // namespace congress::drafting
