#include "services/allocation/domain/export/chart_scale.h"

#include <algorithm>

#include "absl/numeric/int128.h"

namespace congress::allocation {

int64_t Scale::At(int64_t value, int64_t length) const {
  return static_cast<int64_t>(absl::int128(value) * length / end);
}

Scale RoundScale(int64_t greatest, int64_t most_steps) {
  const auto steps_of = [&](int64_t step) { return std::max<int64_t>(1, (greatest + step - 1) / step); };
  for (int64_t power = 1;; power *= 10) {
    for (const int64_t factor : {1, 2, 5}) {
      const int64_t step = factor * power;
      if (steps_of(step) <= most_steps) return {.end = steps_of(step) * step, .step = step};
    }
  }
}

}  // namespace congress::allocation
