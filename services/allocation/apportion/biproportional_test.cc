#include "services/allocation/apportion/biproportional.h"

#include <algorithm>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "services/allocation/apportion/scaling.h"
#include "services/allocation/apportion/transfer.h"
#include "services/allocation/exact/integers.h"
#include "services/allocation/testing/apportion_sample.h"

namespace congress::apportion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Table TableOf(std::vector<int64_t> rows, std::vector<int64_t> columns, const std::vector<uint64_t>& weights) {
  return {std::move(rows), std::move(columns), sample::Units(weights)};
}

TableApportionment Filled(const Signposts& signposts, const Table& table) {
  const TableOutcome outcome = Biproportional(signposts, table);
  const auto* result = std::get_if<TableApportionment>(&outcome);
  EXPECT_NE(result, nullptr) << "refused: " << static_cast<int>(std::get<TableRefusal>(outcome).kind);
  return result == nullptr ? TableApportionment() : *result;
}

TableRefusal Refused(const Table& table) {
  const TableOutcome outcome = Biproportional(Signposts::SainteLague(), table);
  const auto* refusal = std::get_if<TableRefusal>(&outcome);
  EXPECT_NE(refusal, nullptr);
  return refusal == nullptr ? TableRefusal{TableRefusal::Kind::kOutOfRange} : *refusal;
}

// What the solutions are, found by trying every table: those of the least product of signpost / weight over all seats
// given.
class Reference {
 public:
  Reference(const Signposts& signposts, const Table& table) : signposts_(signposts), table_(table) {
    seats_.resize(table.cells.size());
    row_left_ = table.rows;
    column_left_ = table.columns;
    Try(0, 1);
  }
  const std::set<std::vector<int64_t>>& solutions() const { return best_; }

 private:
  void Try(size_t cell, const mpq_class& cost) {
    if (cell == seats_.size()) {
      const auto none = [](int64_t left) { return left == 0; };
      if (!std::all_of(row_left_.begin(), row_left_.end(), none) ||
          !std::all_of(column_left_.begin(), column_left_.end(), none)) {
        return;
      }
      if (!best_.empty() && cost > cost_) return;
      if (cost < cost_) best_.clear();
      cost_ = cost;
      best_.insert(seats_);
      return;
    }
    const Unit& unit = table_.cells[cell];
    int64_t& row = row_left_[cell / table_.columns.size()];
    int64_t& column = column_left_[cell % table_.columns.size()];
    mpq_class here = cost;
    const int64_t least = LeastSeats(signposts_, unit);
    for (int64_t n = 0;; ++n) {
      seats_[cell] = n;
      const bool full = unit.weight == 0 && n > least;
      if (row < n || column < n || full) break;
      if (n >= least) {
        row -= n;
        column -= n;
        Try(cell + 1, here);
        row += n;
        column += n;
      }
      const auto post = signposts_.At<mpz_class>(n);
      // A seat that must be given costs the same in every solution.
      if (unit.weight == 0 || n < least) continue;
      mpq_class ratio(post.numerator, post.denominator * exact::PowerOf<mpz_class>(unit.weight, signposts_.squared()));
      ratio.canonicalize();
      here *= ratio;
    }
    seats_[cell] = 0;
  }

  const Signposts& signposts_;
  const Table& table_;
  std::vector<int64_t> seats_;
  std::vector<int64_t> row_left_;
  std::vector<int64_t> column_left_;
  mpq_class cost_ = 0;
  std::set<std::vector<int64_t>> best_;
};

std::vector<std::pair<const char*, Signposts>> Methods() {
  return {{"adams", Signposts::Adams()},
          {"dean", Signposts::Dean()},
          {"huntington-hill", Signposts::HuntingtonHill()},
          {"sainte-lague", Signposts::SainteLague()},
          {"dhondt", Signposts::DHondt()},
          {"imperiali", Signposts::Imperiali()},
          {"danish", Signposts::Danish()}};
}

