// The embedded store: one SQLite file of one process, in WAL mode with a flush per commit.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "platform/store/file_lock.h"
#include "platform/store/sqlite_connection.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::store {

// Commits go one after another through one connection; reads have connections of their own and do not wait for a
// commit's flush. `:memory:` has a single connection for both.
class SqliteStore final : public Store {
 public:
  // Opens or creates the store in the file `path`, or one in memory for `:memory:`. `path`.lock keeps a second
  // process away. FAILED_PRECONDITION in one sentence for the operator when the file cannot serve.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(const std::string& path);

  absl::StatusOr<Record> Get(std::string_view key) override;
  absl::StatusOr<std::vector<Record>> GetAll(std::span<const std::string> keys) override;
  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override;
  absl::StatusOr<Committed> Commit(const Batch& batch) override;
  absl::StatusOr<Revision> LastSequence() override;

 private:
  SqliteStore(std::string path, FileLock lock, std::unique_ptr<SqliteConnection> writer);

  bool in_memory() const { return path_ == ":memory:"; }
  // Runs `work(SqliteConnection&)` on a connection for reading.
  template <class Work>
  auto Read(Work work);
  absl::StatusOr<std::unique_ptr<SqliteConnection>> TakeReader();
  void GiveBack(std::unique_ptr<SqliteConnection> reader);

  const std::string path_;
  const FileLock lock_;
  Mutex writing_;
  std::unique_ptr<SqliteConnection> writer_ ABSL_GUARDED_BY(writing_);
  Mutex pooling_;
  // Declared after the writer, so that they close before it: the last connection folds the WAL into the file.
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_ ABSL_GUARDED_BY(pooling_);
};

}  // namespace congress::store
