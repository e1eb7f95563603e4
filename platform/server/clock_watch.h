// Whether the machine's clock goes on as time does.
#pragma once

#include <chrono>
#include <optional>

#include "absl/time/time.h"

namespace congress::server {

// For one thread.
class ClockWatch {
 public:
  using Steady = std::chrono::steady_clock::time_point;

  // How far the clock was set back since the last look; nothing for what NTP does to a clock that it keeps.
  std::optional<absl::Duration> Look(absl::Time now, Steady steady) {
    std::optional<absl::Duration> back;
    if (last_) {
      const absl::Duration behind = absl::FromChrono(steady - last_->steady) - (now - last_->now);
      if (behind > absl::Seconds(1)) back = behind;
    }
    last_ = Moment{now, steady};
    return back;
  }

 private:
  struct Moment {
    absl::Time now;
    Steady steady;
  };
  std::optional<Moment> last_;
};

}  // namespace congress::server
