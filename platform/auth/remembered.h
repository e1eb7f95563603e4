// Tokens that were just verified, so that the many calls of one caller do not each cost a signature check.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/auth/principal.h"
#include "platform/auth/token.h"
#include "platform/sync.h"

namespace congress::auth {

// Safe for many threads.
class RememberedTokens {
 public:
  // How long a verified token is taken without another look, while the same issuers and keys are trusted. A token that
  // expires is noticed at most so much later.
  static constexpr absl::Duration kAtMost = absl::Seconds(1);
  // Beyond so many, all are forgotten.
  static constexpr size_t kMost = 4096;

  explicit RememberedTokens(const Verifier& verifier) : verifier_(verifier) {}

  // As Verifier::Verify; errors are not remembered.
  absl::StatusOr<std::shared_ptr<const Principal>> Verify(std::string_view token, absl::Time now);

 private:
  struct Entry {
    std::shared_ptr<const Principal> principal;  // Holds the token itself, which must be the same.
    absl::Time verified;
    uint64_t generation = 0;  // Of the verifier.
  };

  const Verifier& verifier_;
  Mutex mutex_;
  // By the token's hash, which abseil seeds anew in every process.
  absl::flat_hash_map<size_t, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::auth
