#include "services/allocation/domain/targets/table_rounding.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <set>

#include "gtest/gtest.h"

namespace congress::allocation {
namespace {

// Every table within the bounds whose rows fit and whose columns are exact.
std::vector<std::vector<int64_t>> AllTables(const RoundingTable& table) {
  const size_t columns = table.columns.size();
  std::vector<std::vector<int64_t>> found;
  std::vector<int64_t> counts(table.cells.size());
  const auto fits = [&] {
    for (size_t row = 0; row < table.rows.size(); ++row) {
      int64_t sum = 0;
      for (size_t c = 0; c < columns; ++c) sum += counts[row * columns + c];
      if (sum > table.rows[row]) return false;
    }
    for (size_t c = 0; c < columns; ++c) {
      int64_t sum = 0;
      for (size_t row = 0; row < table.rows.size(); ++row) sum += counts[row * columns + c];
      if (sum != table.columns[c].wanted) return false;
    }
    return true;
  };
  const std::function<void(size_t)> fill = [&](size_t cell) {
    if (cell == counts.size()) {
      if (fits()) found.push_back(counts);
      return;
    }
    for (counts[cell] = table.cells[cell].low; counts[cell] <= table.cells[cell].high; ++counts[cell]) fill(cell + 1);
  };
  fill(0);
  return found;
}

// The table that settling delegate by delegate comes to, found by crossing out tables.
std::vector<int64_t> Settled(const RoundingTable& table, std::vector<std::vector<int64_t>> left) {
  struct Owed {
    double value;  // Ideals here are multiples of 1/12, small enough to be told apart.
    int64_t seats;
    size_t cell;
    int64_t rank;
  };
  std::vector<Owed> all;
  for (size_t cell = 0; cell < table.cells.size(); ++cell) {
    const RoundingCell& of = table.cells[cell];
    for (int64_t rank = of.low + 1; rank <= of.high; ++rank) {
      const double ideal = static_cast<double>(of.ideal.numerator) / static_cast<double>(of.ideal.denominator);
      all.push_back({ideal - static_cast<double>(rank - 1), table.rows[cell / table.columns.size()], cell, rank});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Owed& a, const Owed& b) {
    if (std::abs(a.value - b.value) > 1e-6) return a.value > b.value;
    return a.seats > b.seats;
  });
  for (const Owed& owed : all) {
    std::vector<std::vector<int64_t>> with;
    for (const auto& counts : left) {
      if (counts[owed.cell] >= owed.rank) with.push_back(counts);
    }
    if (!with.empty()) left = std::move(with);
  }
  EXPECT_EQ(left.size(), 1U);
  return left.front();
}

RoundingTable RandomTable(std::mt19937* random) {
  const auto up_to = [&](int64_t most) { return std::uniform_int_distribution<int64_t>(0, most)(*random); };
  RoundingTable table;
  table.rows.resize(static_cast<size_t>(2 + up_to(2)));
  table.columns.resize(static_cast<size_t>(1 + up_to(2)));
  for (int64_t& row : table.rows) row = up_to(5);
  for (size_t cell = 0; cell < table.rows.size() * table.columns.size(); ++cell) {
    const Ratio ideal{up_to(30), 12};
    const int64_t low = up_to(2) > 0 ? ideal.Floor() : std::max<int64_t>(0, ideal.Floor() - 1);
    table.cells.push_back({low, ideal.Ceiling() + (up_to(3) > 0 ? 0 : 1), ideal});
  }
  for (RoundingColumn& column : table.columns) column.wanted = column.least = up_to(8);
  return table;
}

// The sum of a column's lower bounds.
int64_t LowSum(const RoundingTable& table, size_t column) {
  int64_t sum = 0;
  for (size_t row = 0; row < table.rows.size(); ++row) sum += table.cells[row * table.columns.size() + column].low;
  return sum;
}

// Against all tables there are: found exactly when there is one, and the very one that the order of settling names.
TEST(RoundTable, FindsWhatTryingEveryTableFinds) {
  std::mt19937 random(11);
  int feasible = 0;
  int infeasible = 0;
  for (int round = 0; round < 4000; ++round) {
    const RoundingTable table = RandomTable(&random);
    const auto all = AllTables(table);
    const RoundedTable rounded = RoundTable(table);
    // Lower bounds beyond what a column wants are no shortage, and no table has them exact.
    bool column_too_small = false;
    for (size_t c = 0; c < table.columns.size(); ++c) {
      column_too_small = column_too_small || LowSum(table, c) > table.columns[c].wanted;
    }
    if (column_too_small) continue;
    ASSERT_EQ(rounded.shortages.empty(), !all.empty()) << round;
    if (all.empty()) {
      ++infeasible;
      continue;
    }
    ++feasible;
    EXPECT_EQ(rounded.counts, Settled(table, all)) << round;
  }
  EXPECT_GT(feasible, 300);
  EXPECT_GT(infeasible, 300);
}

// What the first shortage says follows from the table alone: its columns need more than its rows have for them.
TEST(RoundTable, ProvesAShortage) {
  std::mt19937 random(13);
  int proven = 0;
  for (int round = 0; round < 4000; ++round) {
    const RoundingTable table = RandomTable(&random);
    const RoundedTable rounded = RoundTable(table);
    if (rounded.shortages.empty() || rounded.shortages[0].columns.empty()) continue;
    const Shortage& shortage = rounded.shortages[0];
    const std::set<size_t> rows(shortage.rows.begin(), shortage.rows.end());
    const std::set<size_t> columns(shortage.columns.begin(), shortage.columns.end());
    int64_t needed = 0;
    int64_t available = 0;
    for (const size_t c : columns) needed += std::max(table.columns[c].least, LowSum(table, c));
    for (size_t row = 0; row < table.rows.size(); ++row) {
      if (rows.contains(row)) available += table.rows[row];
      for (size_t c = 0; c < table.columns.size(); ++c) {
        const RoundingCell& cell = table.cells[row * table.columns.size() + c];
        if (rows.contains(row) && !columns.contains(c)) available -= cell.low;
        if (!rows.contains(row) && columns.contains(c)) needed -= cell.high;
      }
    }
    EXPECT_EQ(shortage.needed, needed) << round;
    EXPECT_EQ(shortage.available, available) << round;
    EXPECT_GT(needed, available) << round;
    ++proven;
  }
  EXPECT_GT(proven, 300);
}

TEST(RoundTable, TellsTies) {
  // Two rows of one seat each, two columns of one delegate: all remainders are 1/2.
  RoundingTable table{.rows = {1, 1}, .columns = {{1, 1}, {1, 1}}, .cells = {}};
  table.cells.assign(4, {0, 1, {1, 2}});
  const RoundedTable rounded = RoundTable(table);
  EXPECT_EQ(rounded.counts, (std::vector<int64_t>{1, 0, 0, 1}));
  ASSERT_EQ(rounded.ties.size(), 2U);
  EXPECT_EQ(rounded.ties[0].rows.parts, (std::vector<size_t>{0, 1}));
  EXPECT_EQ(rounded.ties[0].rows.winners, (std::vector<size_t>{0}));
  EXPECT_EQ(rounded.ties[1].rows.winners, (std::vector<size_t>{1}));
}

TEST(RoundTable, FillsLessThanIsWantedButNotLessThanTheLeast) {
  RoundingTable table{.rows = {3, 2}, .columns = {{4, 4}, {1, 3}}, .cells = {}};
  table.cells.assign(4, {0, 3, {3, 2}});
  const RoundedTable rounded = RoundTable(table);
  EXPECT_TRUE(rounded.shortages.empty());
  EXPECT_EQ(rounded.sums, (std::vector<int64_t>{4, 1}));
  table.columns[1].least = 2;
  const RoundedTable refused = RoundTable(table);
  ASSERT_EQ(refused.shortages.size(), 1U);
  EXPECT_EQ(refused.shortages[0].column, 1U);
  EXPECT_EQ(refused.shortages[0].columns, (std::vector<size_t>{0, 1}));
  EXPECT_EQ(refused.shortages[0].needed, 6);
  EXPECT_EQ(refused.shortages[0].available, 5);
}

}  // namespace
}  // namespace congress::allocation
