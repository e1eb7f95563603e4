#include "services/allocation/apportion/claims.h"

#include <algorithm>

#include "services/allocation/exact/integers.h"

namespace congress::apportion {
namespace {

// Claims have at most 90 bits, so that no greater denominator is of use.
constexpr size_t kMostDenominatorBits = 4'096;

}  // namespace

std::optional<std::vector<absl::uint128>> ColumnClaims(const Table& table) {
  mpz_class denominator = 1;
  for (const int64_t seats : table.rows) {
    if (seats > 0) denominator = lcm(denominator, exact::ToMpz(static_cast<uint64_t>(seats)));
    if (mpz_sizeinbase(denominator.get_mpz_t(), 2) > kMostDenominatorBits) return std::nullopt;
  }
  std::vector<mpz_class> sums(table.columns.size());
  mpz_class divisor = 0;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    if (table.rows[i] == 0) continue;
    const mpz_class part = denominator / exact::ToMpz(static_cast<uint64_t>(table.rows[i]));
    for (size_t j = 0; j < sums.size(); ++j) sums[j] += exact::ToMpz(table.cells[i * sums.size() + j].weight) * part;
  }
  for (const mpz_class& sum : sums) divisor = gcd(divisor, sum);
  std::vector<absl::uint128> claims;
  for (const mpz_class& sum : sums) {
    const mpz_class claim = divisor == 0 ? sum : mpz_class(sum / divisor);
    if (claim >= exact::ToMpz(kMostWeight)) return std::nullopt;
    claims.push_back(exact::FromMpz<absl::uint128>(claim));
  }
  return claims;
}

std::vector<size_t> SeatForStrongest(Table* table) {
  const size_t columns = table->columns.size();
  std::vector<size_t> skipped;
  for (size_t i = 0; i < table->rows.size(); ++i) {
    absl::uint128 strongest = 0;
    int64_t tied = 0;
    for (size_t j = 0; j < columns; ++j) {
      const absl::uint128 weight = table->cells[i * columns + j].weight;
      if (table->columns[j] == 0 || weight < strongest || weight == 0) continue;
      tied = weight > strongest ? 1 : tied + 1;
      strongest = weight;
    }
    if (tied > table->rows[i]) {
      skipped.push_back(i);
      continue;
    }
    for (size_t j = 0; j < columns; ++j) {
      Unit& cell = table->cells[i * columns + j];
      if (table->columns[j] > 0 && cell.weight > 0 && cell.weight == strongest) {
        cell.minimum = std::max<int64_t>(cell.minimum, 1);
      }
    }
  }
  return skipped;
}

}  // namespace congress::apportion
