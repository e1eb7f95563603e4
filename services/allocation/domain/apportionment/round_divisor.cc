#include "services/allocation/domain/apportionment/round_divisor.h"

#include <algorithm>

#include "services/allocation/apportion/alternatives.h"

namespace congress::allocation {
namespace {

constexpr int kFirstExponent = 30;
constexpr int kLastExponent = -400;
constexpr int kFewestDigits = 3;
constexpr int kMostDigits = 18;

mpz_class PowerOf10(int exponent) {
  mpz_class power;
  mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(exponent));
  return power;
}

// 10^exponent.
mpq_class Step(int exponent) {
  return exponent >= 0 ? mpq_class(PowerOf10(exponent)) : mpq_class(mpz_class(1), PowerOf10(-exponent));
}

mpz_class Floor(const mpq_class& value) { return value.get_num() / value.get_den(); }

std::string Decimal(const mpz_class& digits, int exponent) {
  std::string text = digits.get_str();
  if (exponent >= 0) return text.append(static_cast<size_t>(exponent), '0');
  const auto decimals = static_cast<size_t>(-exponent);
  if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
  text.insert(text.size() - decimals, ".");
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string Exact(const mpq_class& value, bool squared) {
  if (!squared) return value.get_str();
  if (!mpz_perfect_square_p(value.get_num_mpz_t()) || !mpz_perfect_square_p(value.get_den_mpz_t())) {
    return "√" + value.get_str();
  }
  return mpq_class(sqrt(value.get_num()), sqrt(value.get_den())).get_str();
}

// `value` with `digits` significant digits.
mpq_class Rounded(const mpq_class& value, int digits) {
  int exponent = 0;
  const mpq_class low = Step(digits - 1);
  mpq_class scaled = value;
  for (; scaled < low; ++exponent) scaled *= 10;
  for (; scaled >= low * 10; --exponent) scaled /= 10;
  return mpq_class(Floor(scaled + mpq_class(1, 2))) * Step(-exponent);
}

// About the square root.
mpq_class Root(const mpq_class& value) {
  mpq_class root(sqrt(mpz_class((value.get_num() << 200) / value.get_den())), mpz_class(1) << 100);
  root.canonicalize();
  return root;
}

}  // namespace

std::string RoundDivisor(const std::optional<mpq_class>& lower, const std::optional<mpq_class>& upper, bool squared) {
  if (!lower.has_value() && !upper.has_value()) return "";
  if (lower.has_value() && upper.has_value() && *lower == *upper) return Exact(*lower, squared);
  // Near the end that binds.
  const mpq_class low = lower.value_or(upper.value_or(1) * mpq_class(1, 2));
  const mpq_class high = upper.value_or(low * 2);
  for (int exponent = kFirstExponent; exponent >= kLastExponent; --exponent) {
    const mpq_class step = Step(exponent);
    const mpz_class below = squared ? mpz_class(sqrt(Floor(low / (step * step)))) : Floor(low / step);
    const mpq_class value = mpq_class(below + 1) * step;
    if ((squared ? mpq_class(value * value) : value) < high) return Decimal(below + 1, exponent);
  }
  return "";
}

RoundDivisors ExactTableDivisors(const apportion::Signposts& signposts, int scale,
                                 const apportion::TableApportionment& result) {
  const mpq_class unit = Step(-scale * (signposts.squared() ? 2 : 1));
  RoundDivisors exact;
  for (const mpq_class& divisor : result.row_divisors) {
    exact.rows.push_back(Exact(divisor * unit, signposts.squared()));
  }
  for (const mpq_class& divisor : result.column_divisors) exact.columns.push_back(Exact(divisor, signposts.squared()));
  return exact;
}

RoundDivisors RoundTableDivisors(const apportion::Signposts& signposts, const apportion::Table& table, int scale,
                                 const apportion::TableApportionment& result) {
  const bool squared = signposts.squared();
  const mpq_class unit = Step(-scale * (squared ? 2 : 1));
  const auto in_units = [&](const std::optional<mpq_class>& end) {
    return end.has_value() ? std::optional<mpq_class>(*end * unit) : std::nullopt;
  };
  std::vector<mpq_class> columns = result.column_divisors;
  mpq_class greatest = 0;
  for (mpq_class& divisor : columns) {
    if (squared) divisor = Root(divisor);
    greatest = std::max(greatest, divisor);
  }
  const std::vector<int64_t> least = LeastSeats(signposts, table);
  RoundDivisors round;
  for (int digits = kFewestDigits; digits <= kMostDigits; ++digits) {
    std::vector<mpq_class> factors;
    round = {};
    for (const mpq_class& divisor : columns) {
      const mpq_class rounded = Rounded(divisor / greatest, digits);
      const mpq_class power = squared ? mpq_class(rounded * rounded) : rounded;
      factors.push_back(1 / power);
      int decimals = 0;
      for (; Step(decimals) * rounded != Floor(Step(decimals) * rounded); ++decimals) continue;
      round.columns.push_back(Decimal(Floor(Step(decimals) * rounded), -decimals));
    }
    bool fits = true;
    for (size_t i = 0; i < table.rows.size() && fits; ++i) {
      const auto interval = apportion::IntervalOf(signposts, table, least, result.seats, factors, i);
      fits = !interval.lower.has_value() || !interval.upper.has_value() || *interval.lower < *interval.upper;
      round.rows.push_back(RoundDivisor(in_units(interval.lower), in_units(interval.upper), squared));
    }
    if (fits) return round;
  }
  return ExactTableDivisors(signposts, scale, result);
}

}  // namespace congress::allocation
