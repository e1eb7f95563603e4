#include "platform/rpc/turns.h"

#include <algorithm>

#include "absl/time/clock.h"

namespace congress::rpc {
namespace {

// How soon who waits notices that nobody waits for the answer any more.
constexpr absl::Duration kLook = absl::Milliseconds(100);

}  // namespace

std::optional<std::string> Turns::Taken(const store::Batch& batch) const {
  if (count_ == 0) return std::nullopt;
  const MutexLock lock(mutex_);
  for (const store::Write& write : batch.writes) {
    if (lines_.contains(write.key)) return write.key;
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<Turns::Turn>> Turns::Await(const std::string& key, absl::Time deadline,
                                                        const std::function<absl::Status()>& check) {
  Waiter own;
  mutex_.Lock();
  std::deque<Waiter*>& line = lines_[key];
  count_ = lines_.size();
  line.push_back(&own);
  absl::Status status;
  while (line.front() != &own && status.ok() && absl::Now() < deadline) {
    const absl::Duration rest = std::min(kLook, deadline - absl::Now());
    own.called.WaitUntil(mutex_, std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(rest));
    if (line.front() == &own) break;
    mutex_.Unlock();
    status = check();
    mutex_.Lock();
  }
  const bool mine = line.front() == &own && status.ok();
  if (mine) {
    // Nobody wakes who has the turn; the place in line stays.
    line.front() = nullptr;
    mutex_.Unlock();
    return std::optional<Turn>(std::in_place, *this, key);
  }
  const bool first = line.front() == &own;
  std::erase(line, &own);
  if (first && !line.empty()) line.front()->called.NotifyOne();
  if (line.empty()) lines_.erase(key);
  count_ = lines_.size();
  mutex_.Unlock();
  if (!status.ok()) return status;
  return std::optional<Turn>();
}

void Turns::Leave(const std::string& key) {
  const MutexLock lock(mutex_);
  const auto found = lines_.find(key);
  found->second.pop_front();
  if (found->second.empty()) {
    lines_.erase(found);
  } else {
    found->second.front()->called.NotifyOne();
  }
  count_ = lines_.size();
}

}  // namespace congress::rpc
