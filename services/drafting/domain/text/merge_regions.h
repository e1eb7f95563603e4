// Where the changes of two sides of a merge touch.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "services/drafting/domain/text/range.h"

namespace congress::drafting {

// What one side made of a range of the base. Between two hunks both are the same.
struct Hunk {
  Range base;
  Range side;
  // Whether the side begins something new, such as a sentence, with the hunk and behind it.
  bool begins_apart = true;
  bool ends_apart = true;
};

// A range of the base that was changed by one side, or by both with changes that touch; between two regions all three
// are the same.
struct Region {
  Range base;
  Range ours;
  Range theirs;
  bool by_ours;
  bool by_theirs;
};

// Whether a hunk of one side and one of the other that begins no earlier, or ends later, touch.
using Touch = std::function<bool(const Hunk& first, const Hunk& second)>;

// Whether both changed one element, or inserted at one place, where nothing says which comes first.
bool Overlaps(const Range& first, const Range& second);

// The regions in order. Hunks are given in order, those of one side never touch.
std::vector<Region> RegionsOf(const std::vector<Hunk>& ours, const std::vector<Hunk>& theirs, const Touch& touch);

}  // namespace congress::drafting
