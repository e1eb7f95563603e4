#include "services/allocation/apportion/claims.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/allocation/exact/integers.h"

namespace congress::apportion {
namespace {

// That of a thousand rows with the seats 1 to 1,000 has 1,500.
constexpr size_t kMostDenominatorBits = 4'096;

// A claim over a signpost; squared for geometric means.
struct Ratio {
  mpz_class numerator;
  mpz_class denominator;
};
int Compare(const Ratio& a, const Ratio& b) {
  return cmp(mpz_class(a.numerator * b.denominator), mpz_class(b.numerator * a.denominator));
}

}  // namespace

std::optional<std::vector<mpz_class>> ColumnClaims(const Table& table) {
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
  if (divisor == 0) return sums;
  for (mpz_class& sum : sums) sum /= divisor;
  return sums;
}

ClaimedWeights WeightsOf(const std::vector<mpz_class>& claims) {
  const mpz_class most = exact::ToMpz(kMostWeight);
  const mpz_class greatest = claims.empty() ? mpz_class(0) : *std::max_element(claims.begin(), claims.end());
  ClaimedWeights claimed{.weights = {}, .exact = greatest < most};
  for (const mpz_class& claim : claims) {
    const mpz_class weight = claimed.exact ? claim : mpz_class(claim * (most - 1) / greatest);
    claimed.weights.push_back(exact::FromMpz<absl::uint128>(weight));
  }
  return claimed;
}

bool HoldsFor(const std::vector<mpz_class>& claims, const Signposts& signposts, const Apportionment& result) {
  const auto ratio = [&](size_t unit, int64_t seats) {
    const auto post = signposts.At<mpz_class>(seats);
    const mpz_class power = signposts.squared() ? mpz_class(claims[unit] * claims[unit]) : claims[unit];
    return Ratio{power * post.denominator, post.numerator};
  };
  std::vector<bool> tied(claims.size());
  if (result.tie.has_value()) {
    for (const size_t unit : result.tie->units) tied[unit] = true;
  }
  std::optional<Ratio> won;
  std::optional<Ratio> edge;
  std::optional<Ratio> lost;
  for (size_t i = 0; i < claims.size(); ++i) {
    if (claims[i] == 0) continue;
    const int64_t seats = result.seats[i];
    // Where every claim has a seat before any has two, that one is beyond comparison.
    const bool first = signposts.seat_for_each();
    if (first && seats == 0) return false;
    if (seats > (first ? 1 : 0)) {
      if (Ratio last = ratio(i, seats - 1); !won.has_value() || Compare(last, *won) < 0) won = std::move(last);
    }
    Ratio next = ratio(i, seats);
    if (!tied[i]) {
      if (!lost.has_value() || Compare(next, *lost) > 0) lost = std::move(next);
    } else if (!edge.has_value()) {
      edge = std::move(next);
    } else if (Compare(next, *edge) != 0) {
      return false;
    }
  }
  const auto above = [](const std::optional<Ratio>& a, const std::optional<Ratio>& b) {
    return !a.has_value() || !b.has_value() || Compare(*a, *b) > 0;
  };
  return above(won, edge) && above(edge, lost) && above(won, lost);
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
