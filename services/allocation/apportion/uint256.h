// Uint256 integers. 256 bits are as wide as the exact comparison of two quotients ever gets.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include "absl/numeric/int128.h"

namespace congress::apportion {

// Nothing wraps: whoever multiplies has shown that the bits of both factors together are at most 256.
class Uint256 {
 public:
  constexpr Uint256() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a number is a number.
  constexpr Uint256(absl::uint128 value) : limbs_{absl::Uint128Low64(value), absl::Uint128High64(value), 0, 0} {}

  friend constexpr Uint256 operator+(const Uint256& a, const Uint256& b) {
    Uint256 sum;
    absl::uint128 carry = 0;
    for (size_t i = 0; i < 4; ++i) {
      carry += absl::uint128(a.limbs_[i]) + b.limbs_[i];
      sum.limbs_[i] = absl::Uint128Low64(carry);
      carry >>= 64;
    }
    return sum;
  }
  friend constexpr Uint256 operator*(const Uint256& a, const Uint256& b) {
    Uint256 product;
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
  friend constexpr bool operator==(const Uint256&, const Uint256&) = default;
  friend constexpr std::strong_ordering operator<=>(const Uint256& a, const Uint256& b) {
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
