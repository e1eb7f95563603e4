#include "services/allocation/domain/plan/round_step.h"

#include <algorithm>
#include <map>

#include "absl/numeric/int128.h"

namespace congress::allocation {
namespace {

using Int = absl::int128;

constexpr int64_t kLargestPower = 1'000'000'000'000'000'000;

// Rounded towards minus infinity; the divisor is positive.
Int FloorDiv(Int value, Int divisor) {
  const Int quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

// Whole numbers from `low` to `high`.
struct Interval {
  Int low = 1;
  Int high = kLargestPower;

  void AtLeast(Int value) { low = std::max(low, value); }
  void AtMost(Int value) { high = std::min(high, value); }
};

// The number of the interval that is a multiple of the largest 1, 2 or 5 times a power of ten.
std::optional<int64_t> Roundest(const Interval& interval) {
  if (interval.low > interval.high) return std::nullopt;
  for (Int power = kLargestPower; power > 0; power /= 10) {
    for (const Int grain : {power, power / 2, power / 5}) {
      if (grain == 0) continue;
      const Int candidate = FloorDiv(interval.low + grain - 1, grain) * grain;
      if (candidate <= interval.high) return static_cast<int64_t>(candidate);
    }
  }
  return std::nullopt;
}

// Among weights with the same whole part, those that decide: the smallest with an extra seat, the largest without.
struct Edge {
  std::optional<int64_t> least_winner;
  std::optional<int64_t> largest_loser;
};

std::map<int64_t, Edge> EdgesByWhole(std::span<const int64_t> weights, std::span<const Share> shares) {
  std::map<int64_t, Edge> edges;
  for (size_t i = 0; i < weights.size(); ++i) {
    Edge& edge = edges[shares[i].whole];
    const int64_t weight = weights[i];
    if (shares[i].extra) {
      edge.least_winner = std::min(edge.least_winner.value_or(weight), weight);
    } else {
      edge.largest_loser = std::max(edge.largest_loser.value_or(weight), weight);
    }
  }
  return edges;
}

// Steps at which the winner's remainder is larger than the loser's: winner - N·w > loser - N·l.
void Separate(Int winner, Int winner_whole, Int loser, Int loser_whole, Interval* steps) {
  const Int whole = winner_whole - loser_whole;
  const Int weight = winner - loser;
  if (whole > 0) {
    steps->AtMost(FloorDiv(weight - 1, whole));
  } else if (whole < 0) {
    steps->AtLeast(FloorDiv(-weight, -whole) + 1);
  } else if (weight <= 0) {
    steps->AtMost(0);
  }
}

}  // namespace

std::optional<RoundStep> FindRoundStep(std::span<const int64_t> weights, std::span<const Share> shares) {
  Interval steps;
  for (size_t i = 0; i < weights.size(); ++i) {
    const Int weight = weights[i];
    const Int whole = shares[i].whole;
    steps.AtLeast(FloorDiv(weight, whole + 1) + 1);
    // An extra seat needs a remainder of at least one member.
    if (whole > 0) steps.AtMost(FloorDiv(weight - (shares[i].extra ? 1 : 0), whole));
    if (whole == 0 && shares[i].extra && weight == 0) return std::nullopt;
  }
  // Where nobody fills a whole step, every longer step does as well; the shortest ones say more.
  if (steps.high == kLargestPower) steps.AtMost(steps.low * 10);
  const std::map<int64_t, Edge> edges = EdgesByWhole(weights, shares);
  for (const auto& [winner_whole, winners] : edges) {
    if (!winners.least_winner.has_value()) continue;
    for (const auto& [loser_whole, losers] : edges) {
      if (!losers.largest_loser.has_value()) continue;
      Separate(*winners.least_winner, winner_whole, *losers.largest_loser, loser_whole, &steps);
    }
  }
  const std::optional<int64_t> step = Roundest(steps);
  if (!step.has_value()) return std::nullopt;

  Interval thresholds{.low = 1, .high = *step};
  for (size_t i = 0; i < weights.size(); ++i) {
    const Int remainder = Int(weights[i]) - Int(*step) * shares[i].whole;
    if (shares[i].extra) {
      thresholds.AtMost(remainder);
    } else {
      thresholds.AtLeast(remainder + 1);
    }
  }
  const std::optional<int64_t> threshold = Roundest(thresholds);
  if (!threshold.has_value()) return std::nullopt;
  return RoundStep{*step, *threshold};
}

}  // namespace congress::allocation
