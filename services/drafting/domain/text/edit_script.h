// What two sequences have in common, and by that the edits that make one of the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace congress::drafting {

// A stretch that stands in both.
struct Match {
  size_t base;
  size_t target;
  size_t length;
  friend bool operator==(const Match&, const Match&) = default;
};

struct EditScript {
  // In order in both sequences; no two follow each other without an edit between them. What no match holds is removed
  // from the base or added to the target.
  std::vector<Match> matches;
  // Comparisons and cells that the search took, for the test of its bound.
  int64_t steps = 0;
};

// The most edits that a search follows from either end before it settles for what it has found.
inline constexpr int kMostEdits = 256;

// The fewest removed and added elements (Myers, in linear space), as long as a stretch between two matches needs no
// more than kMostEdits; beyond that close to the fewest. Deterministic. Takes at most 16 · kMostEdits · (n + m) steps,
// whatever the sequences, and memory for n + m numbers.
EditScript Diff(std::span<const uint32_t> base, std::span<const uint32_t> target);

// Adds a match behind the others, as part of the last one if it goes on where that ends; an empty one adds nothing.
void Append(const Match& match, std::vector<Match>& matches);

}  // namespace congress::drafting
