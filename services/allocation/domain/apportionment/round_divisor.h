// Divisors as people can write them: the shortest number that gives the same seats.
#pragma once

#include <gmpxx.h>

#include <optional>
#include <string>
#include <vector>

#include "services/allocation/apportion/biproportional.h"

namespace congress::allocation {

// A decimal between `lower` and `upper`, with as few digits as possible; a missing end does not bind, and empty is
// returned when both are missing. A fraction `P/Q` where both are the same. `squared`: the ends are squares of
// divisors, and where no fraction is the root, `√P/Q` is returned.
std::string RoundDivisor(const std::optional<mpq_class>& lower, const std::optional<mpq_class>& upper, bool squared);

struct RoundDivisors {
  std::vector<std::string> rows;
  std::vector<std::string> columns;
};

// Of weights that are integers times 10^-scale. The greatest column divisor becomes 1. For a table without tie;
// `ExactTableDivisors` for one with.
RoundDivisors RoundTableDivisors(const apportion::Signposts& signposts, const apportion::Table& table, int scale,
                                 const apportion::TableApportionment& result);

// As they are.
RoundDivisors ExactTableDivisors(const apportion::Signposts& signposts, int scale,
                                 const apportion::TableApportionment& result);

}  // namespace congress::allocation
