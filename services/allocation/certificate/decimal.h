// Weights as people write them, read exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"

namespace congress::allocation {

inline constexpr int kMostDecimals = 9;

// whole + fraction / 10^decimals, without needless zeros.
struct Decimal {
  uint64_t whole = 0;
  uint64_t fraction = 0;
  int decimals = 0;

  // The number times 10^`scale`, where `scale` is at least `decimals`.
  absl::uint128 Scaled(int scale) const;
  std::string ToString() const;
};

// 1 to 18 digits, and perhaps a point and 1 to 9 more. Nothing else: no sign, no grouping, no exponent.
std::optional<Decimal> ParseDecimal(std::string_view text);

// `value` times 10^-`scale`, where the whole part fits 64 bits.
Decimal DecimalOf(absl::uint128 value, int scale);

// 10^exponent, for 0 to 18.
uint64_t PowerOfTen(int exponent);

}  // namespace congress::allocation
