// Integers of 64 bits, 128 bits or any width, told apart by nothing but their type.
#pragma once

#include <gmpxx.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "absl/numeric/int128.h"

namespace congress::allocation {

inline int WeightBits(absl::uint128 weight) {
  const uint64_t high = absl::Uint128High64(weight);
  return 128 - (high != 0 ? std::countl_zero(high) : 64 + std::countl_zero(absl::Uint128Low64(weight)));
}

inline mpz_class ToMpz(absl::uint128 value) {
  const mpz_class high(static_cast<unsigned long>(absl::Uint128High64(value)));
  return (high << 64) + mpz_class(static_cast<unsigned long>(absl::Uint128Low64(value)));
}

template <class Word>
Word FromWeight(absl::uint128 weight) {
  if constexpr (std::is_same_v<Word, mpz_class>) {
    return ToMpz(weight);
  } else {
    return static_cast<Word>(weight);
  }
}

// For numbers that are known to fit.
template <class Word>
Word FromMpz(const mpz_class& value) {
  if constexpr (std::is_same_v<Word, mpz_class>) {
    return value;
  } else {
    const auto low = static_cast<uint64_t>(value.get_ui());
    const auto high = static_cast<uint64_t>(mpz_class(value >> 64).get_ui());
    return static_cast<Word>(absl::MakeUint128(high, low));
  }
}

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
    return RootBelow(value, Word(Word(1) << ((WeightBits(value) + 1) / 2)));
  }
}

}  // namespace congress::allocation
