// Whether a filled table could as well have been filled otherwise.
#pragma once

#include "services/allocation/apportion/biproportional.h"

namespace congress::apportion {

// Every divisor of the row from `lower` to `upper` gives its seats. A missing end does not bind.
struct RowInterval {
  std::optional<Divisor> lower;
  std::optional<Divisor> upper;
};
RowInterval IntervalOf(const Signposts& signposts, const Table& table, const std::vector<int64_t>& least,
                       const std::vector<int64_t>& seats, const std::vector<mpq_class>& factors, size_t row);

// The tie of a table that fits, if there is one: cells on cycles along which seats can go round at no cost. `intervals`
// of all rows. `seats` then become those that are forced.
std::optional<Tie> FindTie(const Signposts& signposts, const Table& table, const std::vector<int64_t>& least,
                           const std::vector<mpq_class>& factors, const std::vector<RowInterval>& intervals,
                           std::vector<int64_t>* seats);

}  // namespace congress::apportion
