// Rounds a table of fractions to whole numbers. Each cell stays between its two bounds, each column has its exact sum,
// and no row has more than its seats.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/allocation/domain/targets/spread.h"

namespace congress::allocation {

struct RoundingCell {
  int64_t low = 0;
  int64_t high = 0;
  Ratio ideal;
};

// The sum of a column's cells: `wanted` if possible, else as near to it as possible, and at least `least`.
struct RoundingColumn {
  int64_t least = 0;
  int64_t wanted = 0;
};

struct RoundingTable {
  // Greatest sum of the cells of each row.
  std::vector<int64_t> rows;
  // The columns. An earlier column is filled before a later one.
  std::vector<RoundingColumn> columns;
  // The cells, row by row.
  std::vector<RoundingCell> cells;
};

// Why a column does not reach its least sum. The `columns` together need `needed` seats of the `rows`, even if the
// other rows give them as much as they can. The `rows` have only `available` seats for them, after the least that other
// columns must get there. Without any one of these columns there would be no contradiction. One row and no column
// means: the lower bounds of that row's cells alone are more than its seats.
struct Shortage {
  // The column that misses its least sum. Every other column of the set has as much as it must have.
  size_t column = 0;
  std::vector<size_t> rows;
  std::vector<size_t> columns;
  int64_t needed = 0;
  int64_t available = 0;
};

// Rows that have equal remainders in one column.
struct ColumnTie {
  size_t column = 0;
  EqualRemainders rows;
};

struct RoundedTable {
  // The rounded cells, in the order of `cells`. Empty when the lower bounds of some row are more than its seats.
  std::vector<int64_t> counts;
  std::vector<ColumnTie> ties;
  // One for each column that misses its least sum, in the order of the columns.
  std::vector<Shortage> shortages;
  // The sum of each column.
  std::vector<int64_t> sums;
};

// Finds the sums of the columns first: in their order each gets its least sum, then each gets as much of its wanted sum
// as possible. Then the delegates of each cell are fixed one by one. The next is always for the cell that lacks most of
// its ideal; among equals in the row with more seats, then in the earlier row, then in the earlier column. A delegate
// is given only if a table with the sums found is still possible. So the result depends on the table only. Work: about
// (delegates + cells) · cells.
RoundedTable RoundTable(const RoundingTable& table);

}  // namespace congress::allocation
