// The scale of an axis, in integers.
#pragma once

#include <cstdint>

namespace congress::allocation {

// From 0 to `end` in steps of 1, 2 or 5 times a power of ten.
struct Scale {
  int64_t end = 1;
  int64_t step = 1;

  // How far along an axis of this length the value lies, rounded down.
  int64_t At(int64_t value, int64_t length) const;
};

// The finest scale of at most `most_steps` steps that reaches `greatest`, which is at most 10^17.
Scale RoundScale(int64_t greatest, int64_t most_steps);

}  // namespace congress::allocation
