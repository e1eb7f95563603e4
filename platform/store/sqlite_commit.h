// Commits as savepoints of one SQLite transaction, so that all of them share its flush.
#pragma once

#include <span>

#include "absl/status/statusor.h"
#include "platform/store/sqlite_connection.h"
#include "platform/store/store.h"

namespace congress::store {

// A batch on its way.
struct SqliteCommit {
  const Batch& batch;
  // Its weight in a group.
  size_t bytes = 0;
  absl::StatusOr<Committed> outcome = absl::UnknownError("not committed yet");
};

// Commits each of the group by itself, in this order, on a connection that nobody else uses meanwhile. One that
// conflicts fails alone; after a failed flush all answer `COMMIT_OUTCOME_UNKNOWN`.
void CommitToSqlite(SqliteConnection& connection, std::span<SqliteCommit* const> group);

}  // namespace congress::store
