#include "services/allocation/certificate/decimal.h"

#include <array>

namespace congress::allocation {
namespace {

constexpr size_t kWholeDigits = 18;

std::optional<uint64_t> NumberOf(std::string_view digits, size_t most) {
  if (digits.empty() || digits.size() > most) return std::nullopt;
  uint64_t number = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + static_cast<uint64_t>(digit - '0');
  }
  return number;
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
  const size_t point = text.find('.');
  const auto whole = NumberOf(text.substr(0, point), kWholeDigits);
  if (!whole.has_value()) return std::nullopt;
  Decimal decimal{.whole = *whole};
  if (point == std::string_view::npos) return decimal;
  const std::string_view part = text.substr(point + 1);
  const auto fraction = NumberOf(part, kMostDecimals);
  if (!fraction.has_value()) return std::nullopt;
  if (*fraction == 0) return decimal;
  decimal.fraction = *fraction;
  decimal.decimals = static_cast<int>(part.size());
  for (; decimal.fraction % 10 == 0; decimal.fraction /= 10) --decimal.decimals;
  return decimal;
}

}  // namespace congress::allocation
