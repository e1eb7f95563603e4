// A number of delegates spread over parts in proportion to their seats, within bounds: ideals first, then each of them
// rounded up or down so that the sum is exact.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace congress::allocation {

// 0 <= low <= high <= seats.
struct Part {
  int64_t seats = 0;
  int64_t low = 0;
  int64_t high = 0;
};

// In lowest terms, not negative.
struct Ratio {
  int64_t numerator = 0;
  int64_t denominator = 1;

  int64_t Floor() const { return numerator / denominator; }
  int64_t Ceiling() const { return Floor() + (numerator % denominator == 0 ? 0 : 1); }
};

// Whether a < b. Exact.
bool Less(const Ratio& a, const Ratio& b);

// The ideal of each part: its seats times one factor for all, raised to `low` and cut to `high`, with the factor by
// which they add up to `total`. Without bounds that work it is seats · total / all seats. `total` lies between the sums
// of `low` and of `high`; all seats together and `total` are at most 10^9.
std::vector<Ratio> IdealsOf(std::span<const Part> parts, int64_t total);

// Equal remainders, as indices in their order.
struct EqualRemainders {
  std::vector<size_t> parts;
  std::vector<size_t> winners;
};

struct Spread {
  std::vector<int64_t> counts;
  // Empty when no equal remainders stood on both sides of the last delegate.
  EqualRemainders tie;
};

// Floors, then one more each to the largest remainders until the sum is `total`, which the ideals add up to; among
// equal remainders to more seats, then to the earlier part. No part leaves its bounds.
Spread RoundIdeals(std::span<const Part> parts, const std::vector<Ratio>& ideals, int64_t total);

}  // namespace congress::allocation
