// What background work does between its rounds.
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "absl/time/time.h"

namespace congress {

// Safe for many threads; one of them waits.
class Pause {
 public:
  // Ends the wait that is under way, or else the next one: something may have come since the last round.
  void Wake() {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_all();
  }

  // Returns after `most`, at once when `stop` is requested or somebody wakes.
  void Wait(const std::stop_token& stop, absl::Duration most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, absl::ToChronoNanoseconds(most), [this] { return woken_; });
    woken_ = false;
  }

 private:
  std::mutex mutex_;
  // sync.h's CondVar does not wake for a stop token.
  std::condition_variable_any changed_;
  bool woken_ = false;
};

}  // namespace congress
