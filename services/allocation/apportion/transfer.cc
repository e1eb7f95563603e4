#include "services/allocation/apportion/transfer.h"

#include <algorithm>
#include <type_traits>

#include "services/allocation/exact/integers.h"

namespace congress::apportion {
namespace {

// Some seconds, at a few nanoseconds a cell. Only tables with many seats that scaling did not bring near get there.
constexpr size_t kMostWork = 100'000'000;
// What a product of integers of any width, and of a rational, cost beside that of words.
constexpr size_t kWideCost = 30;
constexpr size_t kRationalCost = 100;

}  // namespace

Transfer::Transfer(const Signposts& signposts, const Table& table, std::vector<int64_t> least,
                   std::vector<int64_t> seats, std::vector<mpq_class> factors)
    : signposts_(signposts),
      table_(table),
      least_(std::move(least)),
      seats_(std::move(seats)),
      factors_(std::move(factors)) {}

std::optional<TableRefusal> Transfer::Run() {
  absl::uint128 weight = 0;
  for (const Unit& cell : table_.cells) weight = std::max(weight, cell.weight);
  int64_t most = 0;
  for (const int64_t seats : table_.rows) most = std::max(most, seats);
  const auto far = signposts_.At(most);
  const auto near = signposts_.At(0);
  const int bits = 2 * (exact::BitsOf(weight) * (signposts_.squared() ? 2 : 1) +
                        exact::BitsOf(std::max(far.numerator, near.numerator)) +
                        exact::BitsOf(std::max(far.denominator, near.denominator)));
  return exact::WithWord(bits, [this](auto zero) { return RunWith<decltype(zero)>(); });
}

// By Dijkstra: `distances` are factors of at least 1, and a path's is their product.
template <class Word>
std::optional<TableRefusal> Transfer::RunWith() {
  const size_t columns = table_.columns.size();
  while (true) {
    const std::vector<int64_t> surplus = Surplus();
    if (std::all_of(surplus.begin(), surplus.end(), [](int64_t s) { return s == 0; })) return std::nullopt;
    std::vector<std::optional<mpq_class>> distances(columns);
    std::vector<Step> steps(columns);
    std::vector<bool> settled(columns);
    for (size_t j = 0; j < columns; ++j) {
      if (surplus[j] > 0) distances[j] = 1;
    }
    while (true) {
      std::optional<size_t> next;
      for (size_t j = 0; j < columns; ++j) {
        if (settled[j] || !distances[j].has_value()) continue;
        // Among equally near ones a column that is short ends the search.
        if (!next.has_value() || *distances[j] < *distances[*next] ||
            (surplus[j] < 0 && surplus[*next] >= 0 && *distances[j] == *distances[*next])) {
          next = j;
        }
      }
      if (!next.has_value()) return Blocked(settled);
      if (surplus[*next] < 0) {
        const mpq_class length = *distances[*next];
        for (size_t j = 0; j < columns; ++j) {
          if (settled[j]) factors_[j] *= *distances[j] / length;
        }
        Move(*next, steps, surplus);
        break;
      }
      settled[*next] = true;
      const mpq_class& factor = factors_[*next];
      const size_t limbs = mpz_size(factor.get_num_mpz_t()) + mpz_size(factor.get_den_mpz_t());
      work_ += table_.cells.size() * (std::is_same_v<Word, mpz_class> ? kWideCost : 1);
      work_ += columns * (kRationalCost + limbs * limbs);
      if (work_ > kMostWork) return TableRefusal{TableRefusal::Kind::kTooMuchWork};
      Relax<Word>(*next, &distances, &steps);
    }
  }
}

// A seat of row i goes from column `from` to column k where the multiplier of k, relative to that of `from`, grows by
// [signpost(a_ik) / w_ik] / [signpost(a_i,from − 1) / w_i,from].
template <class Word>
void Transfer::Relax(size_t from, std::vector<std::optional<mpq_class>>* distances, std::vector<Step>* steps) const {
  const size_t columns = table_.columns.size();
  struct Best {
    Word numerator;
    Word denominator;
    size_t row = 0;
    bool any = false;
  };
  std::vector<Best> best(columns);
  for (size_t i = 0; i < table_.rows.size(); ++i) {
    const size_t source = At(i, from);
    if (seats_[source] <= least_[source]) continue;
    const auto lost = signposts_.At<Word>(seats_[source] - 1);
    const Word up = exact::PowerOf<Word>(table_.cells[source].weight, signposts_.squared()) * lost.denominator;
    for (size_t k = 0; k < columns; ++k) {
      const size_t cell = At(i, k);
      if (k == from || table_.cells[cell].weight == 0) continue;
      const auto won = signposts_.At<Word>(seats_[cell]);
      const Word numerator = up * won.numerator;
      const Word denominator =
          exact::PowerOf<Word>(table_.cells[cell].weight, signposts_.squared()) * won.denominator * lost.numerator;
      if (best[k].any && !(numerator * best[k].denominator < best[k].numerator * denominator)) continue;
      best[k] = {numerator, denominator, i, true};
    }
  }
  for (size_t k = 0; k < columns; ++k) {
    if (!best[k].any) continue;
    mpq_class distance = exact::ToMpq(exact::ToMpz(best[k].numerator), exact::ToMpz(best[k].denominator));
    distance *= *(*distances)[from] * factors_[from] / factors_[k];
    if ((*distances)[k].has_value() && *(*distances)[k] <= distance) continue;
    (*distances)[k] = std::move(distance);
    (*steps)[k] = {from, best[k].row};
  }
}

void Transfer::Move(size_t to, const std::vector<Step>& steps, const std::vector<int64_t>& surplus) {
  while (surplus[to] <= 0) {
    const Step& step = steps[to];
    ++seats_[At(step.row, to)];
    --seats_[At(step.row, step.column)];
    to = step.column;
  }
}

// Rows that could give up a seat in a reached column reach every column in which they have a weight: theirs are all
// reached, and so are full.
TableRefusal Transfer::Blocked(const std::vector<bool>& reached) const {
  TableRefusal refusal{.kind = TableRefusal::Kind::kRowsBlocked};
  for (size_t j = 0; j < table_.columns.size(); ++j) {
    if (!reached[j]) continue;
    refusal.columns.push_back(j);
    refusal.available += table_.columns[j];
  }
  for (size_t i = 0; i < table_.rows.size(); ++i) {
    const bool held = std::any_of(refusal.columns.begin(), refusal.columns.end(),
                                  [&](size_t j) { return seats_[At(i, j)] > least_[At(i, j)]; });
    if (held) refusal.rows.push_back(i);
    for (const size_t j : refusal.columns) refusal.needed += seats_[At(i, j)];
  }
  return refusal;
}

std::vector<int64_t> Transfer::Surplus() const {
  const size_t columns = table_.columns.size();
  std::vector<int64_t> surplus(columns);
  for (size_t j = 0; j < columns; ++j) surplus[j] = -table_.columns[j];
  for (size_t cell = 0; cell < seats_.size(); ++cell) surplus[cell % columns] += seats_[cell];
  return surplus;
}

}  // namespace congress::apportion
