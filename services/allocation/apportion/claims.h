// What tables of elections need around the method: what the parties claim in the whole land, and a seat for the
// strongest party of each district.
#pragma once

#include "services/allocation/apportion/biproportional.h"

namespace congress::apportion {

// For each column the sum over rows of weight / seats of the row, as integers that are to each other exactly as these
// sums. Rows without seats do not count. None when that takes kMostWeight or more.
std::optional<std::vector<absl::uint128>> ColumnClaims(const Table& table);

// Gives the strongest cells of each row a minimum of 1, among columns that have seats. The rows, which it leaves alone,
// in which more cells are equally strong than there are seats.
std::vector<size_t> SeatForStrongest(Table* table);

}  // namespace congress::apportion
