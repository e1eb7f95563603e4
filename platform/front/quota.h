// Who holds how much of what a front has: connections and the bytes of bodies, in all and of each address.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "platform/front/limits.h"
#include "platform/sync.h"

namespace congress::front {

class Quota;

// What one address holds. Safe for many threads.
class Account {
 public:
  // False when it, or all together, would hold too much.
  bool Hold(size_t bytes);
  void Release(size_t bytes);

 private:
  friend class Quota;
  explicit Account(Quota& quota) : quota_(quota) {}

  Quota& quota_;
  std::atomic<size_t> bytes_ = 0;
  int connections_ = 0;  // Guarded by the quota's mutex.
};

// Safe for many threads. Outlives its accounts.
class Quota {
 public:
  // `descriptors`: how many files the process may open.
  Quota(const Limits& limits, size_t descriptors);

  // A connection of `address` more; null when there are too many of it or of all.
  std::shared_ptr<Account> Enter(const std::string& address);
  void Leave(const std::string& address);
  int connections() const;

 private:
  friend class Account;

  const Limits limits_;
  const int most_;
  mutable Mutex mutex_;
  int connections_ ABSL_GUARDED_BY(mutex_) = 0;
  // Only addresses that have connections.
  std::map<std::string, std::shared_ptr<Account>> accounts_ ABSL_GUARDED_BY(mutex_);
  std::atomic<size_t> bytes_ = 0;
};

}  // namespace congress::front
