// Divisor methods: a unit gets its n-th seat where the divisor falls to weight / signpost(n − 1). Exact, and in time
// independent of the number of seats: the seats at a divisor near the right one come first, and what is too much or
// too little is moved seat by seat.
#pragma once

#include "services/allocation/apportion/apportionment.h"

namespace congress::apportion {

// signpost(n) lies between n and n + 1: a quotient above it makes n + 1 seats.
class Signposts {
 public:
  static Signposts Adams();                        // n
  static Signposts Dean();                         // the harmonic mean of n and n + 1
  static Signposts HuntingtonHill();               // their geometric mean
  static Signposts SainteLague();                  // n + 1/2
  static Signposts Danish();                       // n + 1/3
  static Signposts DHondt();                       // n + 1
  static Signposts Imperiali();                    // (n + 2) / 2
  static Signposts Stationary(Fraction fraction);  // n + fraction, which lies in 0..1
  // Sainte-Laguë whose first signpost is `first` instead of 1/2.
  static Signposts ModifiedSainteLague(Fraction first = {7, 10});

  // numerator / denominator; its square where `squared`.
  template <class Word>
  struct Value {
    Word numerator;
    Word denominator;
  };
  // At most 62 + 30 bits for `n` up to kMostSeats.
  template <class Word = absl::uint128>
  Value<Word> At(int64_t n) const {
    const Word wide(static_cast<uint64_t>(n));
    const Word one(uint64_t{1});
    const Word two(uint64_t{2});
    switch (kind_) {
      case Kind::kHarmonic:
        return {two * wide * (wide + one), two * wide + one};
      case Kind::kGeometric:
        return {wide * (wide + one), one};
      case Kind::kImperiali:
        return {wide + two, two};
      case Kind::kStationary:
        break;
    }
    const Fraction& fraction = n == 0 ? first_ : fraction_;
    const Word denominator(static_cast<uint64_t>(fraction.denominator));
    return {wide * denominator + Word(static_cast<uint64_t>(fraction.numerator)), denominator};
  }
  // Whether values are squares, so that weights have to be squared to stand beside them.
  bool squared() const { return kind_ == Kind::kGeometric; }
  // Whether the first signpost is 0, so that every positive weight has a seat before any has two.
  bool seat_for_each() const { return At(0).numerator == 0; }
  // For a first guess: about what the quotients of that many units add up to when `seats` seats come out, and about
  // how many seats rounding makes of whole + part / 256.
  int64_t ExpectedQuotients(int64_t units, int64_t seats) const;
  int64_t ExpectedSeats(int64_t whole, int64_t part) const;

 private:
  enum class Kind { kStationary, kHarmonic, kGeometric, kImperiali };
  Signposts(Kind kind, Fraction fraction, Fraction first) : kind_(kind), fraction_(fraction), first_(first) {}

  Kind kind_;
  Fraction fraction_;
  Fraction first_;
};

// What a unit holds at least: its minimum, and the seat that comes before all divisors.
int64_t LeastSeats(const Signposts& signposts, const Unit& unit);

// `seats` seats within each unit's bounds. A tie names the units whose quotient is the last that wins.
Outcome ByDivisor(const Signposts& signposts, const std::vector<Unit>& units, int64_t seats);

}  // namespace congress::apportion
