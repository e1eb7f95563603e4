#include "services/allocation/certificate/decimal.h"

#include <array>

namespace congress::allocation {
namespace {

constexpr size_t kWholeDigits = 18;

// Reads digits from the front on, `most` at most, and takes them away. How many there were.
size_t TakeDigits(std::string_view* text, size_t most, uint64_t* number) {
  size_t count = 0;
  for (; count < text->size() && count <= most; ++count) {
    const auto digit = static_cast<unsigned char>((*text)[count] - '0');
    if (digit > 9) break;
    *number = *number * 10 + digit;
  }
  text->remove_prefix(count);
  return count;
}

void DropZeros(Decimal* decimal) {
  if (decimal->fraction == 0) decimal->decimals = 0;
  for (; decimal->decimals > 0 && decimal->fraction % 10 == 0; decimal->fraction /= 10) --decimal->decimals;
}

}  // namespace

uint64_t PowerOfTen(int exponent) {
  static constexpr auto kPowers = [] {
    std::array<uint64_t, 19> powers = {1};
    for (size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
  }();
  return kPowers[static_cast<size_t>(exponent)];
}

absl::uint128 Decimal::Scaled(int scale) const {
  if (scale == 0) return whole;
  return absl::uint128(whole) * PowerOfTen(scale) + fraction * PowerOfTen(scale - decimals);
}

std::string Decimal::ToString() const {
  std::string text = std::to_string(whole);
  if (decimals == 0) return text;
  const std::string digits = std::to_string(fraction);
  return text + "." + std::string(static_cast<size_t>(decimals) - digits.size(), '0') + digits;
}

std::optional<Decimal> ParseDecimal(std::string_view text) {
  Decimal decimal;
  const size_t digits = TakeDigits(&text, kWholeDigits, &decimal.whole);
  if (digits == 0 || digits > kWholeDigits) return std::nullopt;
  if (text.empty()) return decimal;
  if (text.front() != '.') return std::nullopt;
  text.remove_prefix(1);
  const size_t decimals = TakeDigits(&text, kMostDecimals, &decimal.fraction);
  if (decimals == 0 || decimals > kMostDecimals || !text.empty()) return std::nullopt;
  decimal.decimals = static_cast<int>(decimals);
  DropZeros(&decimal);
  return decimal;
}

Decimal DecimalOf(absl::uint128 value, int scale) {
  if (scale == 0) return {.whole = absl::Uint128Low64(value)};
  const absl::uint128 one = PowerOfTen(scale);
  Decimal decimal{
      .whole = absl::Uint128Low64(value / one), .fraction = absl::Uint128Low64(value % one), .decimals = scale};
  DropZeros(&decimal);
  return decimal;
}

}  // namespace congress::allocation
