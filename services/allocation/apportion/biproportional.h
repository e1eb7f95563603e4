// Seats of a table, units by categories (districts by parties): every row and every column has its seats, and every
// cell follows from its weight over its row's and its column's divisor. Alternate scaling finds divisors that are
// nearly right; tie-and-transfer moves the seats that are left, exactly.
#pragma once

#include <gmpxx.h>

#include "services/allocation/apportion/divisor.h"

namespace congress::apportion {

inline constexpr size_t kMostCells = 1'000'000;
// Of the shorter side.
inline constexpr size_t kMostColumns = 1'000;

struct Table {
  // Seats of each row and of each column.
  std::vector<int64_t> rows;
  std::vector<int64_t> columns;
  // Row by row. A cell of weight 0 gets its minimum and no more; `maximum` says nothing.
  std::vector<Unit> cells;
};

// What each cell holds at least.
std::vector<int64_t> LeastSeats(const Signposts& signposts, const Table& table);

// A side's divisor for one row or column; its square where the method's signposts are squared.
using Divisor = mpq_class;

struct TableApportionment {
  // In the order of the cells. With a tie: the seats that are forced.
  std::vector<int64_t> seats;
  // Undecided when set. `units` are cells; every choice keeps all rows and columns.
  std::optional<Tie> tie;
  std::vector<Divisor> row_divisors;
  std::vector<Divisor> column_divisors;
};

// Why a table cannot be filled.
struct TableRefusal {
  enum class Kind {
    kTooMuchWork,   // Scaling does not come near, so that too many seats would have to be transferred one by one.
    kOutOfRange,    // Too many cells or seats, too great a weight, a negative number.
    kTotalsDiffer,  // The rows have `needed` seats in all, the columns `available`.
    // `rows` can put their seats only into `columns`: with the minima of other rows there, those are `needed`, but the
    // columns have `available`. A set of rows without columns has no cell with a weight.
    kRowsBlocked,
    // The same of `columns`, which can be filled only from `rows`.
    kColumnsBlocked,
    // The minima, and the first seats that the method gives, in `rows` need more than they have.
    kMinimaExceedRow,
    // The same in `columns`.
    kMinimaExceedColumn,
  };
  Kind kind;
  std::vector<size_t> rows = {};
  std::vector<size_t> columns = {};
  int64_t needed = 0;
  int64_t available = 0;
};

using TableOutcome = std::variant<TableApportionment, TableRefusal>;

TableOutcome Biproportional(const Signposts& signposts, const Table& table);

// Settles the tie: as far as rows and columns allow, cells that come first in `order` get their seat.
void Decide(const Table& table, const std::vector<size_t>& order, TableApportionment* result);

}  // namespace congress::apportion
