#include "services/allocation/apportion/alternatives.h"

#include <algorithm>
#include <functional>

#include "services/allocation/exact/integers.h"

namespace congress::apportion {
namespace {

// Cells whose quotient is exactly a signpost, as arcs between rows and columns: from the column to the row where the
// seat that was won there may be lost, from the row to the column where one more may be won. Going along a cycle, rows
// and columns keep their seats.
class TiedCells {
 public:
  TiedCells(size_t rows, size_t columns) : rows_(rows), arcs_(rows + columns) {}

  void AddLosable(size_t row, size_t column) { arcs_[rows_ + column].push_back({row, row, column}); }
  void AddWinnable(size_t row, size_t column) { arcs_[row].push_back({rows_ + column, row, column}); }

  struct Arc {
    size_t to;
    size_t row;
    size_t column;
  };
  const std::vector<Arc>& From(size_t node) const { return arcs_[node]; }
  size_t nodes() const { return arcs_.size(); }
  bool IsRow(size_t node) const { return node < rows_; }

  // For each node, which of them it can reach and come back from, by number (Tarjan, without recursion).
  std::vector<size_t> Components() const {
    constexpr size_t kNone = static_cast<size_t>(-1);
    std::vector<size_t> component(nodes(), kNone);
    std::vector<size_t> index(nodes(), kNone);
    std::vector<size_t> low(nodes());
    std::vector<size_t> open;
    size_t visited = 0;
    size_t found = 0;
    struct Frame {
      size_t node;
      size_t next;
    };
    for (size_t root = 0; root < nodes(); ++root) {
      if (index[root] != kNone) continue;
      std::vector<Frame> path;
      const auto enter = [&](size_t node) {
        index[node] = low[node] = visited++;
        open.push_back(node);
        path.push_back({node, 0});
      };
      enter(root);
      while (!path.empty()) {
        const size_t node = path.back().node;
        if (path.back().next < arcs_[node].size()) {
          const size_t to = arcs_[node][path.back().next++].to;
          if (index[to] == kNone) {
            enter(to);
          } else if (component[to] == kNone) {
            low[node] = std::min(low[node], index[to]);
          }
          continue;
        }
        path.pop_back();
        if (!path.empty()) low[path.back().node] = std::min(low[path.back().node], low[node]);
        if (low[node] != index[node]) continue;
        while (true) {
          const size_t member = open.back();
          open.pop_back();
          component[member] = found;
          if (member == node) break;
        }
        ++found;
      }
    }
    return component;
  }

 private:
  size_t rows_;
  std::vector<std::vector<Arc>> arcs_;
};

// The row's divisor at which the cell gets, or loses, the seat behind its first `seats`.
Divisor QuotientOf(const Signposts& signposts, const Unit& cell, const mpq_class& factor, int64_t seats) {
  const auto post = signposts.At<mpz_class>(seats);
  const mpz_class power = exact::PowerOf<mpz_class>(cell.weight, signposts.squared());
  return exact::ToMpq(power * post.denominator, post.numerator) * factor;
}

// The first node along `next`, which gives a node's neighbours, that `wanted` is true of; how it was reached stands in
// `came_from`.
std::optional<size_t> Find(size_t from, size_t nodes, const std::function<bool(size_t)>& wanted,
                           const std::function<std::vector<size_t>(size_t)>& next, std::vector<size_t>* came_from) {
  std::vector<bool> seen(nodes);
  std::vector<size_t> open = {from};
  seen[from] = true;
  came_from->resize(nodes);
  while (!open.empty()) {
    const size_t node = open.back();
    open.pop_back();
    if (wanted(node)) return node;
    for (const size_t neighbour : next(node)) {
      if (seen[neighbour]) continue;
      seen[neighbour] = true;
      (*came_from)[neighbour] = node;
      open.push_back(neighbour);
    }
  }
  return std::nullopt;
}

}  // namespace

RowInterval IntervalOf(const Signposts& signposts, const Table& table, const std::vector<int64_t>& least,
                       const std::vector<int64_t>& seats, const std::vector<mpq_class>& factors, size_t row) {
  RowInterval interval;
  for (size_t j = 0; j < table.columns.size(); ++j) {
    const size_t cell = row * table.columns.size() + j;
    if (table.cells[cell].weight == 0) continue;
    Divisor won = QuotientOf(signposts, table.cells[cell], factors[j], seats[cell]);
    if (!interval.lower.has_value() || won > *interval.lower) interval.lower = std::move(won);
    if (seats[cell] <= least[cell]) continue;
    Divisor lost = QuotientOf(signposts, table.cells[cell], factors[j], seats[cell] - 1);
    if (!interval.upper.has_value() || lost < *interval.upper) interval.upper = std::move(lost);
  }
  return interval;
}

std::optional<Tie> FindTie(const Signposts& signposts, const Table& table, const std::vector<int64_t>& least,
                           const std::vector<mpq_class>& factors, const std::vector<RowInterval>& intervals,
                           std::vector<int64_t>* seats) {
  TiedCells tied(table.rows.size(), table.columns.size());
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const RowInterval& interval = intervals[i];
    if (!interval.lower.has_value() || interval.lower != interval.upper) continue;
    for (size_t j = 0; j < table.columns.size(); ++j) {
      const size_t cell = i * table.columns.size() + j;
      const Unit& unit = table.cells[cell];
      if (unit.weight == 0) continue;
      if (QuotientOf(signposts, unit, factors[j], (*seats)[cell]) == *interval.lower) tied.AddWinnable(i, j);
      if ((*seats)[cell] > least[cell] &&
          QuotientOf(signposts, unit, factors[j], (*seats)[cell] - 1) == *interval.lower) {
        tied.AddLosable(i, j);
      }
    }
  }
  const std::vector<size_t> component = tied.Components();
  Tie tie;
  for (size_t node = 0; node < tied.nodes(); ++node) {
    for (const TiedCells::Arc& arc : tied.From(node)) {
      if (component[node] != component[arc.to]) continue;
      const size_t cell = arc.row * table.columns.size() + arc.column;
      tie.units.push_back(cell);
      if (tied.IsRow(node)) continue;
      ++tie.seats_at_stake;
      --(*seats)[cell];
    }
  }
  if (tie.units.empty()) return std::nullopt;
  std::sort(tie.units.begin(), tie.units.end());
  return tie;
}

