// Controlled rounding of a table: every cell between two whole numbers, every column exact, no row above its seats.
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

// What the cells of a column add up to: `wanted`, or as much as goes but not less than `least`.
struct RoundingColumn {
  int64_t least = 0;
  int64_t wanted = 0;
};

struct RoundingTable {
  // Most that the cells of a row add up to.
  std::vector<int64_t> rows;
  // Those that come first are filled first.
  std::vector<RoundingColumn> columns;
  // Row by row.
  std::vector<RoundingCell> cells;
};

// Why a column does not come to its least: `columns` need `needed` seats outside of what other rows can give them, and
// `rows` have but `available` besides what other columns must have there. No column can be left out of the set; with
// one row and no column, its cells' lower bounds alone are too many.
struct Shortage {
  // Which one; every other column of the set is as full as it must be.
  size_t column = 0;
  std::vector<size_t> rows;
  std::vector<size_t> columns;
  int64_t needed = 0;
  int64_t available = 0;
};

// Equal remainders, as rows in one column.
struct ColumnTie {
  size_t column = 0;
  EqualRemainders rows;
};

struct RoundedTable {
  // In the order of the cells. Empty when a row's lower bounds alone are too many.
  std::vector<int64_t> counts;
  std::vector<ColumnTie> ties;
  // One for each column that stays below its least, in their order.
  std::vector<Shortage> shortages;
  // What each column comes to.
  std::vector<int64_t> sums;
};

// Fills the columns in their order, first each to its least, then each as far as it goes to what is wanted. Then
// delegates are settled one by one, the one to whom the greatest part of the ideal is still owed first (more seats,
// earlier row, earlier column among equals), each where some table with the sums found still allows it; so the outcome
// depends on the table only. Work: about (delegates + cells) · cells.
RoundedTable RoundTable(const RoundingTable& table);

}  // namespace congress::allocation
