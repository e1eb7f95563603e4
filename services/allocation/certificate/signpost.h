// Where each divisor method rounds up, written from the definitions and not from the code that apportions.
#pragma once

#include <optional>
#include <string_view>

namespace congress::allocation {

// signpost(n) is (n · step + offset) / step, but `first / first_step` for n = 0; for Dean the harmonic and for
// Huntington-Hill the geometric mean of n and n + 1.
struct SignpostRule {
  enum class Mean { kNone, kHarmonic, kGeometric };
  Mean mean = Mean::kNone;
  uint64_t offset = 0;
  uint64_t step = 1;
  uint64_t first = 0;
  uint64_t first_step = 1;
  // Imperiali's grow by 1/2 a seat.
  bool halved = false;

  template <class Word>
  struct Value {
    Word numerator;
    Word denominator;
  };
  // The signpost; its square where `squared`.
  template <class Word>
  Value<Word> At(int64_t seats) const {
    const auto n = static_cast<uint64_t>(seats);
    if (mean == Mean::kGeometric) return {Word(n) * Word(n + 1), Word(uint64_t{1})};
    if (mean == Mean::kHarmonic) return {Word(n) * Word(2 * (n + 1)), Word(2 * n + 1)};
    if (halved) return {Word(n + 2), Word(uint64_t{2})};
    if (n == 0) return {Word(first), Word(first_step)};
    return {Word(n) * Word(step) + Word(offset), Word(step)};
  }
  bool squared() const { return mean == Mean::kGeometric; }
  // Every weight has a seat before any has two.
  bool seat_for_each() const { return mean != Mean::kNone || (!halved && first == 0); }
};

// The rule of a method, by its own name; none when it is no divisor method, or its fractions are of no use.
std::optional<SignpostRule> SignpostRuleOf(std::string_view method, std::string_view first_divisor);

}  // namespace congress::allocation
