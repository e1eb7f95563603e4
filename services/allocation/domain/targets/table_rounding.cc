#include "services/allocation/domain/targets/table_rounding.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "absl/numeric/int128.h"

namespace congress::allocation {
namespace {

// A delegate more for a cell: its `rank`th, to whom `owed` of the ideal is due (negative: beyond the ideal).
struct Candidate {
  size_t cell = 0;
  int64_t rank = 0;
  // ideal - (rank - 1), over the ideal's denominator.
  int64_t owed_numerator = 0;
  int64_t owed_denominator = 1;
};

// The table as a flow: seats go from a stock through rows and cells into columns. A flow has between `low` and `high`
// in each cell; along a path of cells that can take one more and cells that can give one up, it changes by one.
class Flow {
 public:
  explicit Flow(const RoundingTable& table) : table_(table), used_(table.rows.size()), sums_(table.columns.size()) {
    for (const RoundingCell& cell : table.cells) {
      low_.push_back(cell.low);
      counts_.push_back(cell.low);
    }
    for (size_t cell = 0; cell < counts_.size(); ++cell) {
      used_[RowOf(cell)] += counts_[cell];
      sums_[ColumnOf(cell)] += counts_[cell];
    }
    settled_ = sums_;
  }

  size_t RowOf(size_t cell) const { return cell / table_.columns.size(); }
  size_t ColumnOf(size_t cell) const { return cell % table_.columns.size(); }
  const std::vector<int64_t>& counts() const { return counts_; }
  const std::vector<int64_t>& sums() const { return sums_; }
  int64_t low(size_t cell) const { return low_[cell]; }

  // A row whose cells' lower bounds are more than its seats.
  std::optional<Shortage> Overfull() const {
    for (size_t row = 0; row < used_.size(); ++row) {
      if (used_[row] > table_.rows[row]) return Shortage{0, {row}, {}, used_[row], table_.rows[row]};
    }
    return std::nullopt;
  }

  // Gives the column one more after the other up to `sum`. False when it stays below.
  bool Fill(size_t column, int64_t sum) {
    while (sums_[column] < sum) {
      if (!Search(Stock(), column)) return false;
      Push(Stock());
      ++sums_[column];
    }
    return true;
  }

  // After Fill has failed: the rows and columns that kept it.
  Shortage Blocked(size_t column) const {
    Shortage found;
    found.column = column;
    found.needed = table_.columns[column].least - sums_[column];
    for (size_t c = 0; c < sums_.size(); ++c) {
      if (!reached_[c]) continue;
      found.columns.push_back(c);
      found.needed += sums_[c];
    }
    for (size_t row = 0; row < used_.size(); ++row) {
      const bool inside = reached_[RowNode(row)];
      if (inside) {
        found.rows.push_back(row);
        found.available += table_.rows[row];
      }
      for (size_t c = 0; c < sums_.size(); ++c) {
        const size_t cell = row * sums_.size() + c;
        if (inside && !reached_[c]) found.available -= low_[cell];
        if (!inside && reached_[c]) found.needed -= table_.cells[cell].high;
      }
    }
    return found;
  }

  // Whether some flow with the same sums has one more than `low` in the cell.
  bool CanRaise(size_t cell) {
    if (settled_[ColumnOf(cell)] == sums_[ColumnOf(cell)]) return false;
    if (counts_[cell] > low_[cell]) return true;
    return counts_[cell] < table_.cells[cell].high && Search(ColumnOf(cell), RowNode(RowOf(cell)));
  }

  // Raises `low` by one if some flow allows it.
  bool Raise(size_t cell) {
    if (!CanRaise(cell)) return false;
    if (counts_[cell] == low_[cell]) {
      ++counts_[cell];
      Push(ColumnOf(cell));
    }
    ++low_[cell];
    ++settled_[ColumnOf(cell)];
    return true;
  }

 private:
  // Nodes: the columns, then the rows, then the stock.
  size_t RowNode(size_t row) const { return sums_.size() + row; }
  size_t Stock() const { return sums_.size() + used_.size(); }

  // Looks for a way from `source` to `target`, backwards, so that what is reached is what `target` depends on.
  bool Search(size_t source, size_t target) {
    target_ = target;
    reached_.assign(Stock() + 1, false);
    next_.assign(Stock() + 1, 0);
    reached_[target] = true;
    std::vector<size_t> queue = {target};
    const auto reach = [&](size_t node, size_t from) {
      if (reached_[node]) return;
      reached_[node] = true;
      next_[node] = from;
      queue.push_back(node);
    };
    for (size_t i = 0; i < queue.size() && !reached_[source]; ++i) {
      const size_t node = queue[i];
      if (node == Stock()) {
        for (size_t row = 0; row < used_.size(); ++row) {
          if (used_[row] > 0) reach(RowNode(row), node);
        }
      } else if (node < sums_.size()) {
        for (size_t row = 0; row < used_.size(); ++row) {
          const size_t cell = row * sums_.size() + node;
          if (counts_[cell] < table_.cells[cell].high) reach(RowNode(row), node);
        }
      } else {
        const size_t row = node - sums_.size();
        if (used_[row] < table_.rows[row]) reach(Stock(), node);
        for (size_t column = 0; column < sums_.size(); ++column) {
          const size_t cell = row * sums_.size() + column;
          if (counts_[cell] > low_[cell]) reach(column, node);
        }
      }
    }
    return reached_[source];
  }

