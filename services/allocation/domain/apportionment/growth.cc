#include "services/allocation/domain/apportionment/growth.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/status/macros.h"
#include "services/allocation/certificate/decimal.h"
#include "services/allocation/domain/apportionment/refusal.h"

namespace congress::allocation {
namespace {

using apportion::kMostSeats;

ApportionmentTask WithoutMinima(ApportionmentTask task) {
  for (apportion::Unit& unit : task.units) unit.minimum = 0;
  for (Claimant& claimant : task.claimants) claimant.minimum = 0;
  return task;
}

// The first unit that would surely have less than its minimum; none when all have it.
std::optional<size_t> FirstShort(const ApportionmentTask& task, const ApportionmentTask& free, int64_t seats) {
  const apportion::Outcome outcome =
      apportion::Apportion(free.method.method, free.units, seats, PowerOfTen(task.scale));
  const auto* result = std::get_if<apportion::Apportionment>(&outcome);
  for (size_t i = 0; i < task.units.size(); ++i) {
    // A house too small for the method is too small.
    if ((result == nullptr ? 0 : result->seats[i]) < task.units[i].minimum) return i;
  }
  if (result == nullptr) return 0;
  return std::nullopt;
}

// The smallest house from `seats` on in which nobody is short. Divisor methods never take a seat away in a larger one.
// None when even the largest leaves somebody short.
std::optional<int64_t> Enlarged(const ApportionmentTask& task, const ApportionmentTask& free, int64_t seats) {
  int64_t low = seats;
  int64_t high = seats;
  while (FirstShort(task, free, high).has_value()) {
    if (high == kMostSeats) return std::nullopt;
    low = high + 1;
    high = std::min(kMostSeats, 2 * high + 1);
  }
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (FirstShort(task, free, middle).has_value()) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return high;
}

}  // namespace

absl::StatusOr<v1::ComputeApportionmentResponse> ApportionGrowing(const ApportionmentTask& task,
                                                                  const LotDrawer& drawer, Detail detail) {
  ApportionmentTask free = WithoutMinima(task);
  if (task.growth == v1::ENLARGE) {
    const auto seats = Enlarged(task, free, task.seats);
    if (!seats.has_value()) {
      const size_t unit = FirstShort(task, free, kMostSeats).value_or(0);
      return NoTotalGives(task.claimants[unit].key, task.units[unit].minimum);
    }
    free.seats = *seats;
    return ApportionOnce(free, drawer, detail);
  }
  ASSIGN_OR_RETURN(v1::ComputeApportionmentResponse answer, ApportionOnce(free, drawer, detail));
  // Whether one of the tied has to be raised, and by how much the house grows, is as open as the tie.
  std::set<std::string> open;
  if (!answer.decided()) open.insert(answer.tie().keys().begin(), answer.tie().keys().end());
  for (int i = 0; i < answer.units_size(); ++i) {
    v1::ApportionedUnit& unit = *answer.mutable_units(i);
    if (open.contains(unit.key())) continue;
    const int64_t raised = std::max(unit.seats(), task.units[static_cast<size_t>(i)].minimum);
    answer.set_seats(answer.seats() + raised - unit.seats());
    unit.set_seats(raised);
  }
  return answer;
}

}  // namespace congress::allocation
