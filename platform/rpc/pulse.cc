#include "platform/rpc/pulse.h"

#include <algorithm>

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
  using Steady = std::chrono::steady_clock;
  const Steady::time_point until = Steady::now() + absl::ToChronoNanoseconds(most);
  while (true) {
    {
      const MutexLock lock(mutex_);
      Steady::time_point now = Steady::now();
      const Steady::time_point next = std::min(until, polled_ + absl::ToChronoNanoseconds(kPoll));
      while (newest_ <= after && !closed() && now < next) {
        beat_.WaitUntil(mutex_, next);
        now = Steady::now();
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
