// Connections to one Redis server, lent to one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/store/redis_connection.h"
#include "platform/sync.h"

namespace congress::store {

class RedisPool {
 public:
  using Connect = std::function<absl::StatusOr<std::unique_ptr<RedisConnection>>()>;

  // A connection on loan; it goes back at the end of the scope. A broken one is closed, and with it every
  // connection made before: they most likely lead to the same dead server.
  class Lease {
   public:
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&& other) = delete;
    ~Lease();
    RedisConnection& operator*() const { return *connection_; }
    RedisConnection* operator->() const { return connection_.get(); }

   private:
    friend class RedisPool;
    Lease(RedisPool* pool, std::unique_ptr<RedisConnection> connection, int64_t generation)
        : pool_(pool), connection_(std::move(connection)), generation_(generation) {}

    RedisPool* pool_;
    std::unique_ptr<RedisConnection> connection_;
    int64_t generation_;
  };

  // At most `most` connections at once; who finds none waits for up to `patience`.
  RedisPool(Connect connect, int most, absl::Duration patience)
      : connect_(std::move(connect)), most_(most), patience_(patience) {}

  // An idle connection or a new one. Fails as `connect` does, or with DEADLINE_EXCEEDED when all stay on loan.
  absl::StatusOr<Lease> Take();

 private:
  void GiveBack(std::unique_ptr<RedisConnection> connection, int64_t generation);

  const Connect connect_;
  const int most_;
  const absl::Duration patience_;
  Mutex mutex_;
  CondVar returned_;
  std::vector<std::unique_ptr<RedisConnection>> idle_ ABSL_GUARDED_BY(mutex_);
  // Idle ones, those on loan and those being made.
  int open_ ABSL_GUARDED_BY(mutex_) = 0;
  // Counts breakages; a connection of an earlier generation is not lent again.
  int64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace congress::store
