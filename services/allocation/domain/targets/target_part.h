// A target of the whole congress against what its parts can have, and its parts as messages.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "congress/allocation/v1/target_spread.pb.h"
#include "services/allocation/domain/targets/target_aims.h"

namespace congress::allocation {

// What the parts can have together.
struct Room {
  int64_t low = 0;
  int64_t high = 0;
  Allowed allowed;

  bool Fits() const { return std::max(low, allowed.least) <= std::min(high, allowed.most); }
  // The number nearest to `wanted` that the parts can have, and that is allowed if any of these is.
  int64_t Nearest(int64_t wanted) const {
    if (!Fits()) return std::clamp(wanted, low, high);
    return std::clamp(wanted, std::max(low, allowed.least), std::min(high, allowed.most));
  }
};
Room RoomFor(const Aim& aim, const std::vector<Part>& parts);

// Why the parts do not fit: the fewest lines whose own targets suffice for that.
Conflict ConflictOf(const Aim& aim, const Aims& aims, const std::vector<Part>& parts, Held held);

void SetIdeal(const Ratio& ideal, v1::TargetPart* part);

// Sets what the lines, the delegates ex officio and those appointed beside the organisations have, in this order.
void SetParts(const Aim& aim, const std::vector<int64_t>& counts, const std::vector<Ratio>& ideals, Aims* aims);

// Tells a tie unless there was none.
void AddTie(const Aim& aim, const EqualRemainders& tie, Aims* aims);

}  // namespace congress::allocation
