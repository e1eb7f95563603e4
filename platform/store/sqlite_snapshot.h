// A SQLite store as of one moment: a read transaction on a connection of its own.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "platform/store/maintained.h"
#include "platform/store/sqlite_connection.h"
#include "platform/sync.h"

namespace congress::store {

// Store::Scan on one connection.
absl::StatusOr<std::vector<Record>> ScanSqlite(SqliteConnection& connection, const Range& range, int limit);
// Store::LastSequence.
absl::StatusOr<Revision> LastSequenceOfSqlite(SqliteConnection& connection);

// The one snapshot that a store may have at a time. While it is read, the log of commits is folded only up to its
// moment and grows by all that comes after.
class SqliteSnapshots {
 public:
  // Pages of the log (1 GiB) from which on the snapshot is given up, lest the log fill the disk under a reader who
  // does not come to an end.
  static constexpr int kMostPages = 262'144;

  // Takes the moment as it is on `connection`, which nobody else uses from now on.
  absl::StatusOr<std::unique_ptr<Snapshot>> Take(std::unique_ptr<SqliteConnection> connection);

  // Whether a snapshot stands that a log of `pages` may go on growing for. One that may not is ended.
  bool Hold(int pages);

 private:
  // The transaction, which reader and committer share.
  class View;
  class Reader;

  Mutex mutex_;
  std::weak_ptr<View> view_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::store