// Small tables with many equal and absent weights, so that ties and refusals are common.
Table RandomTable(std::mt19937* random) {
  const auto below = [&](uint64_t bound) { return static_cast<size_t>((*random)() % bound); };
  Table table;
  table.rows.resize(1 + below(3));
  table.columns.resize(2 + below(2));
  const size_t seats = below(7);
  for (size_t i = 0; i < seats; ++i) {
    ++table.rows[below(table.rows.size())];
    ++table.columns[below(table.columns.size())];
  }
  const uint64_t greatest = below(3) > 0 ? 2 : 1000;
  for (size_t i = 0; i < table.rows.size() * table.columns.size(); ++i) {
    table.cells.push_back({.weight = below(8) == 0 ? 0 : 1 + below(greatest), .minimum = below(20) == 0 ? 1 : 0});
  }
  return table;
}

TEST(Biproportional, IsWhatTryingEveryTableFinds) {
  std::mt19937 random(20251122);
  int filled = 0;
  int tied = 0;
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    const Table table = RandomTable(&random);
    for (const auto& [name, signposts] : Methods()) {
      const Reference reference(signposts, table);
      const TableOutcome outcome = Biproportional(signposts, table);
      const auto* result = std::get_if<TableApportionment>(&outcome);
      ASSERT_EQ(result == nullptr, reference.solutions().empty()) << name << " round " << round;
      if (result == nullptr) {
        ++refused;
        continue;
      }
      ++filled;
      std::vector<int64_t> forced = *reference.solutions().begin();
      std::vector<size_t> varying;
      for (size_t cell = 0; cell < forced.size(); ++cell) {
        bool varies = false;
        for (const auto& solution : reference.solutions()) {
          varies = varies || solution[cell] != (*reference.solutions().begin())[cell];
          forced[cell] = std::min(forced[cell], solution[cell]);
        }
        if (varies) varying.push_back(cell);
      }
      ASSERT_EQ(result->seats, forced) << name << " round " << round;
      ASSERT_EQ(result->tie.has_value(), !varying.empty()) << name << " round " << round;
      if (!result->tie.has_value()) continue;
      ++tied;
      EXPECT_EQ(result->tie->units, varying);
      EXPECT_EQ(result->tie->seats_at_stake, Total(table.rows) - Total(forced));
      // The first cells in the order get what some solution gives them.
      std::vector<size_t> order = result->tie->units;
      std::shuffle(order.begin(), order.end(), random);
      std::vector<int64_t> best;
      for (const auto& solution : reference.solutions()) {
        const auto better = [&](const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
          for (const size_t cell : order) {
            if (a[cell] != b[cell]) return a[cell] > b[cell];
          }
          return false;
        };
        if (best.empty() || better(solution, best)) best = solution;
      }
      TableApportionment decided = *result;
      Decide(table, order, &decided);
      EXPECT_FALSE(decided.tie.has_value());
      EXPECT_EQ(decided.seats, best) << name << " round " << round;
    }
  }
  EXPECT_GT(filled, 5000) << tied << refused;
  EXPECT_GT(tied, 200);
  EXPECT_GT(refused, 1000);
}

// Transfers alone, from seats that fit the rows only, lead to the same as scaling does.
TEST(Biproportional, TransfersNeedNoScaling) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Table table;
    table.rows.assign(12, 20);
    table.columns = {140, 60, 30, 9, 1};
    for (size_t i = 0; i < 60; ++i) table.cells.push_back({.weight = 1 + random() % 100'000});
    for (const auto& [name, signposts] : Methods()) {
      const std::vector<int64_t> least = LeastSeats(signposts, table);
      const auto outcome = Biproportional(signposts, table);
      const auto* result = std::get_if<TableApportionment>(&outcome);
      // Columns of few seats cannot give one to each of twelve rows.
      ASSERT_EQ(result == nullptr, signposts.seat_for_each()) << name;
      if (result == nullptr) continue;
      auto rows = ApportionRows(signposts, table, std::vector<uint64_t>(5, 1));
      Transfer transfer(signposts, table, least, std::get<Rows>(rows).seats, std::vector<mpq_class>(5, 1));
      ASSERT_FALSE(transfer.Run().has_value());
      EXPECT_EQ(transfer.seats(), result->seats) << name;
    }
  }
}

