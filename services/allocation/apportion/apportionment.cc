#include "services/allocation/apportion/apportionment.h"

#include <algorithm>
#include <numeric>

namespace congress::apportion {

int64_t Total(const std::vector<int64_t>& seats) { return std::accumulate(seats.begin(), seats.end(), int64_t{0}); }

void Decide(const std::vector<size_t>& order, Apportionment* result) {
  if (!result->tie.has_value()) return;
  const std::vector<size_t>& tied = result->tie->units;
  for (const size_t unit : order) {
    if (result->tie->seats_at_stake == 0) break;
    if (!std::binary_search(tied.begin(), tied.end(), unit)) continue;
    ++result->seats[unit];
    --result->tie->seats_at_stake;
  }
  if (result->tie->seats_at_stake == 0) result->tie.reset();
}

Refusal TooMuchNeeded(Refusal::Kind kind, const std::vector<int64_t>& needs, int64_t seats) {
  // Those with the greatest needs, until they alone are too many: no smaller set is.
  Refusal refusal{kind};
  std::vector<size_t> order(needs.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return needs[a] > needs[b]; });
  for (const size_t unit : order) {
    if (refusal.seats > seats) break;
    refusal.units.push_back(unit);
    refusal.seats += needs[unit];
  }
  std::sort(refusal.units.begin(), refusal.units.end());
  return refusal;
}

std::optional<Refusal> CheckBounds(const std::vector<Unit>& units, int64_t seats) {
  if (units.size() > kMostUnits || seats < 0 || seats > kMostSeats) return Refusal{Refusal::Kind::kOutOfRange};
  int64_t minima = 0;
  int64_t maxima = 0;
  for (size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    if (unit.weight > kMostWeight || unit.minimum < 0 || unit.maximum > kMostSeats || unit.minimum > unit.maximum) {
      return Refusal{Refusal::Kind::kOutOfRange, {i}};
    }
    minima += unit.minimum;
    maxima += unit.weight == 0 ? unit.minimum : unit.maximum;
  }
  if (minima > seats) {
    std::vector<int64_t> needs(units.size());
    std::transform(units.begin(), units.end(), needs.begin(), [](const Unit& unit) { return unit.minimum; });
    return TooMuchNeeded(Refusal::Kind::kMinimaExceedHouse, needs, seats);
  }
  if (maxima >= seats) return std::nullopt;
  const bool weighted = std::any_of(units.begin(), units.end(), [](const Unit& unit) { return unit.weight > 0; });
  return Refusal{weighted ? Refusal::Kind::kMaximaBelowHouse : Refusal::Kind::kNoWeight, {}, maxima};
}

}  // namespace congress::apportion
