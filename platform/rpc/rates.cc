#include "platform/rpc/rates.h"

#include <algorithm>

#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

constexpr double kBurstSeconds = 2;

}  // namespace

double CallRates::Of(std::string_view permission) const {
  const auto own = by_permission.find(permission);
  return own == by_permission.end() ? all : own->second;
}

absl::Duration Rates::Take(const std::string& account, std::string_view method, std::string_view permission,
                           absl::Time now) {
  const double rate = limits_.Of(permission);
  if (rate <= 0) return absl::ZeroDuration();
  const double most = std::max(rate * kBurstSeconds, 1.0);
  const MutexLock lock(mutex_);
  if (buckets_.size() >= kMost) {
    // Whoever made no call for that long has all of theirs again, unless they may make less than one a minute.
    absl::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.as_of > absl::Minutes(1); });
    if (buckets_.size() >= kMost) buckets_.clear();
  }
  const auto [found, first] = buckets_.try_emplace(StrCat(account, "\n", method), Bucket{most, now});
  Bucket& bucket = found->second;
  if (now > bucket.as_of) {
    bucket.left = std::min(most, bucket.left + absl::ToDoubleSeconds(now - bucket.as_of) * rate);
    bucket.as_of = now;
  }
  if (bucket.left < 1) return absl::Seconds((1 - bucket.left) / rate);
  bucket.left -= 1;
  return absl::ZeroDuration();
}

}  // namespace congress::rpc
