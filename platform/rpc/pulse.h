// Tells those who wait for changes that there was a commit: at once for one of this process, and soon for one of
// another replica.
#pragma once

#include <chrono>
#include <stop_token>

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
  bool closed() const { return closing_.stop_requested(); }
  // Requested when it closes.
  std::stop_token closing() const { return closing_.get_token(); }

  // Number of the last commit that is known of, when it is greater than `after`, or else after at most `most`.
  absl::StatusOr<store::Revision> Await(store::Revision after, absl::Duration most);

 private:
  store::Store& store_;
  std::stop_source closing_;
  Mutex mutex_;
  CondVar beat_;
  store::Revision newest_ ABSL_GUARDED_BY(mutex_) = 0;
  // Not by the system's clock, which may be set back.
  std::chrono::steady_clock::time_point polled_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::rpc
