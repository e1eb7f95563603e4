// A stretch of places.
#pragma once

#include <cstddef>

namespace congress::drafting {

// Half-open: [begin, end).
struct Range {
  size_t begin = 0;
  size_t end = 0;
  size_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  friend bool operator==(const Range&, const Range&) = default;
};

}  // namespace congress::drafting
