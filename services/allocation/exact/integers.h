// Integers of 64 bits, 128 bits or any width. Arithmetic and nothing else, so that the methods and the check of their
// certificates, which links none of them, can both include it.
#pragma once

#include <gmpxx.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "absl/numeric/int128.h"

namespace congress::exact {

inline int BitsOf(uint64_t value) { return static_cast<int>(std::bit_width(value)); }
inline int BitsOf(absl::uint128 value) {
  const uint64_t high = absl::Uint128High64(value);
  return high != 0 ? 64 + BitsOf(high) : BitsOf(absl::Uint128Low64(value));
}
// 0 has one.
inline int BitsOf(const mpz_class& value) { return static_cast<int>(mpz_sizeinbase(value.get_mpz_t(), 2)); }

inline mpz_class ToMpz(const mpz_class& value) { return value; }
inline mpz_class ToMpz(int64_t value) { return mpz_class(static_cast<long>(value)); }
inline mpz_class ToMpz(uint64_t value) { return mpz_class(static_cast<unsigned long>(value)); }
inline mpz_class ToMpz(absl::uint128 value) {
  return (ToMpz(absl::Uint128High64(value)) << 64) + ToMpz(absl::Uint128Low64(value));
}

// numerator / denominator in lowest terms.
inline mpq_class ToMpq(const mpz_class& numerator, const mpz_class& denominator) {
  mpq_class value(numerator, denominator);
  value.canonicalize();
  return value;
}

// For numbers that are known to fit into a Word.
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
template <class Word>
Word FromWeight(absl::uint128 weight) {
  if constexpr (std::is_same_v<Word, mpz_class>) {
    return ToMpz(weight);
  } else {
    return static_cast<Word>(weight);
  }
}

// The weight, or its square.
template <class Word>
Word PowerOf(absl::uint128 weight, bool squared) {
  const Word word = FromWeight<Word>(weight);
  return squared ? Word(word * word) : word;
}

// The greatest number of 63 bits stands for all above it. The value is not negative.
template <class Word>
int64_t CappedInt64(const Word& value) {
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
    return RootBelow(value, Word(Word(1) << ((BitsOf(value) + 1) / 2)));
  }
}

// Hands `work` a 0 of the narrowest type that holds `bits` bits.
template <class Work>
auto WithWord(int bits, Work work) {
  if (bits <= 64) return work(uint64_t{0});
  if (bits <= 128) return work(absl::uint128(0));
  return work(mpz_class());
}

}  // namespace congress::exact
