// The shared store: one Redis primary for any number of processes.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "platform/store/groups.h"
#include "platform/store/maintained.h"
#include "platform/store/notice.h"
#include "platform/store/redis_address.h"
#include "platform/store/redis_pool.h"
#include "platform/store/redis_snapshot.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::store {

class RedisStore final : public Store, public Maintained {
 public:
  // The keyspace `keyspace` of the server at `address`; its keys begin with `{congress:<keyspace>}:`. A server that
  // does not answer is waited for: the store opens, its methods answer UNAVAILABLE `STORE_UNAVAILABLE` and it connects
  // by itself. FAILED_PRECONDITION in one sentence for what waiting does not heal: a wrong password, missing rights, a
  // server that may evict records, a newer schema. Ignores SIGPIPE in the whole process unless it is handled already.
  static absl::StatusOr<std::unique_ptr<RedisStore>> Open(const RedisAddress& address, std::string_view keyspace,
                                                          Notice notice = nullptr);

  absl::StatusOr<Record> Get(std::string_view key) override;
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override;
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override;
  absl::StatusOr<Committed> Commit(const Batch& batch) override;
  absl::StatusOr<Revision> LastSequence() override;
  absl::StatusOr<Maintained*> Maintenance() override { return this; }

  absl::StatusOr<std::vector<SelfFault>> Examine() override;
  absl::Status LookOn() override;
  absl::Status Purge() override;
  absl::StatusOr<std::unique_ptr<Snapshot>> TakeSnapshot() override;
  absl::StatusOr<std::unique_ptr<Load>> BeginLoad() override;

 private:
  // A batch on its way for the first or a further time.
  struct Attempt {
    const Batch& batch;
    const std::string id;
    const size_t bytes;
    // The commit's number; nothing when it will never arrive.
    absl::StatusOr<std::optional<Revision>> outcome = absl::UnknownError("not committed yet");
    // Why nobody knows whether it has arrived.
    absl::Status lost = {};
  };
  using Question = absl::FunctionRef<absl::StatusOr<RedisReply>(RedisConnection&)>;

  RedisStore(const RedisAddress& address, std::string_view keyspace, Notice notice);

  // Commits each of the group by itself, by one command, so that they share the server's flush.
  void CommitGroup(std::span<Attempt* const> group);
  absl::StatusOr<std::unique_ptr<RedisConnection>> Connect();
  // Asks on a connection from the pool, for a second time when the first one was dead.
  absl::StatusOr<RedisReply> Read(Question question);
  // The same for a script.
  RunRedisScript Scripts();
  // Learns what became of attempt `id` after its connection broke: the commit's number, or nothing when it has not
  // arrived and never will. UNAVAILABLE `COMMIT_OUTCOME_UNKNOWN` when the server does not answer in time.
  absl::StatusOr<std::optional<Revision>> Settle(const std::string& id);
  // Whether the server's settings are still those of a store, as of the last look at them.
  absl::Status CheckSettings();
  // Tells the operator once.
  void Tell(std::string_view sentence);

  std::string NextId() { return id_prefix_ + std::to_string(++attempts_); }
  std::vector<std::string> TakeForgotten();
  void Forget(const std::string& id);

  const RedisAddress address_;
  const std::string prefix_;
  const Notice notice_;
  const std::string id_prefix_;
  std::atomic<int64_t> attempts_ = 0;
  Mutex mutex_;
  absl::Status settings_ ABSL_GUARDED_BY(mutex_);
  absl::Time settings_checked_ ABSL_GUARDED_BY(mutex_) = absl::Now();
  std::set<std::string, std::less<>> told_ ABSL_GUARDED_BY(mutex_);
  // The last key that LookOn has looked at; empty: it begins anew.
  std::string looked_at_ ABSL_GUARDED_BY(mutex_);
  // Attempts whose outcome is known; the next commit deletes their records.
  std::vector<std::string> forgotten_ ABSL_GUARDED_BY(mutex_);
  RedisPool pool_;
  Groups<Attempt> groups_;
};

}  // namespace congress::store
