// Who may write a record that several calls want at once: one after another, in the order in which they came, in this
// process. Others lose their work to whoever commits first and would fail after a few attempts.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::rpc {

// Safe for many threads.
class Turns {
 public:
  // The right to go first at one record; ends with the object. A call holds one at most, so no two wait for each other.
  class Turn {
   public:
    Turn(Turns& turns, std::string key) : turns_(&turns), key_(std::move(key)) {}
    Turn(Turn&& other) noexcept : turns_(std::exchange(other.turns_, nullptr)), key_(std::move(other.key_)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (turns_ != nullptr) turns_->Leave(key_);
    }
    const std::string& key() const { return key_; }

   private:
    Turns* turns_;
    std::string key_;
  };

  // The first record that the batch writes and at which somebody has the turn; none: nullopt. For who has no turn.
  std::optional<std::string> Taken(const store::Batch& batch) const;

  // Waits for the turn at `key`, looking at `check` now and then, whose error it returns. Nullopt at `deadline`.
  absl::StatusOr<std::optional<Turn>> Await(const std::string& key, absl::Time deadline,
                                            const std::function<absl::Status()>& check);

 private:
  struct Waiter {
    CondVar called;
  };

  void Leave(const std::string& key);

  mutable Mutex mutex_;
  // The first of each has the turn.
  std::map<std::string, std::deque<Waiter*>, std::less<>> lines_ ABSL_GUARDED_BY(mutex_);
  // Of lines: where there is none nobody needs the mutex.
  std::atomic<size_t> count_ = 0;
};

}  // namespace congress::rpc