// Each cell lies between the signposts around its quotient, weight over both divisors.
TEST(Biproportional, DivisorsMakeTheSeats) {
  std::mt19937 random(11);
  for (const bool wide : {false, true}) {
    Table table;
    table.rows = {3, 5, 8, 4};
    table.columns = {10, 6, 4};
    for (size_t i = 0; i < 12; ++i) {
      table.cells.push_back({.weight = wide ? kMostWeight - random() % 1'000'000'000 : 1 + random() % 50'000});
    }
    for (const auto& [name, signposts] : Methods()) {
      if (wide && signposts.seat_for_each()) continue;
      const TableOutcome outcome = Biproportional(signposts, table);
      const auto* result = std::get_if<TableApportionment>(&outcome);
      if (result == nullptr) continue;
      ASSERT_FALSE(result->tie.has_value()) << name;
      for (size_t cell = 0; cell < 12; ++cell) {
        const mpq_class quotient = exact::PowerOf<mpz_class>(table.cells[cell].weight, signposts.squared()) /
                                   (result->row_divisors[cell / 3] * result->column_divisors[cell % 3]);
        const auto above = signposts.At<mpz_class>(result->seats[cell]);
        EXPECT_TRUE(quotient <= mpq_class(above.numerator, above.denominator)) << name;
        if (result->seats[cell] == LeastSeats(signposts, table.cells[cell])) continue;
        const auto below = signposts.At<mpz_class>(result->seats[cell] - 1);
        EXPECT_TRUE(quotient >= mpq_class(below.numerator, below.denominator)) << name;
      }
    }
  }
}

TEST(Biproportional, WiderThanHighIsTheSameTurned) {
  const std::vector<uint64_t> weights = {123, 45, 815, 912, 312, 714, 414, 555, 1000};
  const Table high = TableOf({5, 4, 1}, {4, 3, 3}, weights);
  Table wide = TableOf({5, 5}, {4, 3, 3}, {123, 45, 815, 912, 312, 714});
  const Table turned = TableOf({4, 3, 3}, {5, 5}, {123, 912, 45, 312, 815, 714});
  const auto a = Filled(Signposts::SainteLague(), wide).seats;
  const auto b = Filled(Signposts::SainteLague(), turned).seats;
  for (size_t i = 0; i < 2; ++i) {
    for (size_t j = 0; j < 3; ++j) EXPECT_EQ(a[i * 3 + j], b[j * 2 + i]);
  }
  EXPECT_EQ(Total(Filled(Signposts::SainteLague(), high).seats), 10);
}

TEST(Biproportional, TiesAreCyclesOfCells) {
  // Any of the two diagonals.
  TableApportionment result = Filled(Signposts::SainteLague(), TableOf({1, 1}, {1, 1}, {5, 5, 5, 5}));
  EXPECT_THAT(result.seats, ElementsAre(0, 0, 0, 0));
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_THAT(result.tie->units, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(result.tie->seats_at_stake, 2);
  Decide(TableOf({1, 1}, {1, 1}, {5, 5, 5, 5}), {1, 0, 2, 3}, &result);
  EXPECT_THAT(result.seats, ElementsAre(0, 1, 1, 0));
  // The products of the diagonals are equal though no two weights are.
  EXPECT_TRUE(Filled(Signposts::SainteLague(), TableOf({1, 1}, {1, 1}, {2, 3, 4, 6})).tie.has_value());
  EXPECT_FALSE(Filled(Signposts::SainteLague(), TableOf({1, 1}, {1, 1}, {2, 3, 4, 7})).tie.has_value());
}

// Whatever way of many equal ones a seat goes, the next short column is near.
TEST(Biproportional, ManyEqualWeightsAreNoWork) {
  const Table table = TableOf(std::vector<int64_t>(120, 60), std::vector<int64_t>(120, 60),
                              std::vector<uint64_t>(size_t{120} * 120, 1));
  const TableApportionment result = Filled(Signposts::SainteLague(), table);
  ASSERT_TRUE(result.tie.has_value());
  EXPECT_EQ(result.tie->units.size(), size_t{120} * 120);
}

// Weights that leave scaling no digits, and many seats in the wrong column: told, after a while, and not tried for
// ever.
TEST(Biproportional, TooMuchWorkIsRefused) {
  std::mt19937_64 random(1);
  Table table;
  table.rows.assign(30, 3000);
  table.columns.assign(30, 300);
  table.columns[0] = 90'000 - 29 * 300;
  for (int i = 0; i < 900; ++i) table.cells.push_back({.weight = kMostWeight - random() % 1'000'000});
  EXPECT_EQ(Refused(table).kind, TableRefusal::Kind::kTooMuchWork);
}

TEST(Biproportional, WhatCannotBeFilledIsTold) {
  TableRefusal refusal = Refused(TableOf({2, 1}, {1, 1}, {1, 1, 1, 1}));
  EXPECT_EQ(refusal.kind, TableRefusal::Kind::kTotalsDiffer);
  EXPECT_EQ(refusal.needed, 3);
  EXPECT_EQ(refusal.available, 2);

  // The first two rows have weights in the first column alone.
  refusal = Refused(TableOf({2, 2, 1}, {3, 2}, {1, 0, 1, 0, 1, 1}));
  EXPECT_EQ(refusal.kind, TableRefusal::Kind::kRowsBlocked);
  EXPECT_THAT(refusal.rows, ElementsAre(0, 1));
  EXPECT_THAT(refusal.columns, ElementsAre(0));
  EXPECT_EQ(refusal.needed, 4);
  EXPECT_EQ(refusal.available, 3);
  refusal = Refused(TableOf({3, 2}, {2, 2, 1}, {1, 1, 1, 0, 0, 1}));
  EXPECT_EQ(refusal.kind, TableRefusal::Kind::kColumnsBlocked);
  EXPECT_THAT(refusal.rows, ElementsAre(0));
  EXPECT_THAT(refusal.columns, ElementsAre(0, 1));

  refusal = Refused(TableOf({1, 0}, {1, 0}, {0, 0, 1, 1}));
  EXPECT_EQ(refusal.kind, TableRefusal::Kind::kRowsBlocked);
  EXPECT_THAT(refusal.rows, ElementsAre(0));
  EXPECT_THAT(refusal.columns, IsEmpty());

  Table minima = TableOf({1, 2}, {2, 1}, {1, 1, 1, 1});
  minima.cells[0].minimum = minima.cells[1].minimum = 1;
  refusal = Refused(minima);
  EXPECT_EQ(refusal.kind, TableRefusal::Kind::kMinimaExceedRow);
  EXPECT_THAT(refusal.rows, ElementsAre(0));
  minima = TableOf({1, 2}, {2, 1}, {1, 1, 1, 1});
  minima.cells[1].minimum = minima.cells[3].minimum = 1;
  refusal = Refused(minima);
  EXPECT_EQ(refusal.kind, TableRefusal::Kind::kMinimaExceedColumn);
  EXPECT_THAT(refusal.columns, ElementsAre(1));

  EXPECT_EQ(Refused({{1}, {1}, {}}).kind, TableRefusal::Kind::kOutOfRange);
  EXPECT_EQ(Refused(TableOf({-1}, {-1}, {1})).kind, TableRefusal::Kind::kOutOfRange);
}

}  // namespace
}  // namespace congress::apportion
