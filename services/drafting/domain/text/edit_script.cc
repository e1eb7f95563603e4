#include "services/drafting/domain/text/edit_script.h"

#include <algorithm>

namespace congress::drafting {
namespace {

using Symbols = std::vector<uint32_t>;

// The elements of one sequence that the other one has too; the others can match nothing, and leaving them out is what
// makes two texts without a word in common cost nothing.
struct Shared {
  Symbols symbols;
  std::vector<size_t> places;
};

Shared SharedWith(std::span<const uint32_t> from, std::span<const uint32_t> other, size_t first) {
  Symbols sorted(other.begin(), other.end());
  std::sort(sorted.begin(), sorted.end());
  Shared shared;
  for (size_t i = 0; i < from.size(); ++i) {
    if (!std::binary_search(sorted.begin(), sorted.end(), from[i])) continue;
    shared.symbols.push_back(from[i]);
    shared.places.push_back(first + i);
  }
  return shared;
}

// A part of the table of both sequences: rows of the base, columns of the target.
struct Box {
  int left;
  int right;
  int top;
  int bottom;
  bool empty() const { return left == right || top == bottom; }
};

struct Point {
  int x;
  int y;
};

// Myers' search from both ends of a box. A diagonal is x - y; for each, the furthest x that so many edits reach.
//
// Why it is bounded: a search that gives up after kMostEdits has walked at most 2 · kMostEdits diagonals from either
// end, none of them further than the one that got furthest, and the box is cut there. So each step of that search is
// paid by an element that no later search of what is left sees again. What lies before the cut needs no more than
// kMostEdits edits, so the searches in it halve their edits each time and cost twice the first in all.
class Search {
 public:
  Search(const Symbols& base, const Symbols& target)
      : base_(base.data()),
        target_(target.data()),
        offset_(static_cast<int>(target.size()) + 1),
        forward_(base.size() + target.size() + 3),
        backward_(base.size() + target.size() + 3) {}

  // Appends (x, y) of every matched element of the box.
  void Solve(Box box, std::vector<Point>& matched) {
    while (true) {
      while (!box.empty() && base_[box.left] == target_[box.top]) {
        matched.push_back({box.left++, box.top++});
        ++steps_;
      }
      int trimmed = 0;
      while (!box.empty() && base_[box.right - 1] == target_[box.bottom - 1]) {
        --box.right;
        --box.bottom;
        ++trimmed;
      }
      steps_ += trimmed + 1;
      if (box.empty()) {
        for (int i = 0; i < trimmed; ++i) matched.push_back({box.right + i, box.bottom + i});
        return;
      }
      const Point cut = Cut(box);
      Solve({box.left, cut.x, box.top, cut.y}, matched);
      if (trimmed > 0) {
        Solve({cut.x, box.right, cut.y, box.bottom}, matched);
        for (int i = 0; i < trimmed; ++i) matched.push_back({box.right + i, box.bottom + i});
        return;
      }
      box = {cut.x, box.right, cut.y, box.bottom};
    }
  }

  int64_t steps() const { return steps_; }

