#include "platform/auth/remembered.h"

#include "absl/hash/hash.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::auth {

absl::StatusOr<std::shared_ptr<const Principal>> RememberedTokens::Verify(std::string_view token, absl::Time now) {
  const size_t hash = absl::Hash<absl::string_view>()(ToAbsl(token));
  // Before the keys are looked at, so that what is remembered is never newer than it says.
  const uint64_t generation = verifier_.generation();
  {
    const MutexLock lock(mutex_);
    const auto found = entries_.find(hash);
    if (found != entries_.end() && found->second.generation == generation && found->second.principal->token == token &&
        now >= found->second.verified && now - found->second.verified <= kAtMost) {
      return found->second.principal;
    }
  }
  ASSIGN_OR_RETURN(Principal verified, verifier_.Verify(token, now));
  auto principal = std::make_shared<const Principal>(std::move(verified));
  const MutexLock lock(mutex_);
  if (entries_.size() >= kMost) entries_.clear();
  entries_[hash] = {principal, now, generation};
  return principal;
}

}  // namespace congress::auth
