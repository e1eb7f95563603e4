// Alternate scaling: the rows are apportioned, then the columns at the rows' divisors, and again.
#pragma once

#include "services/allocation/apportion/biproportional.h"

namespace congress::apportion {

// Every row by itself, its weights times column multipliers.
struct Rows {
  std::vector<int64_t> seats;  // In the order of the cells.
  // Roughly each row's divisor; 0 when any would do.
  std::vector<mpz_class> divisors;
};
// Rows without apportionment are told in a refusal, whatever the `factors`, which are positive.
std::variant<Rows, TableRefusal> ApportionRows(const Signposts& signposts, const Table& table,
                                               const std::vector<uint64_t>& factors);

struct Scaling {
  // Column multipliers, positive integers. Every weight times its multiplier is at most kMostWeight.
  std::vector<uint64_t> factors;
  // What the rows give at them: nearly the columns' seats. Only speed hangs on how near.
  std::vector<int64_t> seats;
};
std::variant<Scaling, TableRefusal> Scale(const Signposts& signposts, const Table& table);

}  // namespace congress::apportion