void Decide(const Table& table, const std::vector<size_t>& order, TableApportionment* result) {
  if (!result->tie.has_value()) return;
  // A flow of one seat at most through each tied cell, from rows to columns; first any that fits.
  const size_t rows = table.rows.size();
  const size_t columns = table.columns.size();
  std::vector<int64_t> row_left = table.rows;
  std::vector<int64_t> column_left = table.columns;
  for (size_t cell = 0; cell < result->seats.size(); ++cell) {
    row_left[cell / columns] -= result->seats[cell];
    column_left[cell % columns] -= result->seats[cell];
  }
  enum class State { kForced, kFree, kGiven };
  std::vector<State> states(result->seats.size(), State::kForced);
  std::vector<std::vector<size_t>> tied(rows + columns);
  for (const size_t cell : result->tie->units) {
    states[cell] = State::kFree;
    tied[cell / columns].push_back(cell);
    tied[rows + cell % columns].push_back(cell);
  }
  // Where a seat can go on from a node: from a row into a free cell's column, from a column back into the row of a cell
  // that was given one.
  std::vector<bool> fixed(result->seats.size());
  const auto next = [&](size_t node) {
    std::vector<size_t> neighbours;
    for (const size_t cell : tied[node]) {
      if (fixed[cell]) continue;
      if (node < rows && states[cell] == State::kFree) neighbours.push_back(rows + cell % columns);
      if (node >= rows && states[cell] == State::kGiven) neighbours.push_back(cell / columns);
    }
    return neighbours;
  };
  std::vector<size_t> came_from;
  const auto turn = [&](size_t from, size_t to) {
    while (to != from) {
      const size_t before = came_from[to];
      const size_t cell = before < rows ? before * columns + (to - rows) : to * columns + (before - rows);
      states[cell] = states[cell] == State::kFree ? State::kGiven : State::kFree;
      to = before;
    }
  };
  for (size_t i = 0; i < rows; ++i) {
    for (; row_left[i] > 0; --row_left[i]) {
      const auto short_of = [&](size_t node) { return node >= rows && column_left[node - rows] > 0; };
      const auto column = Find(i, rows + columns, short_of, next, &came_from);
      if (!column.has_value()) break;
      turn(i, *column);
      --column_left[*column - rows];
    }
  }
  // Then cell by cell: one that has no seat gets it where a cycle leads round to it.
  for (const size_t cell : order) {
    if (states[cell] == State::kForced) continue;
    fixed[cell] = true;
    const size_t row = cell / columns;
    const size_t column = rows + cell % columns;
    if (states[cell] != State::kFree) continue;
    const auto is_row = [row](size_t node) { return node == row; };
    if (Find(column, rows + columns, is_row, next, &came_from).has_value()) {
      turn(column, row);
      states[cell] = State::kGiven;
    }
  }
  for (size_t cell = 0; cell < states.size(); ++cell) result->seats[cell] += states[cell] == State::kGiven ? 1 : 0;
  result->tie.reset();
}

}  // namespace congress::apportion
