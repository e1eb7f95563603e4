// What the check does alike with integers of every width.
#pragma once

#include <gmpxx.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "services/allocation/exact/integers.h"

namespace congress::allocation {

// Quotients are written in millionths.
inline constexpr uint64_t kMillion = 1'000'000;
inline constexpr int kMillionBits = 20;

// The greatest number of 63 bits stands for all above it.
template <class Word>
int64_t ToInt(const Word& value) {
  constexpr auto kMost = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
  if constexpr (std::is_same_v<Word, mpz_class>) {
    return static_cast<int64_t>(value > mpz_class(static_cast<unsigned long>(kMost)) ? kMost : value.get_ui());
  } else {
    return static_cast<int64_t>(static_cast<uint64_t>(std::min<Word>(value, kMost)));
  }
}

// ⌊√value⌋ by Newton's steps from `above`, which is at least that.
template <class Word>
Word RootBelow(const Word& value, const Word& above) {
  if constexpr (std::is_same_v<Word, mpz_class>) {
    return sqrt(value);
  } else {
    if (value == 0) return 0;
    Word root = above;
    while (true) {
      const Word next = (root + value / root) >> 1;
      if (next >= root) return root;
      root = next;
    }
  }
}

// ⌊√value⌋.
template <class Word>
Word Root(const Word& value) {
  if constexpr (std::is_same_v<Word, mpz_class>) {
    return sqrt(value);
  } else {
    return RootBelow(value, Word(Word(1) << ((exact::BitsOf(value) + 1) / 2)));
  }
}

}  // namespace congress::allocation
