#include "services/allocation/apportion/biproportional.h"

#include <algorithm>

#include "services/allocation/apportion/alternatives.h"
#include "services/allocation/apportion/scaling.h"
#include "services/allocation/apportion/transfer.h"
#include "services/allocation/exact/integers.h"

namespace congress::apportion {
namespace {

using Kind = TableRefusal::Kind;

std::optional<TableRefusal> Check(const Table& table) {
  const size_t sides = std::max(table.rows.size(), table.columns.size());
  if (sides > kMostCells || std::min(table.rows.size(), table.columns.size()) > kMostColumns ||
      table.rows.size() * table.columns.size() != table.cells.size() || table.cells.size() > kMostCells) {
    return TableRefusal{Kind::kOutOfRange};
  }
  const auto wrong = [](int64_t seats) { return seats < 0 || seats > kMostSeats; };
  const auto bad = [&](const Unit& cell) { return cell.weight > kMostWeight || wrong(cell.minimum); };
  if (std::any_of(table.rows.begin(), table.rows.end(), wrong) ||
      std::any_of(table.columns.begin(), table.columns.end(), wrong) ||
      std::any_of(table.cells.begin(), table.cells.end(), bad) || Total(table.rows) > kMostSeats) {
    return TableRefusal{Kind::kOutOfRange};
  }
  if (Total(table.rows) != Total(table.columns)) {
    return TableRefusal{Kind::kTotalsDiffer, {}, {}, Total(table.rows), Total(table.columns)};
  }
  return std::nullopt;
}

std::optional<TableRefusal> CheckMinima(const Table& table, const std::vector<int64_t>& least) {
  for (size_t j = 0; j < table.columns.size(); ++j) {
    int64_t needed = 0;
    for (size_t i = 0; i < table.rows.size(); ++i) needed += least[i * table.columns.size() + j];
    if (needed > table.columns[j]) return TableRefusal{Kind::kMinimaExceedColumn, {}, {j}, needed, table.columns[j]};
  }
  return std::nullopt;
}

// The shorter side across, which transfers are fastest with.
Table Turned(const Table& table) {
  Table turned{table.columns, table.rows, {}};
  turned.cells.reserve(table.cells.size());
  for (size_t j = 0; j < table.columns.size(); ++j) {
    for (size_t i = 0; i < table.rows.size(); ++i) turned.cells.push_back(table.cells[i * table.columns.size() + j]);
  }
  return turned;
}

Kind Turned(Kind kind) {
  switch (kind) {
    case Kind::kRowsBlocked:
      return Kind::kColumnsBlocked;
    case Kind::kMinimaExceedRow:
      return Kind::kMinimaExceedColumn;
    case Kind::kMinimaExceedColumn:
      return Kind::kMinimaExceedRow;
    default:
      return kind;
  }
}

// A divisor that gives a row its seats, written about as short as the interval's ends.
Divisor MiddleOf(const RowInterval& interval) {
  if (interval.upper.has_value() && interval.lower.has_value()) return (*interval.upper + *interval.lower) / 2;
  return interval.upper.value_or(interval.lower.value_or(1));
}

TableOutcome Fill(const Signposts& signposts, const Table& table) {
  const std::vector<int64_t> least = LeastSeats(signposts, table);
  if (auto refusal = CheckMinima(table, least)) return *std::move(refusal);
  auto scaled = Scale(signposts, table);
  if (auto* refusal = std::get_if<TableRefusal>(&scaled)) return std::move(*refusal);
  auto& scaling = std::get<Scaling>(scaled);
  std::vector<mpq_class> factors;
  for (const uint64_t factor : scaling.factors) {
    factors.emplace_back(exact::PowerOf<mpz_class>(factor, signposts.squared()));
  }
  Transfer transfer(signposts, table, least, std::move(scaling.seats), std::move(factors));
  if (auto refusal = transfer.Run()) return *std::move(refusal);

  TableApportionment result;
  std::vector<RowInterval> intervals;
  for (size_t i = 0; i < table.rows.size(); ++i) {
    intervals.push_back(IntervalOf(signposts, table, least, transfer.seats(), transfer.factors(), i));
    result.row_divisors.push_back(MiddleOf(intervals.back()));
  }
  for (const mpq_class& factor : transfer.factors()) result.column_divisors.push_back(1 / factor);
  result.seats = transfer.seats();
  result.tie = FindTie(signposts, table, least, transfer.factors(), intervals, &result.seats);
  return result;
}

}  // namespace

std::vector<int64_t> LeastSeats(const Signposts& signposts, const Table& table) {
  std::vector<int64_t> least;
  least.reserve(table.cells.size());
  for (const Unit& cell : table.cells) least.push_back(LeastSeats(signposts, cell));
  return least;
}

TableOutcome Biproportional(const Signposts& signposts, const Table& table) {
  if (auto refusal = Check(table)) return *std::move(refusal);
  if (table.columns.size() <= table.rows.size()) return Fill(signposts, table);
  TableOutcome turned = Fill(signposts, Turned(table));
  if (auto* refusal = std::get_if<TableRefusal>(&turned)) {
    std::swap(refusal->rows, refusal->columns);
    refusal->kind = Turned(refusal->kind);
    return turned;
  }
  auto& result = std::get<TableApportionment>(turned);
  const auto back = [&](size_t cell) {
    return cell % table.rows.size() * table.columns.size() + cell / table.rows.size();
  };
  std::vector<int64_t> seats(result.seats.size());
  for (size_t cell = 0; cell < seats.size(); ++cell) seats[back(cell)] = result.seats[cell];
  result.seats = std::move(seats);
  std::swap(result.row_divisors, result.column_divisors);
  if (result.tie.has_value()) {
    for (size_t& cell : result.tie->units) cell = back(cell);
    std::sort(result.tie->units.begin(), result.tie->units.end());
  }
  return turned;
}

}  // namespace congress::apportion
