// Integers and weights as GMP's, where 256 bits do not do.
#pragma once

#include <gmpxx.h>

#include <type_traits>

#include "services/allocation/apportion/wide.h"

namespace congress::apportion {

inline mpz_class ToMpz(const mpz_class& value) { return value; }
inline mpz_class ToMpz(uint64_t value) { return mpz_class(static_cast<unsigned long>(value)); }
inline mpz_class ToMpz(absl::uint128 value) {
  return (ToMpz(absl::Uint128High64(value)) << 64) + ToMpz(absl::Uint128Low64(value));
}

// The weight, or its square, as a Word that is wide enough for it.
template <class Word>
Word PowerOf(absl::uint128 weight, bool squared) {
  const Word word = [&] {
    if constexpr (std::is_same_v<Word, mpz_class>) {
      return ToMpz(weight);
    } else {
      return static_cast<Word>(weight);
    }
  }();
  return squared ? Word(word * word) : word;
}

}  // namespace congress::apportion
