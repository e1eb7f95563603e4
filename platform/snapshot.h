// A value that many read and that is replaced as a whole.
#pragma once

#include <memory>
#include <utility>

#include "platform/sync.h"

namespace congress {

// Safe for many threads. Who has taken the value keeps it as it was.
template <class T>
class Snapshot {
 public:
  Snapshot() = default;
  explicit Snapshot(T value) { Set(std::move(value)); }

  // Null before the first Set.
  std::shared_ptr<const T> Get() const {
    const MutexLock lock(mutex_);
    return value_;
  }
  void Set(T value) {
    auto next = std::make_shared<const T>(std::move(value));
    const MutexLock lock(mutex_);
    value_.swap(next);
  }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const T> value_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress
