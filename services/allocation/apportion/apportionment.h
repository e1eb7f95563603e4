// What every method takes and gives. Units are known by their index. Nothing here or in any method is a floating-point
// number, and nothing wraps: the limits below keep every product within 256 bits.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "absl/numeric/int128.h"

namespace congress::apportion {

inline constexpr int64_t kMostSeats = 1'000'000'000;
inline constexpr size_t kMostUnits = 1'000'000;
// 18 digits before the point and 9 behind it, without the point.
inline constexpr absl::uint128 kMostWeight = absl::MakeUint128(54'210'108, 11'515'845'246'265'065'472u);  // 10^27

// A claim to seats. A unit of weight 0 gets its minimum and no more.
struct Unit {
  absl::uint128 weight = 0;
  int64_t minimum = 0;
  int64_t maximum = kMostSeats;
};

// A positive fraction, such as a signpost's 7/10.
struct Fraction {
  int64_t numerator = 0;
  int64_t denominator = 1;
};

// Those of a tie who are tied from one step of the method on. Nobody gets more than one seat at stake, over all steps.
struct TieStep {
  std::vector<size_t> units;  // Ascending.
  // How many of those tied at this step get a seat here.
  int64_t seats = 0;
  // Whether those of the step before who have no seat yet are tied here as well.
  bool with_rest = false;
};

// Equal claims to the last seats: `seats_at_stake` of the `units` get one more than they are given in
// `Apportionment::seats`, whichever, where `steps` is empty.
struct Tie {
  std::vector<size_t> units;  // Ascending.
  int64_t seats_at_stake = 0;
  // Quota method only: ties of several steps, in the order of the steps. Together they hold each unit once and all
  // seats at stake. Just those outcomes can be that give each step's seats to units that are tied there.
  std::vector<TieStep> steps = {};
};

// Where a divisor method's last seat was won: `weight / signpost(seats)`.
struct Quotient {
  size_t unit = 0;
  // The unit's seats below this quotient's seat.
  int64_t seats = 0;
};

struct Apportionment {
  // In the order of the units. With a tie: the seats that are forced.
  std::vector<int64_t> seats;
  // Undecided when set.
  std::optional<Tie> tie;
  // Divisor methods: every divisor between these two quotients, ends included, gives these seats. `upper` is the
  // smallest that won a seat, `lower` the greatest that won none; missing where bounds leave none.
  std::optional<Quotient> upper;
  std::optional<Quotient> lower;
};

// Why there is no apportionment.
struct Refusal {
  enum class Kind {
    kNoWeight,            // All weights are 0, and seats are left beyond the minima.
    kMinimaExceedHouse,   // `units` alone, the smallest such set, need `seats`, more than there are.
    kMaximaBelowHouse,    // All units together may hold only `seats`.
    kTooFewSeats,         // The method gives each positive weight a seat first; with these and their minima `units`
                          // alone, the smallest such set, need `seats`.
    kFloorsExceedHouse,   // The whole quotas, or the minima where these are more, of `units` alone, the smallest such
                          // set, make `seats`.
    kTooManyWholeQuotas,  // The whole quotas make `seats`, more than there are.
    kTooFewWholeQuotas,   // The whole quotas make `seats`, so few that each unit would need more than one of the rest.
    kOutOfRange,          // More units, seats or weight than the limits above, or a bound that contradicts itself.
    kBoundsUnsupported,   // This method knows no minima or maxima.
  };
  Kind kind;
  std::vector<size_t> units = {};
  int64_t seats = 0;
};

using Outcome = std::variant<Apportionment, Refusal>;

int64_t Total(const std::vector<int64_t>& seats);

// Settles the tie: of its units, those that come first in `order` (indices of units, each tied unit once) get the
// seats.
void Decide(const std::vector<size_t>& order, Apportionment* result);

// The refusal for needs that together exceed `seats`, naming the smallest set of units that do so alone.
Refusal TooMuchNeeded(Refusal::Kind kind, const std::vector<int64_t>& needs, int64_t seats);

// What is wrong with the bounds and sizes alone.
std::optional<Refusal> CheckBounds(const std::vector<Unit>& units, int64_t seats);

}  // namespace congress::apportion
