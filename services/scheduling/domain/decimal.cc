#include "services/scheduling/domain/decimal.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "platform/status/number.h"
#include "platform/status/strings.h"

namespace congress::scheduling {
namespace {

constexpr int kDigits = 6;
constexpr int64_t kOne = 1'000'000;
constexpr size_t kMostWhole = 12;

bool AreDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

Decimal Magnitude(Decimal value) { return value < 0 ? -value : value; }

Decimal Divisor(Decimal one, Decimal other) {
  while (other != 0) {
    const Decimal rest = one % other;
    one = other;
    other = rest;
  }
  return one;
}

}  // namespace

std::optional<Decimal> ParseDecimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == text.npos ? std::string_view() : text.substr(point + 1);
  if (!AreDigits(whole) || whole.size() > kMostWhole) return std::nullopt;
  if (point != text.npos && (!AreDigits(rest) || rest.size() > kDigits)) return std::nullopt;
  std::string digits(whole);
  digits += rest;
  digits.append(kDigits - rest.size(), '0');
  Decimal value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return negative ? -value : value;
}

int DecimalsOf(std::string_view text) {
  const size_t point = text.find('.');
  return point == text.npos ? 0 : static_cast<int>(text.size() - point - 1);
}

std::string DecimalText(Decimal value, int decimals) {
  const Decimal magnitude = Magnitude(value);
  std::string rest = StrCat(static_cast<int64_t>(magnitude % kOne));
  rest.insert(0, kDigits - rest.size(), '0');
  while (static_cast<int>(rest.size()) > decimals && rest.ends_with('0')) rest.pop_back();
  return StrCat(value < 0 ? "-" : "", static_cast<int64_t>(magnitude / kOne), rest.empty() ? "" : ".", rest);
}

v1::Ratio RatioOf(Decimal part, Decimal whole, status::Language language) {
  const Decimal divisor = Divisor(Magnitude(part), Magnitude(whole)) * (whole < 0 ? -1 : 1);
  v1::Ratio ratio;
  ratio.set_numerator(static_cast<int64_t>(part / divisor));
  ratio.set_denominator(static_cast<int64_t>(whole / divisor));
  const Decimal twice = Magnitude(whole) * 2;
  const Decimal hundredths = (Magnitude(part) * 20'000 + Magnitude(whole)) / twice;
  const bool negative = (part < 0) != (whole < 0) && hundredths != 0;
  const std::string percent = DecimalText(hundredths * (negative ? -1 : 1) * (kOne / 100), 2);
  ratio.set_percent(StrCat(status::Grouped(percent, language), " %"));
  return ratio;
}

}  // namespace congress::scheduling