  // Moves one along the way that was found. The sums of rows follow, those of the columns at its ends are the caller's.
  void Push(size_t source) {
    for (size_t node = source; node != target_;) {
      const size_t to = next_[node];
      if (node == Stock()) {
        ++used_[to - sums_.size()];
      } else if (to == Stock()) {
        --used_[node - sums_.size()];
      } else if (node < sums_.size()) {
        --counts_[(to - sums_.size()) * sums_.size() + node];
      } else {
        ++counts_[(node - sums_.size()) * sums_.size() + to];
      }
      node = to;
    }
  }

  const RoundingTable& table_;
  std::vector<int64_t> low_;
  std::vector<int64_t> counts_;
  std::vector<int64_t> used_;
  std::vector<int64_t> sums_;
  // Sums of `low_`.
  std::vector<int64_t> settled_;
  std::vector<bool> reached_;
  std::vector<size_t> next_;
  size_t target_ = 0;
};

// Every further delegate of every cell, the one to whom most is owed first.
std::vector<Candidate> CandidatesOf(const RoundingTable& table) {
  std::vector<Candidate> candidates;
  for (size_t cell = 0; cell < table.cells.size(); ++cell) {
    const Ratio& ideal = table.cells[cell].ideal;
    for (int64_t rank = table.cells[cell].low + 1; rank <= table.cells[cell].high; ++rank) {
      candidates.push_back({cell, rank, ideal.numerator - (rank - 1) * ideal.denominator, ideal.denominator});
    }
  }
  return candidates;
}

// -1: less is owed to a than to b; 0: the same.
int Compare(const Candidate& a, const Candidate& b) {
  const absl::int128 left = absl::int128(a.owed_numerator) * b.owed_denominator;
  const absl::int128 right = absl::int128(b.owed_numerator) * a.owed_denominator;
  return left < right ? -1 : left == right ? 0 : 1;
}

// Settles candidates to whom the same is owed, and tells which of them lost by their order alone.
void SettleEqual(std::span<const Candidate> equal, const RoundingTable& table, Flow* flow, RoundedTable* rounded) {
  const auto is_next = [&](const Candidate& candidate) { return flow->low(candidate.cell) + 1 == candidate.rank; };
  if (equal.size() == 1) {
    if (is_next(equal[0])) flow->Raise(equal[0].cell);
    return;
  }
  std::vector<size_t> able;
  for (const Candidate& candidate : equal) {
    if (is_next(candidate) && flow->CanRaise(candidate.cell)) able.push_back(candidate.cell);
  }
  std::vector<size_t> raised;
  for (const size_t cell : able) {
    if (flow->Raise(cell)) raised.push_back(cell);
  }
  for (size_t column = 0; column < table.columns.size(); ++column) {
    ColumnTie tie{column, {}};
    const auto rows_of = [&](const std::vector<size_t>& cells) {
      std::vector<size_t> rows;
      for (const size_t cell : cells) {
        if (flow->ColumnOf(cell) == column) rows.push_back(flow->RowOf(cell));
      }
      std::sort(rows.begin(), rows.end());
      return rows;
    };
    tie.rows = {rows_of(able), rows_of(raised)};
    if (tie.rows.parts.size() > tie.rows.winners.size()) rounded->ties.push_back(std::move(tie));
  }
}

void Settle(const RoundingTable& table, Flow* flow, RoundedTable* rounded) {
  std::vector<Candidate> candidates = CandidatesOf(table);
  // Cells stand row by row, so a stable order puts earlier rows, then earlier columns first.
  std::stable_sort(candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
    const int order = Compare(a, b);
    if (order != 0) return order > 0;
    return table.rows[flow->RowOf(a.cell)] > table.rows[flow->RowOf(b.cell)];
  });
  const std::span<const Candidate> all = candidates;
  for (size_t begin = 0; begin < all.size();) {
    size_t end = begin + 1;
    while (end < all.size() && Compare(all[begin], all[end]) == 0) ++end;
    SettleEqual(all.subspan(begin, end - begin), table, flow, rounded);
    begin = end;
  }
}

}  // namespace

RoundedTable RoundTable(const RoundingTable& table) {
  RoundedTable rounded;
  Flow flow(table);
  if (auto overfull = flow.Overfull(); overfull.has_value()) {
    rounded.shortages.push_back(*std::move(overfull));
    return rounded;
  }
  for (size_t column = 0; column < table.columns.size(); ++column) {
    if (!flow.Fill(column, table.columns[column].least)) rounded.shortages.push_back(flow.Blocked(column));
  }
  for (size_t column = 0; column < table.columns.size(); ++column) flow.Fill(column, table.columns[column].wanted);
  rounded.sums = flow.sums();
  Settle(table, &flow, &rounded);
  rounded.counts = flow.counts();
  return rounded;
}

}  // namespace congress::allocation