 private:
  // A point that a shortest way passes, or, after kMostEdits, the furthest that was reached from either end. Neither
  // corner of the box, which differs in its first and its last element.
  Point Cut(const Box& box) {
    int* const forward = forward_.data() + offset_;
    int* const backward = backward_.data() + offset_;
    const int first = box.left - box.top;
    const int last = box.right - box.bottom;
    const bool odd = ((first - last) & 1) != 0;
    // Diagonals within the box.
    const int lowest = box.left - box.bottom;
    const int highest = box.right - box.top;
    int forward_low = first;
    int forward_high = first;
    int backward_low = last;
    int backward_high = last;
    forward[first] = box.left;
    backward[last] = box.right;
    for (int edits = 1;; ++edits) {
      forward_low += forward_low > lowest ? -1 : 1;
      forward_high += forward_high < highest ? 1 : -1;
      forward[forward_low - 1] = -1;
      forward[forward_high + 1] = -1;
      for (int k = forward_high; k >= forward_low; k -= 2) {
        int x = forward[k - 1] >= forward[k + 1] ? forward[k - 1] + 1 : forward[k + 1];
        const int begun = x;
        while (x < box.right && x - k < box.bottom && base_[x] == target_[x - k]) ++x;
        steps_ += x - begun + 1;
        forward[k] = x;
        if (odd && k >= backward_low && k <= backward_high && backward[k] <= x) return {x, x - k};
      }
      backward_low += backward_low > lowest ? -1 : 1;
      backward_high += backward_high < highest ? 1 : -1;
      backward[backward_low - 1] = kFar;
      backward[backward_high + 1] = kFar;
      for (int k = backward_high; k >= backward_low; k -= 2) {
        int x = backward[k - 1] < backward[k + 1] ? backward[k - 1] : backward[k + 1] - 1;
        const int begun = x;
        while (x > box.left && x - k > box.top && base_[x - 1] == target_[x - k - 1]) --x;
        steps_ += begun - x + 1;
        backward[k] = x;
        if (!odd && k >= forward_low && k <= forward_high && x <= forward[k]) return {x, x - k};
      }
      if (edits >= kMostEdits) {
        return Furthest(box, {forward_low, forward_high, backward_low, backward_high});
      }
    }
  }

  struct Reached {
    int forward_low;
    int forward_high;
    int backward_low;
    int backward_high;
  };

  Point Furthest(const Box& box, const Reached& reached) const {
    const int* const forward = forward_.data() + offset_;
    const int* const backward = backward_.data() + offset_;
    Point best{box.left, box.top};
    int most = 0;
    for (int k = reached.forward_high; k >= reached.forward_low; k -= 2) {
      const int x = std::min(forward[k], box.right);
      const int y = std::min(x - k, box.bottom);
      const int walked = x - box.left + y - box.top;
      if (y < box.top || walked <= most) continue;
      most = walked;
      best = {y + k, y};
    }
    for (int k = reached.backward_high; k >= reached.backward_low; k -= 2) {
      const int x = std::max(backward[k], box.left);
      const int y = std::max(x - k, box.top);
      const int walked = box.right - x + box.bottom - y;
      if (y > box.bottom || walked <= most) continue;
      most = walked;
      best = {y + k, y};
    }
    return best;
  }

  // Greater than any x, and one less is too.
  static constexpr int kFar = 1 << 30;

  const uint32_t* const base_;
  const uint32_t* const target_;
  const int offset_;
  std::vector<int> forward_;
  std::vector<int> backward_;
  int64_t steps_ = 0;
};

}  // namespace

void Append(const Match& match, std::vector<Match>& matches) {
  if (match.length == 0) return;
  if (!matches.empty() && matches.back().base + matches.back().length == match.base &&
      matches.back().target + matches.back().length == match.target) {
    matches.back().length += match.length;
  } else {
    matches.push_back(match);
  }
}

EditScript Diff(std::span<const uint32_t> base, std::span<const uint32_t> target) {
  const size_t least = std::min(base.size(), target.size());
  size_t head = 0;
  while (head < least && base[head] == target[head]) ++head;
  size_t tail = 0;
  while (tail < least - head && base[base.size() - 1 - tail] == target[target.size() - 1 - tail]) ++tail;

  EditScript script;
  Append({0, 0, head}, script.matches);
  const auto base_rest = base.subspan(head, base.size() - head - tail);
  const auto target_rest = target.subspan(head, target.size() - head - tail);
  script.steps = static_cast<int64_t>(base.size() + target.size());
  if (!base_rest.empty() && !target_rest.empty()) {
    const Shared from = SharedWith(base_rest, target_rest, head);
    const Shared to = SharedWith(target_rest, base_rest, head);
    Search search(from.symbols, to.symbols);
    std::vector<Point> matched;
    search.Solve({0, static_cast<int>(from.symbols.size()), 0, static_cast<int>(to.symbols.size())}, matched);
    for (const Point& point : matched) {
      Append({from.places[static_cast<size_t>(point.x)], to.places[static_cast<size_t>(point.y)], 1}, script.matches);
    }
    script.steps += search.steps();
  }
  Append({base.size() - tail, target.size() - tail, tail}, script.matches);
  return script;
}

}  // namespace congress::drafting
