// How often one account may call one method.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "platform/sync.h"

namespace congress::rpc {

// Calls in a second; 0: as many as they like.
struct CallRates {
  double all = 0;
  // Of methods with this permission.
  std::map<std::string, double, std::less<>> by_permission = {};

  double Of(std::string_view permission) const;
};

// An account that was quiet may make the calls of two seconds, and at least one, at once. Safe for many threads.
class Rates {
 public:
  explicit Rates(CallRates limits) : limits_(std::move(limits)) {}

  // Counts a call. How long the caller has to wait instead; zero: not at all.
  absl::Duration Take(const std::string& account, std::string_view method, std::string_view permission, absl::Time now);

 private:
  // Accounts and methods that are remembered; those that were quiet are forgotten first.
  static constexpr size_t kMost = 16384;

  struct Bucket {
    double left = 0;
    absl::Time as_of;
  };

  const CallRates limits_;
  Mutex mutex_;
  absl::flat_hash_map<std::string, Bucket> buckets_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::rpc
