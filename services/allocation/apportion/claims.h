// What tables of elections need around the method: what the parties claim in the whole land, and a seat for the
// strongest party of each district.
#pragma once

#include <gmpxx.h>

#include "services/allocation/apportion/biproportional.h"

namespace congress::apportion {

// For each column the sum over rows of weight / seats of the row, as integers that are to each other exactly as these
// sums. Rows without seats do not count. None when their denominator is beyond all measure.
std::optional<std::vector<mpz_class>> ColumnClaims(const Table& table);

// The claims as weights: themselves, or, where they have more digits than weights may have, rounded down to as many.
struct ClaimedWeights {
  std::vector<absl::uint128> weights;
  bool exact = true;
};
ClaimedWeights WeightsOf(const std::vector<mpz_class>& claims);

// Whether what a divisor method gave to rounded weights is what it gives to the claims themselves, ties included.
bool HoldsFor(const std::vector<mpz_class>& claims, const Signposts& signposts, const Apportionment& result);

// Gives the strongest cells of each row a minimum of 1, among columns that have seats. The rows, which it leaves alone,
// in which more cells are equally strong than there are seats.
std::vector<size_t> SeatForStrongest(Table* table);

}  // namespace congress::apportion
