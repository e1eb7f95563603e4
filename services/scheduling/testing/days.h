// When the tests of scheduling happen.
#pragma once

#include "absl/time/civil_time.h"

namespace congress::scheduling::sample {

inline const absl::CivilDay kMonday(2025, 8, 4);
inline constexpr absl::CivilDay kToday(2025, 6, 16);

}  // namespace congress::scheduling::sample
