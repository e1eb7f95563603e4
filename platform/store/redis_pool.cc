#include "platform/store/redis_pool.h"

#include <chrono>
#include <utility>

namespace congress::store {

RedisPool::Lease::~Lease() {
  if (connection_ != nullptr) pool_->GiveBack(std::move(connection_), generation_);
}

absl::StatusOr<RedisPool::Lease> RedisPool::Take() {
  const auto deadline = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(patience_);
  int64_t generation = 0;
  {
    MutexLock lock(mutex_);
    while (idle_.empty() && open_ >= most_) {
      if (!returned_.WaitUntil(mutex_, deadline) && idle_.empty() && open_ >= most_) {
        return absl::DeadlineExceededError("all connections are in use");
      }
    }
    generation = generation_;
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return Lease(this, std::move(connection), generation);
    }
    ++open_;
  }
  auto connection = connect_();
  if (connection.ok()) return Lease(this, *std::move(connection), generation);
  MutexLock lock(mutex_);
  --open_;
  returned_.NotifyOne();
  return connection.status();
}

void RedisPool::GiveBack(std::unique_ptr<RedisConnection> connection, int64_t generation) {
  // Closed after the mutex is given up.
  std::vector<std::unique_ptr<RedisConnection>> dropped;
  MutexLock lock(mutex_);
  const bool broken = connection->broken();
  if (broken && generation == generation_) {
    ++generation_;
    dropped.swap(idle_);
    open_ -= static_cast<int>(dropped.size());
  }
  if (broken || generation != generation_) {
    dropped.push_back(std::move(connection));
    --open_;
  } else {
    idle_.push_back(std::move(connection));
  }
  returned_.NotifyAll();
}

}  // namespace congress::store
