#include "services/allocation/domain/targets/spread.h"

#include <algorithm>
#include <numeric>

#include "absl/numeric/int128.h"

namespace congress::allocation {
namespace {

using absl::int128;

Ratio InLowestTerms(int64_t numerator, int64_t denominator) {
  const int64_t divisor = std::gcd(numerator, denominator);
  return {numerator / divisor, denominator / divisor};
}

// What the parts have at the factor, times its denominator.
int128 SumAt(std::span<const Part> parts, const Ratio& factor) {
  int128 sum = 0;
  for (const Part& part : parts) {
    const int128 least = int128(part.low) * factor.denominator;
    const int128 most = int128(part.high) * factor.denominator;
    sum += std::clamp(int128(part.seats) * factor.numerator, least, most);
  }
  return sum;
}

// The factors at which a part leaves its lower or reaches its upper bound, in ascending order; 0 first.
std::vector<Ratio> BendsOf(std::span<const Part> parts) {
  std::vector<Ratio> bends = {{0, 1}};
  for (const Part& part : parts) {
    if (part.seats == 0) continue;
    bends.push_back(InLowestTerms(part.low, part.seats));
    bends.push_back(InLowestTerms(part.high, part.seats));
  }
  std::sort(bends.begin(), bends.end(), Less);
  return bends;
}

// The factor at which the parts add up to `total`. Between two bends the sum is a straight line.
Ratio FactorFor(std::span<const Part> parts, int64_t total) {
  const std::vector<Ratio> bends = BendsOf(parts);
  const auto behind = std::partition_point(bends.begin(), bends.end(), [&](const Ratio& bend) {
    return SumAt(parts, bend) <= int128(total) * bend.denominator;
  });
  const Ratio& bend = *(behind - 1);
  int64_t rest = total;
  int64_t free = 0;
  for (const Part& part : parts) {
    const Ratio low = {part.low, std::max<int64_t>(part.seats, 1)};
    const Ratio high = {part.high, std::max<int64_t>(part.seats, 1)};
    if (Less(bend, low)) {
      rest -= part.low;
    } else if (!Less(bend, high)) {
      rest -= part.high;
    } else {
      free += part.seats;
    }
  }
  return free == 0 ? bend : InLowestTerms(rest, free);
}

}  // namespace

bool Less(const Ratio& a, const Ratio& b) {
  return int128(a.numerator) * b.denominator < int128(b.numerator) * a.denominator;
}

std::vector<Ratio> IdealsOf(std::span<const Part> parts, int64_t total) {
  const Ratio factor = FactorFor(parts, total);
  std::vector<Ratio> ideals;
  for (const Part& part : parts) {
    const Ratio free = InLowestTerms(part.seats * factor.numerator, factor.denominator);
    if (Less(free, {part.low, 1})) {
      ideals.push_back({part.low, 1});
    } else if (Less({part.high, 1}, free)) {
      ideals.push_back({part.high, 1});
    } else {
      ideals.push_back(free);
    }
  }
  return ideals;
}

Spread RoundIdeals(std::span<const Part> parts, const std::vector<Ratio>& ideals, int64_t total) {
  Spread spread;
  int64_t left = total;
  const auto remainder = [&](size_t i) {
    return Ratio{ideals[i].numerator % ideals[i].denominator, ideals[i].denominator};
  };
  for (const Ratio& ideal : ideals) {
    spread.counts.push_back(ideal.Floor());
    left -= ideal.Floor();
  }
  std::vector<size_t> order(parts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    if (Less(remainder(b), remainder(a))) return true;
    return !Less(remainder(a), remainder(b)) && parts[a].seats > parts[b].seats;
  });
  const size_t raised = static_cast<size_t>(left);
  for (size_t i = 0; i < raised; ++i) ++spread.counts[order[i]];
  if (raised == 0 || raised == order.size()) return spread;
  const Ratio last = remainder(order[raised - 1]);
  if (Less(remainder(order[raised]), last)) return spread;
  for (size_t i = 0; i < order.size(); ++i) {
    if (Less(remainder(order[i]), last) || Less(last, remainder(order[i]))) continue;
    spread.tie.parts.push_back(order[i]);
    if (i < raised) spread.tie.winners.push_back(order[i]);
  }
  std::sort(spread.tie.parts.begin(), spread.tie.parts.end());
  std::sort(spread.tie.winners.begin(), spread.tie.winners.end());
  return spread;
}

}  // namespace congress::allocation
