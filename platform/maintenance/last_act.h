// When something was last done, by the audit's word: what the clock must not be behind.
#pragma once

#include <optional>

#include "absl/time/time.h"
#include "platform/store/store.h"

namespace congress::maintenance {

// Clocks of replicas differ by less.
inline constexpr absl::Duration kClockTolerance = absl::Seconds(1);

// The latest time among the audit's records of the last 500 commits; nothing when there are none, or they cannot be
// read.
std::optional<absl::Time> LastAct(store::Store& store);

}  // namespace congress::maintenance
