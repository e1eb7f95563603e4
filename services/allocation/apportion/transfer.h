// Tie-and-transfer (Balinski and Demange), as shortest augmenting paths over the columns of a table.
#pragma once

#include "services/allocation/apportion/biproportional.h"

namespace congress::apportion {

// Seats that are right in every row for the column multipliers `factors`, on their way to fit the columns as well. What
// a transfer needs is the factor by which multipliers have to change until a cell of one column and one of another, in
// the same row, stand equal; the cheapest path from a column with too many seats to one with too few is transferred.
class Transfer {
 public:
  // `least`: what each cell keeps. `seats` in the order of the cells.
  Transfer(const Signposts& signposts, const Table& table, std::vector<int64_t> least, std::vector<int64_t> seats,
           std::vector<mpq_class> factors);

  // Moves seats until every column fits; a refusal when it cannot.
  std::optional<TableRefusal> Run();

  const std::vector<int64_t>& seats() const { return seats_; }
  const std::vector<mpq_class>& factors() const { return factors_; }

 private:
  // Where the shortest path to a column comes from.
  struct Step {
    size_t column = 0;
    size_t row = 0;
  };

  template <class Word>
  std::optional<TableRefusal> RunWith();
  template <class Word>
  void Relax(size_t from, std::vector<std::optional<mpq_class>>* distances, std::vector<Step>* steps) const;
  void Move(size_t to, const std::vector<Step>& steps, const std::vector<int64_t>& surplus);
  TableRefusal Blocked(const std::vector<bool>& reached) const;
  std::vector<int64_t> Surplus() const;
  size_t At(size_t row, size_t column) const { return row * table_.columns.size() + column; }

  const Signposts& signposts_;
  const Table& table_;
  // Cells looked at, or as much time in rationals.
  size_t work_ = 0;
  const std::vector<int64_t> least_;
  std::vector<int64_t> seats_;
  std::vector<mpq_class> factors_;
};

}  // namespace congress::apportion
