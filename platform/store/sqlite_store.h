// The embedded store: one SQLite file of one process, in WAL mode with a flush per commit.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "platform/pause.h"
#include "platform/store/file_lock.h"
#include "platform/store/groups.h"
#include "platform/store/maintained.h"
#include "platform/store/sqlite_commit.h"
#include "platform/store/sqlite_connection.h"
#include "platform/store/sqlite_snapshot.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::store {

// Commits that wait share one flush, through one connection; reads have connections of their own and do not wait for
// it. A thread folds the log of commits into the file meanwhile. `:memory:` has a single connection for all.
class SqliteStore final : public Store, public Maintained {
 public:
  // Opens or creates the store in the file `path`, or one in memory for `:memory:`. `path`.lock keeps a second
  // process away. FAILED_PRECONDITION in one sentence for the operator when the file cannot serve, UNAVAILABLE when the
  // disk is full.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::string& path);

  absl::StatusOr<Record> Get(std::string_view key) override;
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override;
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override;
  absl::StatusOr<Committed> Commit(const Batch& batch) override;
  absl::StatusOr<Revision> LastSequence() override;
  absl::StatusOr<Maintained*> Maintenance() override { return this; }

  absl::StatusOr<std::vector<SelfFault>> Examine() override;
  absl::Status Purge() override;
  absl::StatusOr<std::unique_ptr<Snapshot>> TakeSnapshot() override;
  absl::StatusOr<std::unique_ptr<Load>> BeginLoad() override;

 private:
  SqliteStore(std::string path, FileLock lock, std::unique_ptr<SqliteConnection> writer);

  void CommitGroup(std::span<SqliteCommit* const> group);
  // FAILED_PRECONDITION `STORE_REFUSED` when the file was deleted or cut, or another one stands in its place: what is
  // written to the open one would be gone with the process.
  absl::Status IsInPlace() const;
  // Folds the log whenever it has grown, until stopped.
  void Fold(const std::stop_token& stop);
  bool in_memory() const { return path_ == ":memory:"; }
  // Runs `work(SqliteConnection&)` on a connection for reading.
  template <class Work>
  auto Read(Work work);
  absl::StatusOr<std::unique_ptr<SqliteConnection>> TakeReader();
  void GiveBack(std::unique_ptr<SqliteConnection> reader);

  const std::string path_;
  const FileLock lock_;
  // Of the file as it was opened.
  uint64_t device_ = 0;
  uint64_t inode_ = 0;
  // The greatest that was seen.
  mutable std::atomic<off_t> size_ = 0;
  // Of its log; 0 until there is one.
  mutable std::atomic<uint64_t> log_inode_ = 0;
  Mutex writing_;
  std::unique_ptr<SqliteConnection> writer_ ABSL_GUARDED_BY(writing_);
  Groups<SqliteCommit> groups_;
  // Pages of the log of commits.
  std::atomic<int> log_pages_ = 0;
  // Checks of the whole file that are under way.
  std::atomic<int> checks_ = 0;
  Pause folding_;
  SqliteSnapshots snapshots_;
  Mutex pooling_;
  // Declared after the writer, so that they close before it: the last connection folds the WAL into the file.
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_ ABSL_GUARDED_BY(pooling_);
  std::jthread folder_;
};

}  // namespace congress::store
