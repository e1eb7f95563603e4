// Tells those who wait for changes that there was a commit: at once for one of this process, and soon for one of
// another replica.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::rpc {

// Safe for many threads.
class Pulse {
 public:
  // How often the store is asked for commits of other replicas, however many wait.
  static constexpr absl::Duration kPoll = absl::Milliseconds(250);

  explicit Pulse(store::Store& store) : store_(store) {}

  // This process has made the commit `sequence`.
  void Committed(store::Revision sequence);
  // Nobody shall wait any more: the process is about to stop.
  void Close();
  bool closed() const;

  // Number of the last commit that is known of, when it is greater than `after`, or else after at most `most`.
  absl::StatusOr<store::Revision> Await(store::Revision after, absl::Duration most);

 private:
  store::Store& store_;
  mutable Mutex mutex_;
  CondVar beat_;
  store::Revision newest_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time polled_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace congress::rpc
