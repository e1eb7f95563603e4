// When the tests of drafting happen.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace congress::drafting::sample {

inline constexpr absl::CivilDay kToday(2025, 6, 16);
inline const absl::Time kNow = absl::FromUnixSeconds(1750039200);

}  // namespace congress::drafting::sample
