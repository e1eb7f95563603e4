#include "services/allocation/apportion/scaling.h"

#include <algorithm>

#include "services/allocation/exact/integers.h"

namespace congress::apportion {
namespace {

// Later rounds seldom bring more.
constexpr int kMostRounds = 20;
// Factors and weights share them: 2^89 is below kMostWeight.
constexpr int kWeightBits = 89;
constexpr int kMostFactorBits = 40;
// Divisors are compared in units of 2^-kDivisorBits.
constexpr mp_bitcnt_t kDivisorBits = 64;

// One row, or one column, as an apportionment of its own.
struct Line {
  std::vector<int64_t> seats;
  // Roughly its divisor; 0 when any would do.
  mpz_class divisor;
};

mpz_class DivisorAt(const Signposts& signposts, const std::vector<Unit>& units, const Quotient& quotient) {
  const auto post = signposts.At<mpz_class>(quotient.seats);
  const mpz_class weight = exact::PowerOf<mpz_class>(units[quotient.unit].weight, signposts.squared());
  if (!signposts.squared()) return ((weight * post.denominator) << kDivisorBits) / post.numerator;
  return sqrt(mpz_class(((weight * post.denominator) << (2 * kDivisorBits)) / post.numerator));
}

std::variant<Line, Refusal> Divide(const Signposts& signposts, const std::vector<Unit>& units, int64_t seats) {
  Outcome outcome = ByDivisor(signposts, units, seats);
  if (auto* refusal = std::get_if<Refusal>(&outcome)) return std::move(*refusal);
  auto& result = std::get<Apportionment>(outcome);
  if (result.tie.has_value()) Decide(std::vector<size_t>(result.tie->units), &result);
  Line line{std::move(result.seats), 0};
  // In the middle, where the next round has to move it least.
  if (result.upper.has_value()) line.divisor = DivisorAt(signposts, units, *result.upper);
  if (result.lower.has_value()) {
    const mpz_class lower = DivisorAt(signposts, units, *result.lower);
    line.divisor = result.upper.has_value() ? mpz_class((line.divisor + lower) / 2) : lower;
  }
  return line;
}

// Multipliers that are to each other as the divisors' inverses, of at most `bits` bits.
std::vector<uint64_t> Inverses(const std::vector<mpz_class>& divisors, int bits) {
  mpz_class smallest = 0;
  for (const mpz_class& divisor : divisors) {
    if (divisor > 0 && (smallest == 0 || divisor < smallest)) smallest = divisor;
  }
  std::vector<uint64_t> inverses;
  for (const mpz_class& divisor : divisors) {
    const mpz_class inverse = divisor > 0 ? mpz_class((smallest << static_cast<mp_bitcnt_t>(bits)) / divisor)
                                          : mpz_class(mpz_class(1) << static_cast<mp_bitcnt_t>(bits));
    inverses.push_back(std::max<uint64_t>(1, inverse.get_ui()));
  }
  return inverses;
}

std::vector<Unit> Times(std::vector<Unit> units, const std::vector<uint64_t>& factors) {
  for (size_t i = 0; i < units.size(); ++i) units[i].weight *= factors[i];
  return units;
}

std::vector<Unit> RowOf(const Table& table, size_t row) {
  const size_t columns = table.columns.size();
  const auto begin = table.cells.begin() + static_cast<std::ptrdiff_t>(row * columns);
  std::vector<Unit> units(begin, begin + static_cast<std::ptrdiff_t>(columns));
  for (Unit& unit : units) unit.maximum = kMostSeats;
  return units;
}

std::vector<Unit> ColumnOf(const Table& table, size_t column) {
  std::vector<Unit> units;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    units.push_back(table.cells[i * table.columns.size() + column]);
    units.back().maximum = kMostSeats;
  }
  return units;
}

// How many seats the columns have too many and too few.
int64_t Misplaced(const Table& table, const std::vector<int64_t>& seats) {
  const size_t columns = table.columns.size();
  std::vector<int64_t> sums(columns);
  for (size_t cell = 0; cell < seats.size(); ++cell) sums[cell % columns] += seats[cell];
  int64_t misplaced = 0;
  for (size_t j = 0; j < columns; ++j) misplaced += std::abs(sums[j] - table.columns[j]);
  return misplaced;
}

}  // namespace

std::variant<Rows, TableRefusal> ApportionRows(const Signposts& signposts, const Table& table,
                                               const std::vector<uint64_t>& factors) {
  Rows rows;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const auto line = Divide(signposts, Times(RowOf(table, i), factors), table.rows[i]);
    if (const auto* refusal = std::get_if<Refusal>(&line)) {
      const bool minima =
          refusal->kind == Refusal::Kind::kMinimaExceedHouse || refusal->kind == Refusal::Kind::kTooFewSeats;
      return TableRefusal{.kind = minima ? TableRefusal::Kind::kMinimaExceedRow : TableRefusal::Kind::kRowsBlocked,
                          .rows = {i},
                          .columns = {},
                          .needed = minima ? refusal->seats : table.rows[i],
                          .available = minima ? table.rows[i] : 0};
    }
    const Line& row = std::get<Line>(line);
    rows.seats.insert(rows.seats.end(), row.seats.begin(), row.seats.end());
    rows.divisors.push_back(row.divisor);
  }
  return rows;
}

std::variant<Scaling, TableRefusal> Scale(const Signposts& signposts, const Table& table) {
  absl::uint128 greatest = 0;
  for (const Unit& cell : table.cells) greatest = std::max(greatest, cell.weight);
  const int bits = std::clamp(kWeightBits - exact::BitsOf(greatest), 0, kMostFactorBits);
  std::vector<uint64_t> factors(table.columns.size(), 1);
  Scaling best;
  std::optional<int64_t> fewest;
  for (int round = 0; round < kMostRounds; ++round) {
    auto outcome = ApportionRows(signposts, table, factors);
    if (auto* refusal = std::get_if<TableRefusal>(&outcome)) return std::move(*refusal);
    auto& rows = std::get<Rows>(outcome);
    const int64_t misplaced = Misplaced(table, rows.seats);
    if (!fewest.has_value() || misplaced < *fewest) {
      fewest = misplaced;
      best = {factors, std::move(rows.seats)};
    }
    if (misplaced == 0) break;
    const std::vector<uint64_t> scales = Inverses(rows.divisors, bits);
    std::vector<mpz_class> columns;
    for (size_t j = 0; j < table.columns.size(); ++j) {
      const auto line = Divide(signposts, Times(ColumnOf(table, j), scales), table.columns[j]);
      if (std::holds_alternative<Refusal>(line)) return best;
      columns.push_back(std::get<Line>(line).divisor);
    }
    factors = Inverses(columns, bits);
  }
  return best;
}

}  // namespace congress::apportion
