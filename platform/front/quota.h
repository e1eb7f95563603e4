// Who holds how much of what a front has: connections and the bytes of bodies, in all and of each address.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <string>

#include "platform/front/limits.h"
#include "platform/sync.h"

namespace congress::front {

class Quota;

// What a front did not let through.
enum class Refused {
  kConnection,  // One too many, in all or of an address.
  kHeader,      // A header that was too long, or that there was no memory for.
  kBytes,       // A body or an answer that there was no memory for.
  kIdleFrames,  // A connection that sent too many frames from which nothing followed.
  kSilence,     // A connection that was too slow: its handshake, a header, what it should have taken or answered.
  kCount,
};
using Refusals = std::array<int64_t, static_cast<size_t>(Refused::kCount)>;

// What one address holds. Safe for many threads.
class Account {
 public:
  // False when it, or all together, would hold too much, which counts as `refused`.
  bool Hold(size_t bytes, Refused refused = Refused::kBytes);
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
  size_t bytes() const { return bytes_; }
  void Count(Refused refused) { ++refused_[static_cast<size_t>(refused)]; }
  Refusals refusals() const;

 private:
  friend class Account;

  const Limits limits_;
  const int most_;
  mutable Mutex mutex_;
  int connections_ ABSL_GUARDED_BY(mutex_) = 0;
  // Only addresses that have connections.
  std::map<std::string, std::shared_ptr<Account>> accounts_ ABSL_GUARDED_BY(mutex_);
  std::atomic<size_t> bytes_ = 0;
  std::array<std::atomic<int64_t>, std::tuple_size_v<Refusals>> refused_ = {};
};

}  // namespace congress::front
