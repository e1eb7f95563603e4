// Wide integers. 256 bits are as wide as the exact comparison of two quotients ever gets.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include "absl/numeric/int128.h"

namespace congress::apportion {

// Nothing wraps: whoever multiplies has shown that the bits of both factors together are at most 256.
class Wide {
 public:
  constexpr Wide() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a number is a number.
  constexpr Wide(absl::uint128 value) : limbs_{absl::Uint128Low64(value), absl::Uint128High64(value), 0, 0} {}

  friend constexpr Wide operator+(const Wide& a, const Wide& b) {
    Wide sum;
    absl::uint128 carry = 0;
    for (size_t i = 0; i < 4; ++i) {
      carry += absl::uint128(a.limbs_[i]) + b.limbs_[i];
      sum.limbs_[i] = absl::Uint128Low64(carry);
      carry >>= 64;
    }
    return sum;
  }
  friend constexpr Wide operator*(const Wide& a, const Wide& b) {
    Wide product;
    for (size_t i = 0; i < 4; ++i) {
      absl::uint128 carry = 0;
      for (size_t j = 0; i + j < 4; ++j) {
        carry += absl::uint128(a.limbs_[i]) * b.limbs_[j] + product.limbs_[i + j];
        product.limbs_[i + j] = absl::Uint128Low64(carry);
        carry >>= 64;
      }
    }
    return product;
  }
  friend constexpr bool operator==(const Wide&, const Wide&) = default;
  friend constexpr std::strong_ordering operator<=>(const Wide& a, const Wide& b) {
    for (size_t i = 4; i-- > 0;) {
      if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] <=> b.limbs_[i];
    }
    return std::strong_ordering::equal;
  }

 private:
  // The least significant first.
  std::array<uint64_t, 4> limbs_ = {};
};

}  // namespace congress::apportion
