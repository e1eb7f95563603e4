#include "platform/rpc/pulse.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "platform/status/macros.h"

namespace congress::rpc {

void Pulse::Committed(store::Revision sequence) {
  const MutexLock lock(mutex_);
  newest_ = std::max(newest_, sequence);
  beat_.NotifyAll();
}

void Pulse::Close() {
  closing_.request_stop();
  // Who is between its look and its wait holds the mutex.
  const MutexLock lock(mutex_);
  beat_.NotifyAll();
}

absl::StatusOr<store::Revision> Pulse::Await(store::Revision after, absl::Duration most) {
  const absl::Time until = absl::Now() + most;
  while (true) {
    {
      const MutexLock lock(mutex_);
      absl::Time now = absl::Now();
      const absl::Time next = std::min(until, polled_ + kPoll);
      while (newest_ <= after && !closed() && now < next) {
        beat_.WaitUntil(mutex_, std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(next - now));
        now = absl::Now();
      }
      if (newest_ > after || closed() || now >= until) return newest_;
      // The others wait for what this thread finds.
      polled_ = now;
    }
    ASSIGN_OR_RETURN(const store::Revision found, store_.LastSequence());
    Committed(found);
  }
}

}  // namespace congress::rpc
